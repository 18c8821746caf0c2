"""Who mentors whom, what they may see, and how it began."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now

from careersite.common.models import TimeStamped
from profiles.models.user import User


class Scope(models.TextChoices):
    """What a mentor may see and do; the learner chooses and may change it."""

    STEPS = "steps", "Review steps and see progress"
    NOTES = "notes", "Read notes"
    PROFILE = "profile", "See profile, skills and projects"
    CERTIFICATIONS = "certifications", "See certifications"


def scopes_field() -> ArrayField:
    """Return a list of scopes, the steps at least by default."""
    return ArrayField(
        models.CharField(max_length=14, choices=Scope), default=default_scopes
    )


def default_scopes() -> list[str]:
    """Return what an invitation offers unless the learner says otherwise."""
    return [Scope.STEPS, Scope.PROFILE]


def in_order(scopes: Iterable[str]) -> list[str]:
    """Return `scopes` once each, in the order in which pages name them."""
    wanted = set(scopes)
    return [scope.value for scope in Scope if scope.value in wanted]


class InvitationQuerySet(models.QuerySet):
    """Which invitations."""

    def of(self, learner: User) -> Self:
        """Return the invitations that one learner made."""
        return self.filter(learner=learner)

    def pending(self) -> Self:
        """Return unanswered invitations, those past their time included."""
        return self.filter(status=MentorInvitation.Status.PENDING)

    def standing(self) -> Self:
        """Return invitations that were not taken back."""
        return self.exclude(status=MentorInvitation.Status.REVOKED)

    def open_at(self, now: datetime) -> Self:
        """Return invitations that can still be accepted: who asks is still here."""
        return self.pending().filter(
            expires_at__gt=now, learner__is_active=True, learner__leaving_at=None
        )

    def overdue_at(self, now: datetime) -> Self:
        """Return unanswered invitations whose time has run out."""
        return self.pending().filter(expires_at__lte=now)


class MentorInvitation(TimeStamped):
    """A learner asks somebody to mentor them, by mail or by a copied link."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        EXPIRED = "expired", "Expired"
        REVOKED = "revoked", "Revoked"

    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="mentor_invitations"
    )
    email = models.EmailField(blank=True, help_text="Empty for a copied link.")
    message = models.TextField(max_length=1000, blank=True)
    scopes = scopes_field()
    token_hash = models.CharField(max_length=64, unique=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.PENDING)
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["learner", "status", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                "learner",
                Lower("email"),
                condition=models.Q(status="pending") & ~models.Q(email=""),
                name="profiles_mentorinvitation_one_pending_per_address",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    status__in=["pending", "expired", "revoked"],
                    answered_at__isnull=True,
                )
                | models.Q(
                    status__in=["accepted", "declined"], answered_at__isnull=False
                ),
                name="profiles_mentorinvitation_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation by {self.learner} to {self.email or 'whoever has the link'}"

    def is_open_at(self, now: datetime) -> bool:
        """Tell whether it can still be accepted: who asks is still here."""
        is_waiting = self.status == self.Status.PENDING and self.expires_at > now
        return is_waiting and self.learner.is_active and self.learner.leaving_at is None

    def close(
        self, status: Status, *, by: User | None = None, at: datetime | None = None
    ) -> None:
        """Leave the pending state; `by` and `at` where somebody answered."""
        self.status = status
        self.answered_by = by
        self.answered_at = at
        self.save(update_fields=["status", "answered_by", "answered_at", "updated_at"])

    def change_token(self, token_hash: str) -> None:
        """Let only the token of `token_hash` open this from now on."""
        self.token_hash = token_hash
        self.save(update_fields=["token_hash", "updated_at"])

    def mark_mailed(self, *, now: datetime) -> None:
        """Remember that the mail is out, so that it goes once."""
        self.mailed_at = now
        self.save(update_fields=["mailed_at", "updated_at"])


class MentorshipQuerySet(models.QuerySet):
    """Which mentorships."""

    def active(self) -> Self:
        """Return mentorships that go on, paused ones included."""
        return self.filter(ended_at__isnull=True)

    def of(self, learner: User) -> Self:
        """Return the mentorships in which `learner` is mentored."""
        return self.filter(learner=learner)

    def by(self, mentor: User) -> Self:
        """Return the mentorships in which `mentor` mentors."""
        return self.filter(mentor=mentor)

    def allowing(self, scope: Scope) -> Self:
        """Return mentorships in which the learner gave `scope`."""
        return self.filter(scopes__contains=[scope])

    def lasting_until(self, moment: datetime) -> Self:
        """Return mentorships that had not ended before `moment`."""
        return self.exclude(ended_at__lt=moment)

    def with_party(self, person: User) -> Self:
        """Return the mentorships in which `person` is on either side."""
        return self.filter(models.Q(learner=person) | models.Q(mentor=person))

    def reviewing(self) -> Self:
        """Return active mentorships whose mentor reviews steps and takes no break."""
        return (
            self.active()
            .allowing(Scope.STEPS)
            .filter(
                paused_at__isnull=True,
                mentor__is_active=True,
                mentor__profile__mentoring_paused_at__isnull=True,
            )
        )


