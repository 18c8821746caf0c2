import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from roadmaps.models import Comment, StepProgress, Submission, TimeLog
from roadmaps.services import tracking
from roadmaps.services.step_detail import COMMENTS_SHOWN
from tests.factories.roadmaps import (
    EnrollmentFactory,
    StepFactory,
    StepPartFactory,
)

HTMX = {"HX-Request": "true", "HX-Target": "step"}


@pytest.fixture
def started(row, now):
    return tracking.start(progress=row, by=row.learner, now=now)


def act(client, row, action, **words):
    url = f"{row.get_absolute_url()}{action}/"
    return client.post(url, {"row_version": row.row_version, **words})


def state_of(row):
    return StepProgress.objects.get(pk=row.pk).state


def test_the_page_shows_map_list_and_panel(signed_in, row):
    page = signed_in.get(row.get_absolute_url()).content.decode()

    assert 'id="n1"' in page
    assert 'id="s1"' in page
    assert "What to show" in page
    assert "Shows thing 1" in page


def test_htmx_gets_the_panel_alone(signed_in, row):
    answer = signed_in.get(row.get_absolute_url(), headers=HTMX)

    assert b"<html" not in answer.content
    assert b"What to show" in answer.content
    assert "HX-Request" in answer["Vary"]


def title_of(answer):
    return re.search("<title>.+?</title>", answer.text).group()


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "public"])
def test_closing_the_panel_answers_the_title_of_the_page_alone(
    signed_in, enrollment, is_own
):
    shown = enrollment if is_own else enrollment.roadmap
    url = shown.get_absolute_url()

    assert signed_in.get(url, headers=HTMX).text == title_of(signed_in.get(url))


def test_a_followed_roadmap_has_a_title_unlike_its_role_and_the_public_one(
    signed_in, enrollment
):
    roadmap = enrollment.roadmap
    roadmap.title = roadmap.role.title
    roadmap.save()
    pages = [enrollment, roadmap, roadmap.role]

    titles = {title_of(signed_in.get(one.get_absolute_url())) for one in pages}

    assert len(titles) == len(pages)


def test_a_mentor_reads_whose_roadmap_it_is_in_the_title(client, mentorship, row):
    client.force_login(mentorship.mentor)

    panel = client.get(row.get_absolute_url(), headers=HTMX)

    assert "Amara Osei" in title_of(panel)


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "public"])
def test_a_panel_has_the_title_of_its_page(signed_in, row, is_own):
    roadmap = row.enrollment.roadmap.get_absolute_url()
    url = row.get_absolute_url() if is_own else f"{roadmap}steps/python/"

    panel, page = signed_in.get(url, headers=HTMX), signed_in.get(url)

    assert title_of(panel) == title_of(page)


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "public"])
def test_opening_the_open_step_again_adds_nothing_to_the_history(
    signed_in, row, is_own
):
    roadmap = row.enrollment.roadmap.get_absolute_url()
    url = row.get_absolute_url() if is_own else f"{roadmap}steps/python/"
    at = {**HTMX, "HX-Current-URL": f"http://testserver{url}"}
    beside = {**HTMX, "HX-Current-URL": f"http://testserver{roadmap}"}

    assert signed_in.get(url, headers=at)["HX-Push-Url"] == "false"
    assert "HX-Push-Url" not in signed_in.get(url, headers=beside)
    assert "HX-Push-Url" not in signed_in.get(url)


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "public"])
def test_a_panel_is_shown_whatever_page_is_named(signed_in, row, is_own):
    roadmap = row.enrollment.roadmap.get_absolute_url()
    url = row.get_absolute_url() if is_own else f"{roadmap}steps/python/"
    nowhere = {**HTMX, "HX-Current-URL": "http://["}

    answer = signed_in.get(url, headers=nowhere)

    assert answer.status_code == 200
    assert "HX-Push-Url" not in answer


def test_the_open_step_and_its_lines_are_marked(signed_in, row):
    page = signed_in.get(row.get_absolute_url()).text

    assert re.search(r'<a class="node [^"]*is-selected" id="n1"', page)
    assert '<g class="map-edge is-selected" data-ends="n1 n2">' in page


