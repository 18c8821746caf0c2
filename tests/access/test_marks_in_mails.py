"""No mail brings what a learner wrote to somebody whom it is not meant for."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import transaction

from profiles.models import NoticePreference, Rhythm
from profiles.models.notice import CHOSEN_KINDS
from profiles.services import mailing
from roadmaps.services import desk_digest, limbo, review
from tests.access import table
from tests.access.test_access import UNSAFE
from tests.access.test_marks import FOR_FORMER, FOR_MENTOR, mark
from tests.access.writes import Writes
from tests.jobs import do_queued_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S15")]

# What a mail says to whom it is not the owner's own.
MAILED = {
    "mentor": FOR_MENTOR,
    "former": FOR_FORMER,
    "other@example.com": {"profiles.User.name"},
}
DAYS = (0, 1, 8, 15, 22, 29, 36)


def mails_of(act):
    """Return the mails that an act and its jobs send; what it writes is undone."""
    mail.outbox.clear()
    with transaction.atomic():
        act()
        do_queued_jobs()
        transaction.set_rollback(True)
    return list(mail.outbox)


def five_weeks(world, rhythm):
    """Let time alone go on: decisions, nudges, mornings, and digests."""
    mentor, owner = world.people["mentor"], world.people["owner"]
    for person in (mentor, owner):
        NoticePreference.objects.filter(user=person).delete()
        NoticePreference.objects.bulk_create(
            NoticePreference(user=person, kind=kind, rhythm=rhythm)
            for kind in CHOSEN_KINDS
        )
    for days in DAYS:
        now = world.now + timedelta(days=days)
        review.settle_due(now=now)
        limbo.run_clocks(now=now)
        desk_digest.tell_mornings(now=now)
        do_queued_jobs()
        for person in (mentor, owner):
            mailing.send_digest(
                user_id=person.pk, rhythm=Rhythm.DAILY, now=now + timedelta(days=1)
            )


def occasions(world):
    """Yield what makes the site write mails: its name, and the act."""
    writes = Writes(world)
    for row in table.ROWS:
        for method in sorted({*UNSAFE} & {*row.methods}):
            name = f"{row.name} {method}"
            yield name, lambda row=row, method=method: writes.send(row.name, method)
    for rhythm in (Rhythm.NOW, Rhythm.DAILY):
        name = f"five weeks, mail {rhythm.label}"
        yield name, lambda rhythm=rhythm: five_weeks(world, rhythm)


def words_of(sent):
    """Return all that a mail says, its headers and its HTML included."""
    parts = [sent.subject, sent.body, sent.extra_headers, sent.from_email]
    return f"{parts} {getattr(sent, 'alternatives', '')}".lower()


def test_no_mail_brings_a_private_text_to_somebody_else(world, figure):
    acts = list(occasions(world))
    marks = mark(world.people["owner"])
    names = {person.email: name for name, person in world.people.items()}
    do_queued_jobs()
    mails, receivers, found = 0, set(), set()

    for name, act in acts:
        for sent in mails_of(act):
            mails += 1
            text, (to,) = words_of(sent), sent.to
            actor = names.get(to, to)
            receivers.add(actor)
            found |= {
                (actor, where, name) for one, where in marks.items() if one in text
            }

    strangers = {
        (actor, where, name)
        for actor, where, name in found
        if actor != "owner" and where not in MAILED.get(actor, ())
    }
    figure(
        f"{mails} mails of {len(acts)} occasions (each route that writes, and five"
        f" weeks of clocks) to {len(receivers)} people, {len(marks)} texts marked: in"
        f" {len(found)} places one is read by whom it is meant for, {len(strangers)} by"
        " somebody else"
    )
    assert mails > 20
    assert {"owner", "mentor", "other@example.com"} <= receivers
    assert {actor for actor, _, _ in found} >= {"mentor"}
    assert strangers == set()
