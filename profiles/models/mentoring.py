"""Who mentors whom, what they may see, and how it began."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

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


class InvitationQuerySet(models.QuerySet):
    """Which invitations."""

    def open_at(self, now: datetime) -> Self:
        """Return invitations that can still be accepted."""
        return self.filter(status=MentorInvitation.Status.PENDING, expires_at__gt=now)


class MentorInvitation(TimeStamped):
    """A learner asks somebody to mentor them, by mail or by a copied link."""

    class Status(models.TextChoices):
        PENDING = "pending", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        DECLINED = "declined", "Declined"
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
                    status__in=["pending", "revoked"], answered_at__isnull=True
                )
                | models.Q(
                    status__in=["accepted", "declined"], answered_at__isnull=False
                ),
                name="profiles_mentorinvitation_answer_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation by {self.learner} to {self.email or 'whoever has the link'}"


class MentorshipQuerySet(models.QuerySet):
    """Which mentorships."""

    def active(self) -> Self:
        """Return mentorships that go on, paused ones included."""
        return self.filter(ended_at__isnull=True)

    def by(self, mentor: User) -> Self:
        """Return the mentorships in which `mentor` mentors."""
        return self.filter(mentor=mentor)

    def reviewing(self) -> Self:
        """Return active, unpaused mentorships whose mentor reviews steps."""
        return self.active().filter(
            paused_at__isnull=True, scopes__contains=[Scope.STEPS]
        )


class Mentorship(TimeStamped):
    """One person mentors another within the scopes that the learner gave."""

    learner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentors")
    mentor = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mentees")
    scopes = scopes_field()
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


class Notice(models.Model):
    """Something a person should know; the unique key keeps it from doubling."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=40)
    text = models.CharField(max_length=280)
    url = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["user", "-created_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="profiles_notice_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