@pytest.mark.parametrize(
    ("action", "words", "state"),
    [
        ("start", {}, "in_progress"),
        ("waive", {"ground": "Years of it"}, "waived"),
        ("ask-help", {"is_wanted": "on"}, "not_started"),
    ],
)
def test_an_action_without_javascript_redirects_back(
    signed_in, row, action, words, state
):
    answer = act(signed_in, row, action, **words)

    assert answer.status_code == 302
    assert answer["Location"] == row.get_absolute_url()
    assert state_of(row) == state


@pytest.mark.parametrize(
    ("action", "words", "state"),
    [
        ("pause", {}, "not_started"),
        ("finish", {}, "done"),
        ("submit", {"text": "I built it."}, "submitted"),
    ],
)
def test_what_is_in_progress_can_be_put_aside_finished_or_sent(
    signed_in, started, action, words, state
):
    act(signed_in, started, action, **words)

    assert state_of(started) == state


@pytest.mark.parametrize(
    ("first", "action", "state"),
    [
        ("finish", "reopen", "in_progress"),
        ("submit", "take-back", "in_progress"),
        ("waive", "unwaive", "not_started"),
    ],
)
def test_what_was_done_can_be_taken_back(signed_in, started, first, action, state):
    act(signed_in, started, first, text="I built it.", ground="Years of it")
    started.refresh_from_db()

    act(signed_in, started, action)

    assert state_of(started) == state


def test_an_optional_step_is_skipped_and_brought_back(signed_in, enrollment):
    extras = enrollment.step_progress.get(step_key="extras")
    act(signed_in, extras, "skip", reason="Did it at work")
    assert state_of(extras) == "skipped"

    extras.refresh_from_db()
    act(signed_in, extras, "bring-back")

    assert state_of(extras) == "not_started"


def test_after_an_action_the_page_says_so_and_offers_undo(signed_in, row):
    undo = f'{row.get_absolute_url()}undo/"'.encode()
    answer = signed_in.post(
        f"{row.get_absolute_url()}start/", {"row_version": 1}, follow=True
    )
    again = signed_in.get(row.get_absolute_url()).content

    assert b"Step 1 is in progress." in answer.content
    assert undo in answer.content
    assert b"Step 1 is in progress." not in again
    assert undo in again


def test_undo_by_form_puts_the_step_back(signed_in, row):
    act(signed_in, row, "start")
    row.refresh_from_db()

    act(signed_in, row, "undo")

    assert state_of(row) == "not_started"


def test_htmx_gets_panel_board_bar_and_message_at_once(signed_in, row):
    answer = signed_in.post(f"{row.get_absolute_url()}start/", headers=HTMX)

    page = answer.content.decode()
    assert answer.status_code == 200
    for part in ("messages", "roadmap-progress", "board-inner"):
        assert f'id="{part}"' in page
    assert "hx-swap-oob" in page


@pytest.mark.parametrize(
    ("before", "chosen", "shown"),
    [("list", "map", "board-inner shows-map"), ("map", "list", "board-inner")],
)
def test_an_action_answers_in_the_view_that_was_chosen_at_the_step(
    signed_in, row, before, chosen, shown
):
    signed_in.cookies["roadmap_view"] = before
    signed_in.get(row.get_absolute_url(), {"view": chosen})

    page = signed_in.post(f"{row.get_absolute_url()}start/", headers=HTMX).text

    assert f'<div class="{shown}" id="board-inner" hx-swap-oob="true">' in page
    assert ('<svg class="map"' in page) == (chosen == "map")


def test_a_locked_step_answers_409_and_says_what_comes_first(signed_in, enrollment):
    git = enrollment.step_progress.get(step_key="git")

    answer = act(signed_in, git, "start")

    assert answer.status_code == 409
    assert b"First comes: 1 Python." in answer.content
    assert state_of(git) == "not_started"


def test_start_anyway_starts_a_locked_step(signed_in, enrollment):
    git = enrollment.step_progress.get(step_key="git")

    act(signed_in, git, "start", override="on")

    assert state_of(git) == "in_progress"


def test_skipping_a_required_step_answers_409(signed_in, row):
    assert act(signed_in, row, "skip", reason="No time").status_code == 409


