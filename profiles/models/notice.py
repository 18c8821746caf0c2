"""What a person was told, in the site and by mail, and how they want the mail."""

from datetime import datetime
from typing import Self

from django.db import models

from profiles.models.user import User

TEXT_MAX = 280


class Rhythm(models.TextChoices):
    """How soon a notice is mailed; in the site it stands at once."""

    NOW = "now", "At once"
    DAILY = "daily", "Once a day"
    WEEKLY = "weekly", "Once a week"
    OFF = "off", "Not by mail"


DIGEST_RHYTHMS = (Rhythm.DAILY, Rhythm.WEEKLY)


class NoticeQuerySet(models.QuerySet):
    """Which notices."""

    def to(self, user: User) -> Self:
        """Return what one person was told."""
        return self.filter(user=user)

    def unread(self) -> Self:
        """Return what was not marked as read."""
        return self.filter(read_at__isnull=True)

    def awaiting_mail(self, rhythm: Rhythm) -> Self:
        """Return what still is to be mailed in one rhythm to people who are here."""
        return self.filter(mail=rhythm, mailed_at__isnull=True, user__is_active=True)


class Notice(models.Model):
    """Something a person should know; the unique key keeps it from doubling."""

    class Kind(models.TextChoices):
        WORK_SENT = "work_sent", "Work was sent to you for review"
        DESK_DIGEST = "desk_digest", "What waits, on the morning of your review day"
        HELP_ASKED = "help_asked", "A learner asks for help"
        REVIEW_ANSWERED = "review_answered", "A mentor answered"
        COMMENT = "comment", "A comment was written"
        REMINDER = "reminder", "Somebody waits for you"
        NOBODY_ANSWERED = "nobody_answered", "Your work waited too long"
        INVITATION_ANSWERED = "invitation_answered", "An invitation was answered"
        MENTORSHIP_CHANGED = "mentorship_changed", "A mentorship changed"
        SECURITY = "security", "Your account's safety"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=160)
    kind = models.CharField(max_length=40, choices=Kind)
    text = models.CharField(max_length=TEXT_MAX)
    url = models.CharField(max_length=200, blank=True)
    about_id = models.BigIntegerField(
        null=True,
        blank=True,
        help_text="Whom the text names, else who is told; empty where not kept yet.",
    )
    about_name = models.TextField(
        max_length=254,
        blank=True,
        default="",
        db_default="",
        help_text="By which name it does.",
    )
    mail = models.CharField(
        max_length=6,
        choices=Rhythm,
        default=Rhythm.NOW,
        help_text="How soon it is mailed, as the person wanted it when told.",
    )
    mail_to = models.TextField(
        max_length=254,
        blank=True,
        default="",
        db_default="",
        help_text="The address to mail, until that is done; empty for the present one.",
    )
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(
                fields=["user"],
                condition=models.Q(read_at__isnull=True),
                name="profiles_notice_unread",
            ),
            models.Index(
                fields=["mail", "user"],
                condition=models.Q(
                    mailed_at__isnull=True, mail__in=["daily", "weekly"]
                ),
                name="profiles_notice_digests",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "key"], name="profiles_notice_told_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def mark_mailed(self, *, now: datetime) -> None:
        """Remember that the mail is out, so that it goes once."""
        self.mailed_at = now
        self.mail_to = ""
        self.save(update_fields=["mailed_at", "mail_to"])


# Of these no text ever names another person.
NAMELESS_KINDS = (Notice.Kind.DESK_DIGEST, Notice.Kind.SECURITY)

# Everything but safety can be mailed more rarely, or not at all.
CHOSEN_KINDS = tuple(kind for kind in Notice.Kind if kind != Notice.Kind.SECURITY)


class NoticePreferenceQuerySet(models.QuerySet):
    """Whose wishes."""

    def of(self, user: User) -> Self:
        """Return the wishes of one person."""
        return self.filter(user=user)


class NoticePreference(models.Model):
    """How one person wants one kind of notice mailed; without a row, the default."""

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="notice_preferences"
    )
    kind = models.CharField(max_length=40, choices=Notice.Kind)
    rhythm = models.CharField(max_length=6, choices=Rhythm)

    objects = NoticePreferenceQuerySet.as_manager()

    class Meta:
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"], name="profiles_noticepreference_one_per_kind"
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="security"),
                name="profiles_noticepreference_security_stays_on",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.rhythm}"
