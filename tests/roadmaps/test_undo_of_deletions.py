"""Own words that were deleted come back with the form of the answer."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmaps.models import Note, PersonalStep, SavedReply, TimeLog
from roadmaps.services import tracking

TEXT = "First line\r\n\r\n  <b>\"second\" & 'last'</b> \N{SNOWMAN}"
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


@pytest.fixture
def signed_in(client, learner):
    client.force_login(learner)
    return client


@pytest.fixture
def url(enrollment):
    return enrollment.get_absolute_url()


def undo(client, answer):
    """Send the form that an answer offers, as a browser without scripts would."""
    form = re.search(
        r'<form method="post" action="([^"]+)">((?:(?!</form>).)*)Undo</button>',
        answer.text,
        re.S,
    )
    words = {name: unescape(value) for name, value in HIDDEN.findall(form[2])}
    return client.post(form[1], words)


def test_a_deleted_note_comes_back_word_for_word(signed_in, row, url, now):
    note = tracking.add_note(progress=row, text=TEXT, by=row.learner, now=now)

    answer = signed_in.post(f"{url}notes/{note.pk}/delete/")
    was_gone = not Note.objects.exists()
    undo(signed_in, answer)

    assert was_gone
    assert Note.objects.get().text == TEXT
    assert Note.objects.get().progress == row


@pytest.mark.parametrize("is_done", [True, False])
def test_a_deleted_step_of_ones_own_comes_back_as_it_was(
    signed_in, enrollment, url, now, is_done
):
    who = {"by": enrollment.learner, "now": now}
    step = tracking.save_personal_step(
        step=PersonalStep(enrollment=enrollment, learner=enrollment.learner),
        title='Read "on" & on',
        hours=Decimal("2.5"),
        after_key="python",
        text=TEXT,
        **who,
    )
    tracking.mark_personal_step(step=step, is_done=is_done, **who)

    answer = signed_in.post(f"{url}own/{step.pk}/delete/")
    was_gone = not PersonalStep.objects.exists()
    undo(signed_in, answer)

    back = PersonalStep.objects.get()
    assert was_gone
    assert (back.title, back.text, back.after_key) == (step.title, TEXT, "python")
    assert (back.hours, back.is_done) == (step.hours, is_done)


@pytest.mark.parametrize("minutes", [1, 50, 75, 1440])
@pytest.mark.parametrize("has_step", [True, False])
def test_deleted_time_comes_back_on_its_day(
    signed_in, enrollment, row, url, minutes, has_step
):
    now = timezone.now()
    day = now.date() - timedelta(days=3)
    log = tracking.log_time(
        enrollment=enrollment,
        progress=row if has_step else None,
        minutes=minutes,
        on=day,
        by=enrollment.learner,
        now=now,
    )

    answer = signed_in.post(f"{url}time/{log.pk}/delete/")
    was_gone = not TimeLog.objects.exists()
    undo(signed_in, answer)

    back = TimeLog.objects.get()
    assert was_gone
    assert (back.minutes, back.on) == (minutes, day)
    assert back.progress == (row if has_step else None)


def test_a_deleted_reply_comes_back(client, mentor):
    reply = SavedReply.objects.create(mentor=mentor, title='A "T"', text=TEXT)
    client.force_login(mentor)

    answer = client.post(reverse("roadmaps:reply_delete", args=[reply.pk]))
    was_gone = not SavedReply.objects.exists()
    undo(client, answer)

    back = SavedReply.objects.get()
    assert was_gone
    assert (back.title, back.text, back.mentor) == ('A "T"', TEXT, mentor)


def test_undo_twice_brings_one_back(signed_in, row, url, now):
    note = tracking.add_note(progress=row, text=TEXT, by=row.learner, now=now)
    answer = signed_in.post(f"{url}notes/{note.pk}/delete/")

    undo(signed_in, answer)
    undo(signed_in, answer)

    assert Note.objects.count() == 1


def test_the_form_holds_a_token_and_the_session_nothing(signed_in, row, url, now):
    note = tracking.add_note(progress=row, text="Mine alone", by=row.learner, now=now)

    answer = signed_in.post(f"{url}notes/{note.pk}/delete/")

    assert 'name="csrfmiddlewaretoken"' in answer.text.split("Mine alone")[0]
    assert "Mine alone" not in str(dict(signed_in.session))
    assert set(answer.cookies) <= {"csrftoken"}


def test_what_is_gone_is_not_found_again(signed_in, row, url, now):
    note = tracking.add_note(progress=row, text="Once", by=row.learner, now=now)
    address = f"{url}notes/{note.pk}/delete/"
    signed_in.post(address)

    assert signed_in.post(address).status_code == 404