def test_marking_done_what_a_mentor_reviews_answers_409(
    signed_in, started, mentorship, first_step
):
    first_step.needs_review = True
    first_step.save()

    answer = act(signed_in, started, "finish")

    assert answer.status_code == 409
    assert b"Send it for review instead" in answer.content


def test_a_second_tab_gets_409_and_keeps_what_was_typed(signed_in, started, now):
    tracking.pause(progress=started, by=started.learner, now=now)
    tracking.start(progress=started, by=started.learner, now=now)

    answer = act(signed_in, started, "submit", text="Long and thoughtful text")

    assert answer.status_code == 409
    assert b"changed in the meantime" in answer.content
    assert b"Long and thoughtful text" in answer.content


TYPED = {
    "submit": {
        "text": "Long and thoughtful text",
        "links": "https://example.org/mine",
        "question": "Is the mask right?",
    },
    "skip": {"reason": "Did it at work"},
    "waive": {"ground": "Years of it"},
}


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["whole page", "panel"])
@pytest.mark.parametrize("action", list(TYPED))
def test_words_that_the_step_has_no_place_for_any_more_are_shown_to_copy(
    signed_in, enrollment, now, action, headers
):
    row = enrollment.step_progress.get(step_key="extras")
    url, words = row.get_absolute_url(), TYPED[action]
    row = tracking.start(progress=row, by=row.learner, now=now)
    tracking.finish(progress=row, by=row.learner, now=now)

    answer = signed_in.post(f"{url}{action}/", words, headers=headers)

    assert answer.status_code == 409
    assert all(word in answer.text for word in words.values())
    assert "Copy what you need" in answer.text
    assert "What you typed is still here" not in answer.text


def test_words_too_long_for_a_form_that_is_gone_are_shown_too(signed_in, started):
    act(signed_in, started, "finish")

    answer = act(signed_in, started, "submit", text="Long", question="x" * 281)

    assert answer.status_code == 422
    assert all(word in answer.text for word in (">Long<", "x" * 281))


@pytest.mark.parametrize("action", ["skip", "waive"])
def test_the_menu_is_open_where_its_words_were_refused(signed_in, enrollment, action):
    extras = enrollment.step_progress.get(step_key="extras")

    answer = act(signed_in, extras, action, **TYPED[action], row_version=99)

    assert answer.status_code == 409
    assert re.search('<details class="status-menu popup" open>', answer.text)
    assert f'value="{next(iter(TYPED[action].values()))}"' in answer.text
    assert "What you typed is still here" in answer.text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({}, b"Say what you did, or add a link."),
        ({"text": "typed", "links": "nonsense"}, b"is not a web address"),
        ({"text": "typed" * 2001}, b"at most 10000 characters"),
        ({"links": "https://example.org/\n" * 11}, b"Add at most 10 links."),
    ],
)
def test_evidence_with_errors_answers_422_and_keeps_the_words(
    signed_in, started, words, message
):
    answer = act(signed_in, started, "submit", **words)

    assert answer.status_code == 422
    assert message in answer.content
    assert b"There is a problem" in answer.content
    assert b"<title>Error: " in answer.content
    assert Submission.objects.count() == 0


def test_skipping_without_a_reason_answers_422(signed_in, enrollment):
    extras = enrollment.step_progress.get(step_key="extras")

    answer = act(signed_in, extras, "skip", reason=" ")

    assert answer.status_code == 422
    assert b"Say in a few words" in answer.content


def test_evidence_starts_from_what_was_sent_last(signed_in, started, now):
    tracking.submit(progress=started, by=started.learner, now=now, text="My words")
    tracking.take_back(progress=started, by=started.learner, now=now)

    page = signed_in.get(started.get_absolute_url()).content

    assert b"My words</textarea>" in page


def test_a_comment_is_posted_under_the_writers_name(signed_in, row):
    act(signed_in, row, "comment", text="Is one alert enough?")

    comment = Comment.objects.get()
    assert (comment.author_name, comment.text) == ("Amara Osei", "Is one alert enough?")


FOCUSED = r"<(?:h2|textarea|div)[^>]*\sautofocus[^>]*>"


