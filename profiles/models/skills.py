"""What a learner holds: claimed, evidenced, verified, with its history."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import JSONObject, Now

from careersite.common.models import TimeStamped
from profiles.held import Held, held_of
from profiles.models.user import User
from profiles.skill_history import Change, Levels, levels_after
from roles.models import Certification, Skill
from roles.models.skill import level_validators


class HeldSkillQuerySet(models.QuerySet):
    """Which held skills."""

    def of(self, user: User) -> Self:
        """Return the skills of one learner."""
        return self.filter(user=user)

    def confirmed_by(self, mentor: User) -> Self:
        """Return skills whose level stands as one mentor confirmed it."""
        return self.filter(verifier=mentor, verified_level__isnull=False)

    def with_evidence(self) -> Self:
        """Return held skills with skill, family and evidence loaded (two queries)."""
        return self.select_related("skill__category").prefetch_related("evidence")

    def as_levels(self, day: date) -> "models.QuerySet[Any, Any]":
        """Return rows of JSON as `held_of` takes them, as of `day`."""
        levels = SkillEvidence.objects.filter(held_skill=models.OuterRef("pk"))
        rows: Any = self.annotate(
            levels=ArraySubquery(levels.order_by().values("level")),
            verified_now=models.Case(
                models.When(expires_on__lt=day, then=None), default="verified_level"
            ),
        )
        return rows.values(
            found=JSONObject(
                claimed="claimed_level", evidence="levels", verified="verified_now"
            )
        )

    def levels_on(self, day: date) -> dict[str, Held]:
        """Return what counts on `day`, by the skill's slug (one query, no models)."""
        rows = self.as_levels(day).values_list("skill__slug", "found")
        return {slug: held_of(**found) for slug, found in rows}


