"""Own words that were deleted come back with the form of the answer."""

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from careersite.common.repeats import KeptAnswer
from roadmaps.models import Note, PersonalStep, SavedReply, TimeLog
from roadmaps.services import tracking

TEXT = "First line\r\n\r\n  <b>\"second\" & 'last'</b> \N{SNOWMAN}"
SAME_PAGE = {"csrfmiddlewaretoken": "of-one-page"}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')


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


def add_own_step(row, now):
    return tracking.save_personal_step(
        step=PersonalStep(enrollment=row.enrollment, learner=row.learner),
        title="Give a talk",
        hours=Decimal(2),
        after_key="",
        text=TEXT,
        by=row.learner,
        now=now,
    )


def add_note(row, now):
    return tracking.add_note(progress=row, text=TEXT, by=row.learner, now=now)


def log_time(row, now):
    who = {"enrollment": row.enrollment, "by": row.learner, "now": now}
    return tracking.log_time(progress=row, minutes=60, on=now.date(), **who)


@pytest.mark.parametrize(
    ("place", "add"), [("notes", add_note), ("own", add_own_step), ("time", log_time)]
)
def test_a_second_click_on_delete_still_offers_the_undo(
    signed_in, row, url, place, add
):
    made = add(row, timezone.now())
    address = f"{url}{place}/{made.pk}/delete/"

    answers = [signed_in.post(address, SAME_PAGE).status_code]
    was_gone = not type(made).objects.exists()
    second = signed_in.post(address, SAME_PAGE)
    undo(signed_in, second)

    assert [*answers, second.status_code] == [200, 200]
    assert was_gone
    assert type(made).objects.exists()


def test_a_second_click_on_delete_still_offers_the_undo_of_a_reply(client, mentor):
    reply = SavedReply.objects.create(mentor=mentor, title="T", text=TEXT)
    client.force_login(mentor)
    address = reverse("roadmaps:reply_delete", args=[reply.pk])

    _, second = (client.post(address, SAME_PAGE) for _ in range(2))
    undo(client, second)

    assert second.status_code == 200
    assert SavedReply.objects.get().text == TEXT


def test_the_words_that_wait_for_an_undo_are_kept_encrypted(signed_in, row, url, now):
    note = tracking.add_note(progress=row, text="Mine alone", by=row.learner, now=now)

    signed_in.post(f"{url}notes/{note.pk}/delete/", SAME_PAGE)

    assert b"Mine alone" not in bytes(KeptAnswer.objects.get().encrypted)
