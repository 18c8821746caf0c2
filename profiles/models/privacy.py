"""Who may see what of a learner, and links that show a record."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from careersite.common.models import TimeStamped
from profiles.models.mentoring import Scope
from profiles.models.user import User


class Section(models.TextChoices):
    """A part of what a learner keeps here, shown or hidden as one."""

    ABOUT = "about", "About you"
    SKILLS = "skills", "Skills"
    PROJECTS = "projects", "Projects and work"
    CERTIFICATIONS = "certifications", "Certifications"
    PROGRESS = "progress", "Roadmaps and progress"
    NOTES = "notes", "Notes"
    CALENDAR = "calendar", "Calendar"


class Audience(models.TextChoices):
    """Who may see a section; each includes those before it."""

    PRIVATE = "private", "Only me"
    MENTORS = "mentors", "My mentors"
    LINK = "link", "Holders of a link"
    PUBLIC = "public", "Everybody"


# What a mentorship's scope opens, whatever the section's own audience.
OPENED_BY_SCOPE: dict[str, tuple[Section, ...]] = {
    Scope.STEPS: (Section.PROGRESS,),
    Scope.NOTES: (Section.NOTES,),
    Scope.PROFILE: (Section.ABOUT, Section.SKILLS, Section.PROJECTS),
    Scope.CERTIFICATIONS: (Section.CERTIFICATIONS,),
}


class SectionVisibility(TimeStamped):
    """How far one section of a learner is open; without a row it is private."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="section_visibilities"
    )
    section = models.CharField(max_length=14, choices=Section)
    audience = models.CharField(
        max_length=8, choices=Audience, default=Audience.PRIVATE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "section"],
                name="profiles_sectionvisibility_one_per_section",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section} of {self.user}: {self.audience}"


class ShareLinkQuerySet(models.QuerySet):
    """Which links."""

    def of(self, user: User) -> Self:
        """Return the links that one learner made."""
        return self.filter(user=user)

    def open_at(self, now: datetime) -> Self:
        """Return the links that show something at `now`."""
        return self.filter(
            revoked_at__isnull=True, expires_at__gt=now, user__leaving_at__isnull=True
        )

    def closed_at(self, now: datetime) -> Self:
        """Return the links that were revoked or have expired by `now`."""
        return self.filter(
            models.Q(revoked_at__isnull=False) | models.Q(expires_at__lte=now)
        )


class ShareLink(TimeStamped):
    """A link to chosen sections of a learner, for whoever holds it, for a time."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="share_links")
    label = models.CharField(
        max_length=80, blank=True, help_text="For whom it is; only you see this."
    )
    sections = ArrayField(models.CharField(max_length=14, choices=Section))
    is_verified_only = models.BooleanField(default=False)
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(sections__len__gte=1),
                name="profiles_sharelink_shows_something",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"Link of {self.user}"

    def revoke(self, *, now: datetime) -> None:
        """Show nothing from now on."""
        self.revoked_at = now
        self.save(update_fields=["revoked_at", "updated_at"])

    def state_at(self, now: datetime) -> str:
        """Return one of open, expired, revoked."""
        if self.revoked_at:
            return "revoked"
        return "open" if self.expires_at > now else "expired"

    @property
    def section_labels(self) -> list[str]:
        """What it shows, in words."""
        return [Section(name).label for name in self.sections]


def in_order(sections: Iterable[str]) -> list[str]:
    """Return `sections` once each, in the order in which pages show them."""
    wanted = set(sections)
    return [section.value for section in Section if section.value in wanted]
