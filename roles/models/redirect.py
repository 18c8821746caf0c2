"""Old addresses of content that was renamed."""

from typing import Self

from django.db import models

from careersite.common.models import Keyed, NaturalKeyManager, TimeStamped


class RedirectQuerySet(models.QuerySet):
    """Which old addresses."""

    def of_kind(self, kind: str) -> Self:
        """Return the old addresses of one kind of content."""
        return self.filter(kind=kind)

    def new_slugs(self, kind: str, slugs: list[str]) -> dict[str, str]:
        """Return old slug -> present slug for those of `slugs` that were renamed."""
        found = self.of_kind(kind).filter(old_slug__in=slugs)
        return dict(found.values_list("old_slug", "new_slug"))


class Redirect(Keyed, TimeStamped):
    """A slug that content had once, with the slug that it has now.

    The new slug is always the present one: a second rename moves all older rows.
    """

    class Kind(models.TextChoices):
        """The values are the models' names."""

        ROLE = "role", "Role"
        SKILL = "skill", "Skill"
        CERTIFICATION = "certification", "Certification"
        ROADMAP = "roadmap", "Roadmap"
        SOURCE = "source", "Source"

    natural_fields = ("kind", "old_slug")

    kind = models.CharField(max_length=13, choices=Kind)
    old_slug = models.SlugField(max_length=80, db_index=False)
    new_slug = models.SlugField(max_length=80, db_index=False)

    objects = NaturalKeyManager.from_queryset(RedirectQuerySet)()

    class Meta:
        ordering = ["kind", "old_slug"]
        indexes = [models.Index(fields=["kind", "new_slug"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "old_slug"],
                name="roles_redirect_old_slug_is_unique",
            ),
            models.CheckConstraint(
                condition=~models.Q(old_slug=models.F("new_slug")),
                name="roles_redirect_leads_elsewhere",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.old_slug} to {self.new_slug}"