def test_who_posts_a_comment_goes_on_in_its_field(signed_in, row):
    url = f"{row.get_absolute_url()}comment/"

    page = signed_in.post(url, {"text": "Which book?"}, headers=HTMX).text

    [focused] = re.findall(FOCUSED, page)
    assert focused.startswith('<textarea name="text"')
    assert 'id="comment-python_text"' in focused


@pytest.mark.parametrize(
    ("action", "words", "button"),
    [
        ("note", {"text": "Read chapter 2."}, "keep-note"),
        ("log-time", {"hours": "1.5"}, "save-time"),
    ],
)
def test_the_focus_stays_on_the_button_that_was_pressed(
    signed_in, row, action, words, button
):
    url = f"{row.get_absolute_url()}{action}/"

    page = signed_in.post(url, words, headers=HTMX).text

    assert not re.findall(FOCUSED, page)
    assert page.count(f'id="{button}"') == 1  # htmx goes back to what has an id


def test_the_panel_shows_the_newest_comments_and_a_page_shows_all(signed_in, row):
    Comment.objects.bulk_create(
        Comment(progress=row, author=row.learner, author_name="A", text=f"Word {n}.")
        for n in range(COMMENTS_SHOWN + 1)
    )
    every = f"{row.get_absolute_url()}comments/"

    panel = signed_in.get(row.get_absolute_url()).content.decode()
    newest = signed_in.get(every).content.decode()
    oldest = signed_in.get(every, {"page": 2}).content.decode()

    assert f'href="{every}"' in panel
    assert "Word 0." not in panel
    assert panel.index("Word 1.") < panel.index(f"Word {COMMENTS_SHOWN}.")
    assert newest.index(f"Word {COMMENTS_SHOWN}.") < newest.index("Word 1.")
    assert "Word 0." in oldest
    assert oldest.count('class="typed"') == 1


def test_few_comments_need_no_page_of_their_own(signed_in, row):
    act(signed_in, row, "comment", text="Is one alert enough?")

    assert "comments/" not in signed_in.get(row.get_absolute_url()).content.decode()


def test_a_step_without_comments_says_where_to_begin(signed_in, row):
    page = signed_in.get(f"{row.get_absolute_url()}comments/").content.decode()

    assert "No comments yet" in page
    assert f'href="{row.get_absolute_url()}"' in page


def test_an_empty_comment_answers_422(signed_in, row):
    assert act(signed_in, row, "comment", text="").status_code == 422


def test_hours_are_logged_in_minutes_on_the_learners_day(signed_in, row):
    act(signed_in, row, "log-time", hours="1.5")

    assert TimeLog.objects.get().minutes == 90


@pytest.mark.parametrize("hours", ["", "0", "-1", "25", "NaN", "1e999", "two"])
def test_hours_that_do_not_fit_a_day_answer_422(signed_in, row, hours):
    answer = act(signed_in, row, "log-time", hours=hours)

    assert answer.status_code == 422
    assert f'href="#time-{row.step_key}_hours"' in answer.text
    assert TimeLog.objects.count() == 0


def test_a_day_to_come_answers_422(signed_in, row):
    answer = act(signed_in, row, "log-time", hours="1", on="2999-01-01")

    assert answer.status_code == 422
    assert b"still to come" in answer.content


def test_a_part_is_ticked_and_unticked(signed_in, started, first_step):
    StepPartFactory(step=first_step, key="one")

    act(signed_in, started, "tick-part", key="one", is_ticked="on")
    assert started.part_ticks.count() == 1

    act(signed_in, started, "tick-part", key="one")
    assert started.part_ticks.count() == 0


@pytest.mark.parametrize("key", ["unknown", "", "no slug!"])
def test_a_part_that_is_none_answers_422(signed_in, started, key):
    answer = act(signed_in, started, "tick-part", key=key, is_ticked="on")

    assert answer.status_code == 422


def test_an_unknown_action_answers_404(signed_in, row):
    assert act(signed_in, row, "explode").status_code == 404


def test_approving_oneself_is_no_action(signed_in, started):
    assert act(signed_in, started, "approve").status_code == 404