class HeldSkill(TimeStamped):
    """A learner's level of one skill; verified wins over evidenced over claimed."""

    class State(models.TextChoices):
        UNRATED = "unrated", "Unrated"
        CLAIMED = "claimed", "Claimed"
        EVIDENCED = "evidenced", "Evidenced"
        VERIFIED = "verified", "Verified"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="held_skills")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="+")
    claimed_level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=level_validators
    )
    verified_level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=level_validators
    )
    verified_on = models.DateField(null=True, blank=True)
    verifier = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    verifier_name = models.CharField(max_length=80, blank=True)
    expires_on = models.DateField(null=True, blank=True)

    objects = HeldSkillQuerySet.as_manager()

    _CONFIRMATION = (
        "verified_level",
        "verified_on",
        "verifier",
        "verifier_name",
        "expires_on",
        "updated_at",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "skill"], name="profiles_heldskill_one_row_per_skill"
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_level__range=(0, 5))
                | models.Q(claimed_level__isnull=True),
                name="profiles_heldskill_claimed_level_is_0_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_level__range=(0, 5))
                | models.Q(verified_level__isnull=True),
                name="profiles_heldskill_verified_level_is_0_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    verified_level__isnull=True, verified_on__isnull=True
                )
                | models.Q(verified_level__isnull=False, verified_on__isnull=False),
                name="profiles_heldskill_verified_level_has_its_date",
            ),
            models.CheckConstraint(
                condition=models.Q(verifier__isnull=True)
                | ~models.Q(verifier=models.F("user")),
                name="profiles_heldskill_nobody_verifies_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.skill} of {self.user}"

    def is_verified_on(self, day: date) -> bool:
        """Tell whether a verification holds on `day`."""
        return self.verified_level is not None and (
            self.expires_on is None or self.expires_on >= day
        )

    def state_on(self, day: date) -> "HeldSkill.State":
        """Which of the states readers are shown on `day`."""
        return self.State(self.as_held(day).state)

    def as_held(self, day: date) -> Held:
        """What the calculation of the gap takes on `day`.

        Asks for the evidence where `with_evidence()` has not loaded it.
        """
        return held_of(
            claimed=self.claimed_level,
            evidence=[row.level for row in self.evidence.all()],
            verified=self.verified_level if self.is_verified_on(day) else None,
        )

    @property
    def verified_until(self) -> datetime | None:
        """The first moment at which the present verification no longer holds."""
        if self.expires_on is None:
            return None
        return datetime.combine(self.expires_on + timedelta(days=1), time(), tzinfo=UTC)

    @staticmethod
    def levels_after(changes: "Iterable[HeldSkillChange]") -> list[Levels]:
        """Return the levels after each of a skill's changes, newest first like them."""
        oldest_first = reversed(list(changes))
        found = levels_after(
            Change(one.at, one.action, one.from_level, one.to_level)
            for one in oldest_first
        )
        return found[::-1]

    def confirm(
        self, *, level: int, by: User, on: date, expires_on: date | None
    ) -> None:
        """Keep a mentor's confirmation; history is written by the service."""
        self.verified_level = level
        self.verified_on = on
        self.verifier = by
        self.verifier_name = by.display_name
        self.expires_on = expires_on
        self.save(update_fields=self._CONFIRMATION)

    def drop_confirmation(self) -> None:
        """Forget a confirmation; claim and evidence stay."""
        self.verified_level = self.verified_on = self.expires_on = None
        self.verifier = None
        self.verifier_name = ""
        self.save(update_fields=self._CONFIRMATION)


class SkillEvidence(TimeStamped):
    """Something that supports a claim; deleting it falls back to the claim."""

    class Kind(models.TextChoices):
        STEP = "step", "Finished step"
        WAIVER = "waiver", "Waived step"
        PROJECT = "project", "Project"
        CERTIFICATION = "certification", "Certification"
        LINK = "link", "Link"

    held_skill = models.ForeignKey(
        HeldSkill, on_delete=models.CASCADE, related_name="evidence"
    )
    kind = models.CharField(max_length=13, choices=Kind)
    reference = models.CharField(
        max_length=160, help_text="What it is, once per skill, such as a step's key."
    )
    label = models.CharField(max_length=160)
    url = models.URLField(blank=True, max_length=500)
    level = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=level_validators
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "skill evidence"
        constraints = [
            models.UniqueConstraint(
                fields=["held_skill", "kind", "reference"],
                name="profiles_skillevidence_counts_once",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class HeldSkillChange(models.Model):
    """One change of a held skill (append-only)."""

    class Action(models.TextChoices):
        CLAIMED = "claimed", "Claimed"
        UNCLAIMED = "unclaimed", "Made unrated"
        EVIDENCED = "evidenced", "Evidence added"
        EVIDENCE_REMOVED = "evidence_removed", "Evidence removed"
        VERIFIED = "verified", "Verified"
        VERIFICATION_UNDONE = "verification_undone", "Verification undone"

    held_skill = models.ForeignKey(
        HeldSkill, on_delete=models.CASCADE, related_name="changes"
    )
    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=20, choices=Action)
    from_level = models.PositiveSmallIntegerField(null=True)
    to_level = models.PositiveSmallIntegerField(null=True)
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=280, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["held_skill", "-at"])]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_skill}: {self.action}"


class EarnedCertification(TimeStamped):
    """A certificate that a learner holds."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="earned_certifications"
    )
    certification = models.ForeignKey(
        Certification, on_delete=models.PROTECT, related_name="+"
    )
    issued_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    credential_id = models.CharField(max_length=120, blank=True)
    credential_url = models.URLField(blank=True)

    class Meta:
        ordering = ["expires_on", "-issued_on", "pk"]
        indexes = [models.Index(fields=["user", "expires_on", "-issued_on", "id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_on__isnull=True)
                | models.Q(expires_on__gt=models.F("issued_on")),
                name="profiles_earnedcertification_expires_after_issue",
                violation_error_message="The expiry must be after the issue.",
            ),
            models.UniqueConstraint(
                fields=["user", "certification", "credential_id"],
                condition=~models.Q(credential_id=""),
                name="profiles_earnedcertification_credential_id_is_unique",
                violation_error_message="You have already added this credential.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certification} of {self.user}"
