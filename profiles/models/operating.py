"""What operators saw of a person and did to an account."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models

from profiles.models.user import User

REASON_MAX = 280


class OperatorActQuerySet(models.QuerySet["OperatorAct"]):
    """Which looks and acts, and how they are written."""

    def on(self, person: User) -> Self:
        """Return what operators saw and did of one person."""
        return self.filter(user=person)

    def record(
        self, person: User, *, action: str, by: User, now: datetime, reason: str = ""
    ) -> "OperatorAct":
        """Write one row, which stays as it is."""
        return self.create(
            user=person,
            action=action,
            at=now,
            actor_id=by.pk,
            actor_name=by.display_name,
            reason=reason,
        )


class OperatorAct(models.Model):
    """An operator saw data of a person, or changed the account (append-only)."""

    class Action(models.TextChoices):
        LISTED = "listed", "An operator saw your name and address in a list"
        LOOKED = "looked", "An operator looked at your account"
        CHANGED = "changed", "An operator changed what your account may do"
        DEACTIVATED = "deactivated", "An operator deactivated your account"
        REACTIVATED = "reactivated", "An operator reactivated your account"
        FACTOR_RESET = "factor_reset", "An operator reset your second factor"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="operator_acts"
    )
    action = models.CharField(max_length=12, choices=Action)
    at = models.DateTimeField()
    actor_id = models.BigIntegerField()
    actor_name = models.CharField(max_length=80)
    reason = models.CharField(max_length=REASON_MAX, blank=True)

    objects = OperatorActQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"]),
            models.Index(fields=["at"], name="profiles_operatoract_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__in=["listed", "looked", "changed"])
                | ~models.Q(reason=""),
                name="profiles_operatoract_acts_have_a_reason",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.action}"
