"""What is typed at a step saves itself; two tabs never write over each other."""

import pytest
from django.test import Client

from roadmaps.models import Note, StepDraft
from roadmaps.services import tracking

HTMX = {"HX-Request": "true"}
JSON = {"content_type": "application/json"}


@pytest.fixture
def started(client, row, learner, now):
    client.force_login(learner)
    return tracking.start(progress=row, by=learner, now=now)


def save(client, row, kind, version=0, **words):
    return client.post(
        f"{row.get_absolute_url()}draft/{kind}/",
        {"draft_version": version, **words},
        headers=HTMX,
    )


def stored(kind):
    return StepDraft.objects.get(kind=kind)


def test_what_was_typed_stands_in_the_form_again_until_it_is_sent(client, started):
    page = started.get_absolute_url()
    answer = save(client, started, "submit", text="Half a", links="not yet an address")
    save(client, started, "note", text="Half a note")
    typed = client.get(page).content.decode()
    version = stored("note").row_version
    client.post(f"{page}note/", {"text": "A whole note", "draft_version": version})

    assert "Draft saved" in answer.content.decode()
    assert 'hx-swap-oob="true"' in answer.content.decode()
    assert all(words in typed for words in ("Half a<", "not yet an address"))
    assert "Half a note" not in client.get(page).content.decode()
    assert (stored("note").words, Note.objects.get().text) == ({}, "A whole note")


def test_without_script_each_form_has_a_button_that_keeps_a_draft(client, started):
    page = started.get_absolute_url()
    shown = client.get(page).content.decode()
    client.post(f"{page}draft/comment/", {"text": "Half", "draft_version": 0})

    buttons = [f'formaction="{page}draft/{kind}/"' for kind in ("comment", "note")]
    assert all(button in shown for button in buttons)
    assert "Half" in client.get(page).content.decode()


def test_a_second_tab_is_told_and_writes_over_only_by_choice(client, started):
    save(client, started, "comment", text="First tab")
    told = save(client, started, "comment", text="Second tab")
    same = save(client, started, "comment", text="First tab")
    kept = stored("comment").words
    over = save(client, started, "comment", draft_over=2, text="Second tab")

    assert (told.status_code, same.status_code, over.status_code) == (409, 200, 200)
    assert "First tab" in told.content.decode()
    assert kept == {"text": "First tab"}
    assert stored("comment").words == {"text": "Second tab"}
    assert "autofocus" in over.content.decode()  # the button pressed for it is gone
    assert "autofocus" not in same.content.decode()


def test_sending_from_one_tab_leaves_what_another_kept_since(client, started):
    page = started.get_absolute_url()
    save(client, started, "note", text="From the other tab")
    client.post(f"{page}note/", {"text": "Sent from here", "draft_version": "0"})
    late = save(client, started, "note", version=1, text="Typed on the old page")

    assert late.status_code == 409
    assert stored("note").words == {"text": "From the other tab"}
    assert Note.objects.get().text == "Sent from here"


def test_without_a_script_the_button_keeps_and_refuses_on_the_whole_page(
    client, started
):
    page = started.get_absolute_url()
    words = {"text": "By button", "question": "?"}
    kept = client.post(f"{page}draft/submit/", words)
    told = client.post(f"{page}draft/submit/", {**words, "text": "Another tab"})
    long = client.post(f"{page}draft/submit/", {"question": "x" * 281})

    assert (kept.status_code, kept["Location"]) == (302, page)
    assert (told.status_code, long.status_code) == (409, 422)
    assert all(one in told.content.decode() for one in ("By button", "Another tab"))
    assert "x" * 281 in long.content.decode()


@pytest.mark.parametrize(
    "sent",
    [
        {"text": "x" * 4001},
        {"draft_version": "9" * 30},
        {"draft_over": "x"},
    ],
)
def test_a_draft_that_cannot_be_kept_says_so_beside_the_field(client, started, sent):
    answer = client.post(f"{started.get_absolute_url()}draft/note/", sent, headers=HTMX)

    assert answer.status_code == 422
    assert "Not saved" in answer.content.decode()


def test_a_draft_is_its_writers_alone(client, started, mentorship, mentor):
    save(client, started, "comment", text="Only mine")
    client.force_login(mentor)
    page = client.get(started.get_absolute_url()).content.decode()
    own = save(client, started, "comment", text="The mentor types")
    closed = [save(client, started, kind).status_code for kind in ("note", "submit")]
    unknown = save(client, started, "other").status_code

    assert "Only mine" not in page
    assert (own.status_code, [*closed, unknown]) == (200, [404, 404, 404])
    assert StepDraft.objects.filter(kind="comment").count() == 2


def test_a_note_saves_itself_and_two_tabs_keep_both_texts(client, started, now):
    note = tracking.add_note(
        progress=started, text="As it was", by=started.learner, now=now
    )
    edit = f"{started.enrollment.get_absolute_url()}notes/{note.pk}/"
    first = {"text": "First tab", "row_version": 1}
    second = {"text": "Second tab", "row_version": 1}
    kept = client.post(edit, first, headers=HTMX)
    told = client.post(edit, second)
    beside = client.post(edit, second, headers=HTMX)
    note.refresh_from_db()

    assert "Saved" in kept.content.decode()
    assert 'value="2" hx-swap-oob="true"' in kept.content.decode()
    assert (told.status_code, beside.status_code, note.text) == (409, 409, "First tab")
    assert "Second tab" in told.content.decode()
    assert "First tab" in beside.content.decode()


def test_a_program_changes_a_note_that_it_has_read(client, started, now):
    note = tracking.add_note(
        progress=started, text="As it was", by=started.learner, now=now
    )
    url = f"/api/v1/me/enrollments/{started.enrollment_id}/notes/{note.pk}/"
    read = client.get(url).json()["row_version"]
    kept = client.patch(url, {"text": "New", "row_version": read}, **JSON)
    told = client.patch(url, {"text": "Newer", "row_version": read}, **JSON)

    assert (kept.status_code, kept.json()["row_version"]) == (200, 2)
    assert (told.status_code, told.json()["code"]) == (409, "stale_note")
    assert told.json()["text"] == "New"


def test_a_form_whose_token_is_old_gets_the_present_one(started, learner):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(learner)
    answer = save(strict, started, "note", text="Typed while signed out")

    assert answer.status_code == 403
    assert '"token"' in answer["HX-Trigger"]
