"""The codes under which public frameworks know careers and skills."""

from django.db import models

from careersite.common.models import Keyed, NaturalKeyManager, TimeStamped
from roles.models.role import Role
from roles.models.skill import Skill


class ExternalCode(Keyed, TimeStamped):
    """One entry of a public framework, and what of ours it stands for.

    Imports find roles and skills by it, whatever they are called here. One entry
    may stand for several of ours, and one of ours for several entries.
    """

    class Scheme(models.TextChoices):
        ONET_SOC = "onet-soc", "O*NET-SOC occupation"
        ONET_ELEMENT = "onet-element", "O*NET content model element"
        ESCO = "esco", "ESCO concept"

    class Match(models.TextChoices):
        EXACT = "exact", "The same"
        CLOSE = "close", "Nearly the same"
        BROAD = "broad", "Theirs is broader"
        NARROW = "narrow", "Theirs is narrower"

    natural_fields = ("scheme", "code")

    scheme = models.CharField(max_length=12, choices=Scheme)
    code = models.CharField(
        max_length=80,
        help_text="As the framework writes it: 15-2051.00; of ESCO the last part of "
        "the concept's address.",
    )
    title = models.CharField(max_length=200, blank=True, help_text="As printed.")
    uri = models.URLField(blank=True, help_text="The concept's address, if any.")
    match = models.CharField(max_length=6, choices=Match, default=Match.CLOSE)
    roles = models.ManyToManyField(Role, blank=True, related_name="external_codes")
    skills = models.ManyToManyField(Skill, blank=True, related_name="external_codes")

    objects = NaturalKeyManager()

    class Meta:
        ordering = ["scheme", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "code"],
                name="roles_externalcode_is_unique_in_scheme",
                violation_error_message="The scheme has this code already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()
