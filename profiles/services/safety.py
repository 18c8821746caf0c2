"""Shut somebody out, let them in again, and tell the operators of abuse."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction

from profiles.models import AbuseReport, Block, Mentorship, User
from profiles.models.safety import REPORT_MAX


@transaction.atomic
def block(*, person: User, by: User, now: datetime) -> Block:
    """Shut `person` out of mentoring with `by`; repeated, it changes nothing.

    What ends with it is added by roadmaps.services.partings.
    """
    made, _ = Block.objects.get_or_create(
        blocker=by, blocked=person, defaults={"created_at": now}
    )
    return made


def unblock(*, block: Block) -> None:
    """Let somebody in again; nothing that ended comes back by itself."""
    block.delete()


def is_blocked(one: User, other: User) -> bool:
    """Tell whether either of two persons blocks the other."""
    return Block.objects.between(one, other).exists()


@transaction.atomic
def report_abuse(
    *, mentorship: Mentorship, text: str, by: User, now: datetime
) -> AbuseReport:
    """Tell the operators what the other side of a mentorship did, also an ended one.

    While a report is open, more words go into it. Raises ValidationError by field.
    """
    text = text.strip()
    if not text:
        raise ValidationError({"text": ["Say what happened."]})
    if len(text) > REPORT_MAX:
        raise ValidationError({"text": [f"Use at most {REPORT_MAX:,} characters."]})
    report, is_new = AbuseReport.objects.open().get_or_create(
        reporter=by,
        reported=mentorship.other_side(by),
        defaults={"mentorship": mentorship, "text": text, "created_at": now},
    )
    if not is_new and text not in report.text:
        report.add(text)
    return report