class Mentorship(TimeStamped):
    """One person mentors another within the scopes that the learner gave."""

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentors")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentees")
    scopes = scopes_field()
    private_note = models.TextField(
        max_length=4000, blank=True, help_text="The mentor's own; nobody else sees it."
    )
    paused_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_id = models.BigIntegerField(null=True, blank=True)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        indexes = [models.Index(fields=["mentor", "ended_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "mentor"],
                condition=models.Q(ended_at__isnull=True),
                name="profiles_mentorship_one_active_per_pair",
            ),
            models.CheckConstraint(
                condition=~models.Q(learner=models.F("mentor")),
                name="profiles_mentorship_nobody_mentors_oneself",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True, ended_by_id__isnull=True)
                | models.Q(ended_at__isnull=False, ended_by_id__isnull=False),
                name="profiles_mentorship_end_has_its_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} mentors {self.learner}"

    def allow(self, scopes: Iterable[str]) -> None:
        """Let the mentor see and do `scopes`, and nothing else."""
        self.scopes = in_order(scopes)
        self.save(update_fields=["scopes", "updated_at"])

    def note(self, text: str) -> None:
        """Keep the mentor's private note."""
        self.private_note = text
        self.save(update_fields=["private_note", "updated_at"])

    def pause(self, *, now: datetime) -> None:
        """Stop new work for the mentor; what is under way stays readable."""
        self.paused_at = now
        self.save(update_fields=["paused_at", "updated_at"])

    def resume(self) -> None:
        """Let new work come again."""
        self.paused_at = None
        self.save(update_fields=["paused_at", "updated_at"])

    def end(self, *, by: User, now: datetime) -> None:
        """Close it for good; the mentor sees nothing from the next request on."""
        self.ended_at = now
        self.ended_by_id = by.pk
        self.save(update_fields=["ended_at", "ended_by_id", "updated_at"])

    def other_side(self, person: User) -> User:
        """Return the learner for the mentor, the mentor for the learner."""
        return self.mentor if person.pk == self.learner_id else self.learner

    @property
    def scope_labels(self) -> list[str]:
        """What the mentor may see and do, in words."""
        return [Scope(name).label for name in self.scopes]

    @property
    def state(self) -> str:
        """One of active, paused, ended."""
        if self.ended_at:
            return "ended"
        return "paused" if self.paused_at else "active"


class MentoringEventQuerySet(models.QuerySet["MentoringEvent"]):
    """Which events, and how one is written."""

    def invited_by(self, learner: User, *, since: datetime) -> Self:
        """Return the invitations that `learner` made after `since`."""
        return self.filter(
            learner=learner, action=MentoringEvent.Action.INVITED, at__gt=since
        )

    def record(
        self,
        what: MentorInvitation | Mentorship,
        *,
        action: str,
        to_state: str,
        by: User | None,
        now: datetime,
        from_state: str = "",
    ) -> "MentoringEvent":
        """Write the one event of a change; `by` is None where time did it."""
        is_invitation = isinstance(what, MentorInvitation)
        return self.create(
            learner_id=what.learner_id,
            invitation=what if is_invitation else None,
            mentorship=None if is_invitation else what,
            at=now,
            action=action,
            from_state=from_state,
            to_state=to_state,
            actor_id=by.pk if by else None,
            actor_name=by.display_name if by else "",
        )


class MentoringEvent(models.Model):
    """One change of an invitation or a mentorship (append-only)."""

    class Action(models.TextChoices):
        INVITED = "invited", "Invited"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
        REVOKED = "revoked", "Revoked"
        EXPIRED = "expired", "Expired"
        SCOPES = "scopes", "Changed what is shared"
        PAUSED = "paused", "Paused"
        RESUMED = "resumed", "Resumed"
        ENDED = "ended", "Ended"

    learner = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="mentoring_events"
    )
    invitation = models.ForeignKey(
        MentorInvitation,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
    )
    mentorship = models.ForeignKey(
        Mentorship,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="events",
    )
    at = models.DateTimeField(db_default=Now())
    action = models.CharField(max_length=8, choices=Action)
    from_state = models.CharField(max_length=80, blank=True)
    to_state = models.CharField(max_length=80, blank=True)
    actor_id = models.BigIntegerField(
        null=True, help_text="Empty where time alone did it."
    )
    actor_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=280, blank=True)

    objects = MentoringEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["learner", "-at"])]
        triggers = [
            pgtrigger.Protect(
                name="append_only", operation=pgtrigger.Update | pgtrigger.Delete
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}: {self.action}"
