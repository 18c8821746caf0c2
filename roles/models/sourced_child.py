"""What every sourced child of a role shares."""

from django.db import models

from careersite.common.models import (
    ChildQuerySet,
    ContentChild,
    EveryRowManager,
    LiveManager,
)
from roles.models.role import Role
from roles.models.source import Source


class SourcedChild(ContentChild):
    """Something that one source says about a role.

    It follows the role: what a published role holds is published with it.
    """

    parent_field = "role"
    natural_fields = ("role__slug", "source__slug", "key")

    role = models.ForeignKey(
        Role, on_delete=models.CASCADE, related_name="%(class)s_rows"
    )
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="%(class)s_rows"
    )
    attributed_to = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The origin that the document names; empty where it names none.",
    )
    key = models.SlugField(max_length=80)
    as_printed = models.CharField(
        max_length=80, blank=True, help_text="The label exactly as printed."
    )
    position = models.PositiveSmallIntegerField(default=0)

    everything = EveryRowManager.from_queryset(ChildQuerySet)()
    objects = LiveManager.from_queryset(ChildQuerySet)()

    class Meta:
        abstract = True
        ordering = ["role", "position", "key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["role", "source", "key"],
                name="%(app_label)s_%(class)s_key_is_unique",
            ),
        ]
