"""Nobody waits for ever; the clock is moved by passing `now`."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from profiles.models import AbuseReport, Block, Mentorship, Notice
from profiles.services import invitations as inviting
from roadmaps.models import Enrollment, StepEvent
from roadmaps.services import invitations, limbo, partings, review, tracking
from roadmaps.services.attention import flags_of, with_flags
from roadmaps.services.tracking import RefusedError
from tests.factories.profiles import UserFactory
from tests.mentoring.answers import LATER, ask_changes, state_of, write

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _mentored_for_long(mentorship, now):
    """Let the mentorship be older than everything that is sent."""
    Mentorship.objects.update(created_at=now - 100 * DAY)


def told(user, kind=None):
    notices = Notice.objects.to(user).order_by("created_at", "pk")
    return [one.text for one in (notices.filter(kind=kind) if kind else notices.all())]


def run_every_day(start, first, last):
    for day in range(first, last + 1):
        limbo.run_clocks(now=start + day * DAY)
        limbo.run_clocks(now=start + day * DAY)


def test_a_mentor_who_owes_is_reminded_three_times_each_once(submission, mentor, now):
    run_every_day(now, 1, 26)

    assert [text.split(" has waited ")[1][:7] for text in told(mentor, "reminder")] == [
        "7 days ",
        "14 days",
        "21 days",
    ]
    assert told(submission.learner, "nobody_answered") == []
    submission.refresh_from_db()
    assert submission.released_at is None


def test_after_four_weeks_the_round_is_released_and_stays_submitted(
    submission, row, mentor, learner, now
):
    run_every_day(now, 27, 30)

    submission.refresh_from_db()
    assert submission.released_at == now + 28 * DAY
    assert state_of(row) == "submitted"
    assert len(told(learner, "nobody_answered")) == 1
    event = StepEvent.objects.get(action="release")
    assert (event.actor_id, event.from_state, event.to_state) == (
        None,
        "submitted",
        "submitted",
    )


def test_time_alone_is_no_act_of_the_learner(submission, row, enrollment, mentor, now):
    sent_at = row.last_activity_at
    Enrollment.objects.update(started_on=now.date())
    mine = Enrollment.objects.filter(pk=enrollment.pk)
    seen = with_flags(mine, mentor=mentor, now=now + 36 * DAY)

    run_every_day(now, 28, 36)

    row.refresh_from_db()
    assert row.last_activity_at == sent_at
    assert row.state == "in_progress"
    assert "No activity for 14 days" in flags_of(seen.get())


def test_a_released_round_may_be_finished_on_the_own_word(
    submission, row, learner, now
):
    at = now + 29 * DAY
    with pytest.raises(RefusedError):
        tracking.finish(progress=row, by=learner, now=at)
    limbo.run_clocks(now=at)

    finished = tracking.finish(progress=row, by=learner, now=at)

    assert (finished.state, finished.is_self_reported) == ("done", True)
    submission.refresh_from_db()
    assert submission.status == "taken_back"
    undone = tracking.undo(progress=row, by=learner, now=at + DAY / 500)
    submission.refresh_from_db()
    assert (undone.state, submission.is_released) == ("submitted", True)


def test_a_released_round_may_still_be_answered(submission, row, mentor, now):
    limbo.run_clocks(now=now + 28 * DAY)

    ask_changes(submission, mentor, now + 29 * DAY)
    review.settle_due(now=now + 29 * DAY + LATER)

    assert state_of(row) == "changes_requested"


def test_after_five_weeks_the_step_is_the_learners_again_with_nothing_lost(
    submission, row, mentor, learner, now
):
    draft = write(submission, mentor, now + DAY, message="Half written.")

    run_every_day(now, 28, 37)

    assert state_of(row) == "in_progress"
    submission.refresh_from_db()
    assert (submission.status, submission.text) == (
        "taken_back",
        "I built it.\nIt works.",
    )
    assert submission.items.get().url == "https://example.org/work"
    draft.refresh_from_db()
    assert draft.message == "Half written."
    assert len(told(learner, "nobody_answered")) == 2


def test_the_clock_counts_from_the_review_day_where_there_is_one(
    submission, mentor, now
):
    mentor.profile.state_terms(review_days=[1])  # now is a Friday: four days on
    tuesday = datetime(2026, 11, 24, 18, tzinfo=UTC)

    limbo.run_clocks(now=tuesday + timedelta(days=6, hours=23))
    early = told(mentor, "reminder")
    limbo.run_clocks(now=tuesday + 7 * DAY)

    assert early == []
    assert len(told(mentor, "reminder")) == 1


def test_a_mentors_comment_starts_the_clock_anew(submission, row, mentor, now):
    tracking.add_comment(progress=row, text="I am on it.", by=mentor, now=now + 6 * DAY)

    limbo.run_clocks(now=now + 12 * DAY)
    early = told(mentor, "reminder")
    limbo.run_clocks(now=now + 13 * DAY)

    assert early == []
    assert len(told(mentor, "reminder")) == 1


def test_a_learner_who_owes_changes_is_only_reminded(
    submission, row, mentor, learner, now
):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)

    run_every_day(now + LATER, 1, 50)

    assert len(told(learner, "reminder")) == 3
    assert state_of(row) == "changes_requested"


def test_what_the_learner_does_starts_their_clock_anew(
    submission, row, mentor, learner, now
):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)
    tracking.add_comment(progress=row, text="Nearly.", by=learner, now=now + 5 * DAY)

    run_every_day(now, 6, 11)

    assert told(learner, "reminder") == []


def test_without_any_mentor_left_the_round_is_released_too(
    submission, row, mentorship, learner, now
):
    partings.end_mentorship(mentorship=mentorship, by=learner, now=now + DAY)

    limbo.run_clocks(now=now + 28 * DAY)

    assert submission.progress.submissions.get().is_released


def test_a_new_mentor_finds_what_waits_and_has_time_for_it(
    submission, mentorship, learner, now
):
    partings.end_mentorship(mentorship=mentorship, by=learner, now=now + DAY)
    newcomer = UserFactory(name="Tomasz Nowak")
    invited = invitations.invite_mentor(
        by=learner,
        email="",
        enrollments=[submission.progress.enrollment],
        scopes=["steps"],
        message="",
        now=now + 30 * DAY,
    )
    invitations.accept_invitation(token=invited.token, by=newcomer, now=now + 30 * DAY)
    Mentorship.objects.by(newcomer).update(created_at=now + 30 * DAY)

    limbo.run_clocks(now=now + 36 * DAY)

    assert told(newcomer) == [
        "Amara Osei sent “Transformers and LLMs” for review, round 1."
    ]
    submission.refresh_from_db()
    assert submission.status == "waiting"


def test_the_learner_sees_what_waits_without_a_mentor(
    client, submission, mentorship, learner, now
):
    partings.end_mentorship(mentorship=mentorship, by=learner, now=now)
    client.force_login(learner)

    page = client.get(reverse("roadmaps:mentor_list")).content.decode()
    panel = client.get(submission.progress.get_absolute_url()).content.decode()

    assert "Waiting without a mentor" in page
    assert "Transformers and LLMs" in page
    assert "Ask another mentor" in panel


def test_past_reviews_stay_readable_for_the_learner(
    client, submission, row, mentorship, mentor, learner, now
):
    ask_changes(submission, mentor, now)
    review.settle_due(now=now + LATER)
    partings.end_mentorship(mentorship=mentorship, by=mentor, now=now + DAY)
    client.force_login(learner)

    page = client.get(row.get_absolute_url()).content.decode()

    assert "Ines Ferreira asked for changes" in page
    assert "Add a chart." in page


def test_a_pause_is_told_to_the_other_side_once(mentorship, mentor, learner, now):
    for _ in range(2):
        partings.pause_mentorship(mentorship=mentorship, by=mentor, now=now)
    partings.resume_mentorship(mentorship=mentorship, by=learner, now=now + DAY)

    assert told(learner) == ["Ines Ferreira paused the mentorship."]
    assert told(mentor) == ["Amara Osei resumed the mentorship."]


def test_a_break_of_the_mentor_is_told_to_whose_round_waits(
    submission, row, mentor, learner, other_learner, now
):
    partings.take_break(mentor=mentor, now=now)

    [text] = told(learner)
    assert text.startswith("Ines Ferreira takes a break")
    assert not row.enrollment.has_reviewer()
    limbo.run_clocks(now=now + 8 * DAY)
    assert told(mentor, "reminder") == []


def test_blocking_ends_the_mentorship_and_closes_every_way_back(
    client, mentorship, enrollment, mentor, learner, now
):
    client.force_login(learner)
    client.post(reverse("roadmaps:mentorship_block", args=[mentorship.pk]))
    invited = invitations.invite_mentor(
        by=learner,
        email="",
        enrollments=[enrollment],
        scopes=["steps"],
        message="",
        now=now,
    )

    mentorship.refresh_from_db()
    assert mentorship.state == "ended"
    with pytest.raises(inviting.InvitationGoneError):
        invitations.accept_invitation(token=invited.token, by=mentor, now=now)
    client.force_login(mentor)
    assert client.get(enrollment.get_absolute_url()).status_code == 404


def test_no_mail_reaches_who_blocked_the_sender(
    mentorship, enrollment, mentor, learner, now, mailoutbox
):
    partings.block_person(mentorship=mentorship, by=mentor, now=now)
    invited = invitations.invite_mentor(
        by=learner,
        email=mentor.email,
        enrollments=[enrollment],
        scopes=["steps"],
        message="",
        now=now,
    )

    is_sent = inviting.send_invitation_mail(
        invitation_id=invited.invitation.pk, now=now
    )

    assert (is_sent, mailoutbox) == (False, [])
    invited.invitation.refresh_from_db()
    assert invited.invitation.mailed_at == now


def test_a_block_can_be_taken_back_by_who_made_it(client, mentor, learner, now):
    block = Block.objects.create(blocker=learner, blocked=mentor, created_at=now)
    address = reverse("roadmaps:block_remove", args=[block.pk])

    client.force_login(mentor)
    foreign = client.post(address)
    client.force_login(learner)
    client.post(address)

    assert foreign.status_code == 404
    assert not Block.objects.exists()


def test_a_report_reaches_the_operators_once_and_grows(client, mentorship, learner):
    client.force_login(learner)
    page = reverse("roadmaps:mentorship_report", args=[mentorship.pk])

    empty = client.post(page, {"text": " "})
    client.post(page, {"text": "Rude words."})
    client.post(page, {"text": "And again today."})

    assert empty.status_code == 422
    report = AbuseReport.objects.get()
    assert report.text == "Rude words.\n\nAnd again today."
    assert report.reported == mentorship.mentor


def test_asking_for_help_tells_the_mentor(row, mentorship, mentor, learner, now):
    tracking.ask_help(progress=row, by=learner, now=now)

    assert told(mentor) == ["Amara Osei asks for help with “Transformers and LLMs”."]


def test_operators_read_and_close_reports_and_nobody_else(
    client, mentorship, learner, operator, editor, now
):
    report = AbuseReport.objects.create(
        reporter=learner,
        reported=mentorship.mentor,
        mentorship=mentorship,
        text="Rude words.",
        created_at=now,
    )
    page = reverse("admin:profiles_abusereport_changelist")
    one = reverse("admin:profiles_abusereport_change", args=[report.pk])
    client.force_login(editor)
    refused = client.get(page)
    client.force_login(operator)

    read = client.get(one).content.decode()
    client.post(page, {"action": "close", "_selected_action": [report.pk]})

    assert refused.status_code == 403
    assert "Rude words." in read
    report.refresh_from_db()
    assert report.handled_by_id == operator.pk
