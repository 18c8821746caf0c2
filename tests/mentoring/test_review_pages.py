"""The page of one round: reading, drafting, deciding, undoing."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from profiles.models import HeldSkill
from roadmaps.models import Review, Submission
from roadmaps.services import partings, review, tracking
from roadmaps.services.review import Draft

DESK = "/mentor/"


def url(name, submission):
    return reverse(f"roadmaps:{name}", args=[submission.pk])


def form(**more):
    return {
        "verdict-criterion-1": "met",
        "verdict-criterion-2": "met",
        "message": "Good.",
        **more,
    }


def test_the_review_page_shows_the_round(at_desk, submission):
    page = at_desk.get(submission.get_absolute_url()).content.decode()

    assert "I built it." in page
    assert "https://example.org/work" in page
    assert "Shows thing 1" in page
    assert page.count('type="radio"') == 2 * 2 + 6


def test_looking_at_a_round_changes_nothing(at_desk, submission):
    at_desk.get(submission.get_absolute_url())

    assert not Review.objects.exists()


def test_the_draft_saves_itself_and_unlocks_the_decision(at_desk, submission):
    answer = at_desk.post(
        url("review_draft", submission), form(), headers={"HX-Request": "true"}
    )

    shown = answer.content.decode()
    assert "Draft saved" in shown
    assert "2 of 2 criteria met" in shown
    assert Review.objects.get().message == "Good."


def test_the_draft_saves_by_a_button_too(at_desk, submission):
    answer = at_desk.post(url("review_draft", submission), form())

    assert answer["Location"] == submission.get_absolute_url()
    assert "Good." in at_desk.get(answer["Location"]).content.decode()


HTMX = {"HX-Request": "true"}


def version_in(answer):
    return re.search(r'name="draft_version" value="(\w+)"', answer.text)[1]


@pytest.fixture
def opened(at_desk, submission):
    """Return the version which two tabs read before either of them wrote."""
    return version_in(at_desk.get(submission.get_absolute_url()))


@pytest.mark.parametrize(
    "words",
    [
        {"message": "G"},
        {"verdict-criterion-2": "change", "text-criterion-2": "Say why."},
        {"approval_reason": "Close enough."},
        {"private_note": "Shy."},
        {"verdict-criterion-1": ""},
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}], ids=["beside", "whole page"])
@pytest.mark.parametrize("name", ["review_draft", "review_decide"])
def test_an_older_tab_does_not_write_over_the_draft_of_another(
    at_desk, submission, opened, words, headers, name
):
    first = {"message": "Written on the desktop.", "draft_version": opened}
    at_desk.post(url("review_draft", submission), form(**first), headers=HTMX)
    second = form(draft_version=opened, decision="approve", **words)
    told = at_desk.post(url(name, submission), second, headers=headers)

    kept = Review.objects.get()
    assert told.status_code == 409
    assert (kept.message, kept.status) == ("Written on the desktop.", "draft")
    assert kept.verdicts.filter(verdict="met").count() == 2
    assert "Written on the desktop." in told.text
    assert "Keep what I typed" in told.text
    assert "Draft saved" not in told.text
    if not headers:
        assert all(word in told.text for word in words.values())


def test_levels_of_another_tab_are_not_written_over_either(at_desk, submission, opened):
    slug = submission.taught[0]["skill"]
    draft = url("review_draft", submission)
    at_desk.post(draft, form(draft_version=opened, **{f"level-{slug}": "5"}))
    told = at_desk.post(draft, form(draft_version=opened, **{f"level-{slug}": "2"}))

    assert told.status_code == 409
    assert "at level 5" in told.text
    assert Review.objects.get().confirmations.get().level == 5


def test_one_writes_over_another_tab_by_choice_and_types_on(
    at_desk, submission, opened
):
    draft = url("review_draft", submission)
    first = form(draft_version=opened, message="First tab")
    at_desk.post(draft, first, headers=HTMX)
    second = form(draft_version=opened, message="Second tab")
    told = at_desk.post(draft, second, headers=HTMX)
    over = re.search(r'name="draft_over" value="(\w+)"', told.text)[1]
    kept = at_desk.post(draft, {**second, "draft_over": over}, headers=HTMX)
    more = {"draft_version": version_in(kept), "message": "Second tab, and more"}
    later = at_desk.post(draft, form(**more), headers=HTMX)

    assert [told.status_code, kept.status_code, later.status_code] == [409, 200, 200]
    assert "autofocus" in kept.text  # the button pressed for it is gone
    assert Review.objects.get().message == "Second tab, and more"


def test_the_same_words_from_two_tabs_are_no_conflict(at_desk, submission, opened):
    draft = url("review_draft", submission)
    answers = [
        at_desk.post(draft, form(draft_version=opened), headers=HTMX) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_neither_the_start_nor_an_undone_decision_makes_a_page_old(
    at_desk, submission, opened, mentor, now
):
    review.start_review(submission=submission, by=mentor, now=now)
    slug = submission.taught[0]["skill"]
    words = form(decision="approve", **{f"level-{slug}": "3"})
    decide = url("review_decide", submission)
    at_desk.post(decide, {**words, "draft_version": opened})
    read = version_in(at_desk.post(url("review_undo", submission), follow=True))
    again = at_desk.post(decide, {**words, "draft_version": read})

    assert again.status_code == 302
    assert Review.objects.get().status == "decided"


def test_a_decision_refused_for_its_words_can_be_mended_on_the_page(
    at_desk, submission, opened
):
    decide = url("review_decide", submission)
    words = form(draft_version=opened, decision="changes")
    refused = at_desk.post(decide, words)
    mended = {"verdict-criterion-2": "change", "text-criterion-2": "Say why."}
    again = {**words, **mended, "draft_version": version_in(refused)}

    assert refused.status_code == 422
    assert at_desk.post(decide, again).status_code == 302


def test_a_note_typed_before_somebody_decided_in_another_tab_is_not_lost(
    at_desk, submission, opened
):
    words = form(draft_version=opened, private_note="Noted there.")
    at_desk.post(url("review_decide", submission), {**words, "decision": "approve"})
    late = form(draft_version=opened, private_note="Noted here.")
    told = at_desk.post(url("review_draft", submission), late)

    assert told.status_code == 409
    assert Review.objects.get().private_note == "Noted there."
    assert all(note in told.text for note in ("Noted there.", "Noted here."))


def test_a_draft_too_long_says_so_at_its_field(at_desk, submission):
    answer = at_desk.post(
        url("review_draft", submission), form(approval_reason="x" * 281)
    )

    assert answer.status_code == 422
    assert b"error-summary" in answer.content


def test_approving_by_the_form_confirms_the_chosen_level(at_desk, submission, learner):
    slug = submission.taught[0]["skill"]

    at_desk.post(
        url("review_decide", submission),
        form(decision="approve", **{f"level-{slug}": "4"}),
    )
    at_desk.post(url("review_send", submission))

    assert HeldSkill.objects.get(user=learner).verified_level == 4


def test_a_skill_is_confirmed_to_a_day_and_shown_with_it(
    client, at_desk, submission, learner
):
    slug, until = submission.taught[0]["skill"], timezone.now() + timedelta(days=90)
    day = until.date().isoformat()
    words = form(**{f"level-{slug}": "4", f"until-{slug}": day})

    at_desk.post(url("review_draft", submission), words)
    page = at_desk.get(submission.get_absolute_url()).content.decode()
    at_desk.post(url("review_decide", submission), {**words, "decision": "approve"})
    at_desk.post(url("review_send", submission))
    client.force_login(learner)

    assert f'value="{day}"' in page
    shown = client.get(f"/me/skills/{slug}/").content.decode()
    assert f"until {date_format(until.date(), 'j M Y')}" in shown


def test_a_day_in_the_past_is_an_error_at_its_field(at_desk, submission):
    slug = submission.taught[0]["skill"]
    words = {f"level-{slug}": "4", f"until-{slug}": "2020-01-01"}

    answer = at_desk.post(
        url("review_decide", submission), form(decision="approve", **words)
    )

    assert answer.status_code == 422
    assert f'href="#id_until-{slug}"' in answer.content.decode()
    assert "This day is already past." in answer.content.decode()


def test_after_deciding_the_page_offers_undo(at_desk, submission):
    answer = at_desk.post(
        url("review_decide", submission), form(decision="approve"), follow=True
    )

    assert "You approved this." in answer.content.decode()
    at_desk.post(url("review_undo", submission))
    assert Review.objects.get().status == "draft"


def test_a_decision_that_the_draft_does_not_bear_is_explained(at_desk, submission):
    answer = at_desk.post(url("review_decide", submission), form(decision="changes"))

    assert answer.status_code == 422
    assert "Mark at least one criterion as Change." in answer.content.decode()
    assert Review.objects.get().message == "Good."


def test_a_change_without_words_is_an_error_at_its_field(at_desk, submission):
    wish = form(decision="changes", **{"verdict-criterion-2": "change"})

    answer = at_desk.post(url("review_decide", submission), wish)

    assert answer.status_code == 422
    assert 'href="#id_text-criterion-2"' in answer.content.decode()


@pytest.mark.parametrize("decision", ["", "later"])
def test_an_unknown_decision_is_refused(at_desk, submission, decision):
    answer = at_desk.post(url("review_decide", submission), form(decision=decision))

    assert answer.status_code == 422


def test_a_round_taken_back_answers_409_and_keeps_the_draft(
    at_desk, submission, row, learner, now
):
    tracking.take_back(progress=row, by=learner, now=now)

    answer = at_desk.post(url("review_decide", submission), form(decision="approve"))

    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "has this round back" in shown
    assert "Good." in shown


def take_back(row, submission, second_mentor, now):
    tracking.take_back(progress=row, by=row.learner, now=now)


def send_anew(row, submission, second_mentor, now):
    take_back(row, submission, second_mentor, now)
    tracking.submit(progress=row, text="Better.", by=row.learner, now=now)


def answer_by_another(row, submission, second_mentor, now):
    who = {"submission": submission, "by": second_mentor, "now": now}
    review.save_draft(draft=Draft(verdicts={"criterion-1": ("change", "No.")}), **who)
    review.decide(decision="changes", **who)
    review.send_now(**who)


@pytest.mark.parametrize("close", [take_back, send_anew, answer_by_another])
def test_all_of_a_draft_can_be_read_when_its_round_needs_no_answer_any_more(
    at_desk, submission, row, second_mentor, now, close
):
    slug = submission.taught[0]["skill"]
    words = {
        "message": "Nearly there.",
        "approval_reason": "The mask is minor.",
        "verdict-criterion-2": "change",
        "text-criterion-2": "Say why the mask matters.",
        f"level-{slug}": "5",
    }
    at_desk.post(url("review_draft", submission), form(**words))
    close(row, submission, second_mentor, now)

    page = at_desk.get(submission.get_absolute_url()).text
    draft = page.partition("Your draft")[2]

    assert "<form" not in draft.partition("</aside>")[0]
    assert all(word in draft for word in list(words.values())[:2])
    assert "Shows thing 1: <strong>Met</strong>" in draft
    assert "Shows thing 2: <strong>Change</strong><br>Say why the mask" in draft
    assert "at level 5" in draft


def test_a_review_only_begun_shows_no_draft_afterwards(
    at_desk, submission, row, second_mentor, mentor, now
):
    review.start_review(submission=submission, by=mentor, now=now)
    take_back(row, submission, second_mentor, now)

    assert "Your draft" not in at_desk.get(submission.get_absolute_url()).text


def test_a_newer_round_answers_409_and_leads_to_it(
    at_desk, submission, row, learner, now
):
    tracking.take_back(progress=row, by=learner, now=now)
    tracking.submit(progress=row, text="Better.", by=learner, now=now)

    answer = at_desk.post(url("review_decide", submission), form(decision="approve"))

    newest = Submission.objects.get(round=2)
    assert answer.status_code == 409
    assert newest.get_absolute_url() in answer.content.decode()


def test_undo_too_late_answers_409(at_desk, submission, mentor, now):
    at_desk.post(url("review_decide", submission), form(decision="approve"))
    at_desk.post(url("review_send", submission))

    assert at_desk.post(url("review_undo", submission)).status_code == 409


def test_what_changed_compares_with_the_last_round(
    at_desk, submission, row, learner, mentor, now
):
    verdicts = {"criterion-1": ("change", "Say why the mask matters.")}
    review.save_draft(
        submission=submission, draft=Draft(verdicts=verdicts), by=mentor, now=now
    )
    review.decide(submission=submission, decision="changes", by=mentor, now=now)
    review.settle_due(now=now + timedelta(minutes=10))
    tracking.submit(
        progress=row,
        text="I built it.\nIt works well.",
        links=["https://example.org/work?v=2", "https://example.org/more"],
        by=learner,
        now=now,
    )
    second = Submission.objects.get(round=2)

    page = at_desk.get(f"{second.get_absolute_url()}?view=changes").content.decode()
    round_two = at_desk.get(second.get_absolute_url()).content.decode()

    assert re.search(r"diff-removed.*It <mark>works", page)
    assert "<mark>" in page
    assert "Say why the mask matters." in page
    assert "New in round 2" in round_two
    assert ">Changed</span>" in round_two


def test_another_mentors_begun_review_is_named(at_desk, submission, second_mentor, now):
    review.start_review(submission=submission, by=second_mentor, now=now)

    page = at_desk.get(submission.get_absolute_url()).content.decode()

    assert "Tomasz Nowak is at it" in page


def test_a_private_note_is_for_its_writer_only(
    client, at_desk, submission, second_mentor
):
    at_desk.post(url("review_draft", submission), form(private_note="Shy but able."))
    client.force_login(second_mentor)

    page = client.get(submission.get_absolute_url()).content.decode()

    assert "Shy but able." not in page


PAGES = ("review_detail",)
POSTS = ("review_draft", "review_decide", "review_undo", "review_send")


def statuses(client, submission):
    found = [client.get(url(name, submission)).status_code for name in PAGES]
    return found + [
        client.post(url(name, submission), form(decision="approve")).status_code
        for name in POSTS
    ]


def test_a_stranger_finds_no_round(client, submission, other_learner):
    client.force_login(other_learner)

    assert statuses(client, submission) == [404] * 5


def test_the_learner_finds_no_mentors_page_of_the_own_round(
    client, submission, learner
):
    client.force_login(learner)

    assert statuses(client, submission) == [404] * 5


def test_an_ended_mentor_finds_nothing_at_the_very_next_request(
    at_desk, submission, mentorship, learner, now
):
    assert at_desk.get(submission.get_absolute_url()).status_code == 200

    partings.end_mentorship(mentorship=mentorship, by=learner, now=now)

    assert statuses(at_desk, submission) == [404] * 5
    assert b"Transformers" not in at_desk.get(DESK).content


def test_a_visitor_is_asked_to_sign_in(client, submission):
    answer = client.get(submission.get_absolute_url())

    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/login/")


def test_a_page_cannot_be_posted_to_nor_an_act_read(at_desk, submission):
    assert at_desk.post(submission.get_absolute_url()).status_code == 405
    assert at_desk.get(url("review_decide", submission)).status_code == 405


def test_a_mentor_reads_the_mentees_roadmap_and_comments(
    at_desk, submission, enrollment, learner
):
    page = at_desk.get(reverse("roadmaps:mentee_detail", args=[enrollment.pk]))
    assert "You are looking at the roadmap of Amara Osei" in page.content.decode()

    step = submission.progress.get_absolute_url()
    at_desk.post(f"{step}comment/", {"text": "Try a smaller batch."})

    told = learner.notices.get()
    assert (told.kind, told.url) == ("comment", step)


def test_a_mentor_cannot_act_as_the_learner(at_desk, submission):
    step = submission.progress.get_absolute_url()

    assert at_desk.post(f"{step}take-back/", {}).status_code == 404


def test_an_ended_mentor_loses_the_roadmap_and_the_talk_at_once(
    at_desk, submission, enrollment, mentorship, learner, now
):
    partings.end_mentorship(mentorship=mentorship, by=learner, now=now)
    step = submission.progress.get_absolute_url()

    mentee = reverse("roadmaps:mentee_detail", args=[enrollment.pk])
    assert at_desk.get(mentee).status_code == 404
    assert at_desk.get(step).status_code == 404
    assert at_desk.post(f"{step}comment/", {"text": "Still here."}).status_code == 404


def test_the_learners_page_hides_a_decision_until_its_effect(
    client, at_desk, submission, learner
):
    at_desk.post(url("review_decide", submission), form(decision="approve"))
    client.force_login(learner)
    step = submission.progress.get_absolute_url()
    assert "Good." not in client.get(step).content.decode()

    review.settle_due(now=Review.objects.get().effective_at)

    assert "Good." in client.get(step).content.decode()


def test_the_learner_who_waits_reads_of_which_round_the_marks_are(
    client, at_desk, submission, learner, row, now
):
    words = {"verdict-criterion-1": "change", "text-criterion-1": "Why?"}
    at_desk.post(url("review_decide", submission), form(decision="changes", **words))
    review.settle_due(now=Review.objects.get().effective_at)
    client.force_login(learner)
    step = row.get_absolute_url()
    before = client.get(step).content.decode()
    row.refresh_from_db()
    tracking.submit(progress=row, text="Again.", by=learner, now=now)

    after = client.get(step).content.decode()

    assert "These marks are from" not in before
    assert "These marks are from round 1. Round 2 waits for an answer." in after


def test_a_review_page_asks_as_much_in_a_later_round(
    at_desk, submission, row, learner, now, django_assert_max_num_queries
):
    for _ in range(4):
        tracking.take_back(progress=row, by=learner, now=now)
        tracking.submit(progress=row, text="More.", by=learner, now=now)
    newest = Submission.objects.get(round=5).get_absolute_url()
    at_desk.get(newest)

    with django_assert_max_num_queries(14):
        at_desk.get(newest)