def test_a_step_of_somebody_else_answers_404(client, other_learner, row):
    client.force_login(other_learner)

    assert client.get(row.get_absolute_url()).status_code == 404
    assert act(client, row, "start").status_code == 404
    assert act(client, row, "comment", text="Hi").status_code == 404
    assert state_of(row) == "not_started"


def test_a_mentor_reads_and_comments_but_does_not_act(client, mentorship, row):
    client.force_login(mentorship.mentor)

    page = client.get(row.get_absolute_url())
    assert b"You are looking at the roadmap of Amara Osei" in page.content
    assert b"start/" not in page.content
    assert act(client, row, "comment", text="Well done").status_code == 302
    assert act(client, row, "start").status_code == 404


def test_a_mentor_is_told_in_words_what_is_done_and_read(
    client, mentorship, started, first_step, now
):
    for key in ("read", "try"):
        StepPartFactory(step=first_step, key=key, title=f"To {key}", hours=2)
    tracking.tick_part(
        progress=started, part_key="read", is_ticked=True, by=started.learner, now=now
    )
    client.force_login(mentorship.mentor)

    said = strip_tags(client.get(started.get_absolute_url()).text)
    page = " ".join(said.split())

    assert "Not done: To try" in page
    assert re.search(r"(?<!Not )done: To read", page)


def test_a_mentorship_that_ended_answers_404(client, mentorship, row, now):
    mentorship.ended_at, mentorship.ended_by_id = now, row.learner_id
    mentorship.save()
    client.force_login(mentorship.mentor)

    assert client.get(row.get_absolute_url()).status_code == 404


def test_a_visitor_signs_in_first(client, row):
    answer = client.get(row.get_absolute_url())

    assert answer.status_code == 302
    assert reverse("account_login") in answer["Location"]


def test_get_changes_nothing(signed_in, row):
    assert signed_in.get(f"{row.get_absolute_url()}start/").status_code == 405
    assert state_of(row) == "not_started"


def test_the_page_is_private(signed_in, row):
    assert "no-store" in signed_in.get(row.get_absolute_url())["Cache-Control"]


def test_without_a_mentor_a_step_to_review_can_be_marked_done(
    signed_in, started, first_step
):
    first_step.needs_review = True
    first_step.save()

    page = signed_in.get(started.get_absolute_url()).content

    assert b"Mark done" in page
    assert b"Invite a mentor" in page


def test_with_a_mentor_the_main_action_is_sending(
    signed_in, started, mentorship, first_step
):
    first_step.needs_review = True
    first_step.save()

    page = signed_in.get(started.get_absolute_url()).content

    assert b"Mark done" not in page
    assert b'form="evidence-form">Send for review' in page


def test_nothing_typed_is_executed(signed_in, started, now):
    tracking.submit(
        progress=started, by=started.learner, now=now, text="<script>alert(1)</script>"
    )

    page = signed_in.get(started.get_absolute_url()).content

    assert b"<script>alert(1)" not in page


def test_a_step_without_resources_says_where_to_suggest_one(signed_in, client, row):
    public = f"/roadmaps/{row.enrollment.roadmap.slug}/steps/python/"
    suggest = f'href="/report/?about={public}">Suggest one'

    own = signed_in.get(row.get_absolute_url()).text
    client.logout()

    assert suggest in own
    assert suggest in client.get(public).text


def test_what_a_step_needs_is_told_where_nothing_else_is(client, db):
    step = StepFactory(device="computer", cost_note="About $20")

    page = client.get(f"/roadmaps/{step.version.roadmap.slug}/steps/{step.key}/").text

    assert "<dt>Needs</dt>" in page
    assert "About $20" in page


def test_an_answer_dates_the_plan_as_its_page_does_where_roadmaps_share_the_hours(
    signed_in, row
):
    EnrollmentFactory(learner=row.learner, share=3)

    answer = signed_in.post(
        f"{row.get_absolute_url()}start/",
        {"row_version": row.row_version},
        headers=HTMX,
    )
    page = signed_in.get(row.get_absolute_url())

    assert answer.context["pacing"].hours_per_week == 2
    assert answer.context["pacing"] == page.context["pacing"]
