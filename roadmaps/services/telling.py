"""Who is told what about roadmaps; each once, by a notice and its mail."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator

from profiles.models import Mentorship, Notice, User
from profiles.services.notices import notify
from roadmaps.models import (
    Comment,
    Enrollment,
    Review,
    StepEvent,
    StepProgress,
    Submission,
)
from roles.models import Skill

Kind = Notice.Kind


def tell_reviewers(submission: Submission, *, now: datetime) -> None:
    """Tell each mentor who reviews steps here that a round was sent."""
    enrollment = submission.progress.enrollment
    for mentorship in _reviewing(enrollment).select_related("mentor"):
        notify(
            user=mentorship.mentor,
            key=f"submission/{submission.pk}",
            kind=Kind.WORK_SENT,
            text=f"{submission.learner} sent “{submission.progress.step.title}” "
            f"for review, round {submission.round}.",
            url=submission.get_absolute_url(),
            now=now,
            about=submission.learner,
        )


def tell_answer(review: Review, *, progress: StepProgress, now: datetime) -> None:
    """Tell the learner that a mentor's answer is in effect."""
    did = {
        Review.Decision.APPROVE: "approved",
        Review.Decision.CHANGES: "asks for changes on",
    }[Review.Decision(review.decision)]
    notify(
        user=progress.learner,
        key=f"review/{review.pk}",
        kind=Kind.REVIEW_ANSWERED,
        text=f"{review.mentor_name} {did} “{progress.step.title}”.",
        url=progress.get_absolute_url(),
        now=now,
        about=review.mentor,
        called=review.mentor_name,
    )


def tell_confirmation_undone(
    learner: User, *, skill: Skill, by: User, now: datetime
) -> None:
    """Tell the learner that a mentor took back the level that they had confirmed."""
    notify(
        user=learner,
        key=f"confirmation/{skill.pk}/{by.pk}/undone/{_stamp(now)}",
        kind=Kind.REVIEW_ANSWERED,
        text=f"{by} took back the confirmed level of “{skill.name}”. Your own rating "
        "and your evidence stay.",
        url=reverse("profiles:skill_detail", args=[skill.slug]),
        now=now,
        about=by,
    )


def tell_objection(
    row: StepProgress, *, event: StepEvent, by: User, now: datetime
) -> None:
    """Tell the learner that a mentor does not take a step as known, and why."""
    said = f"{by} does not take “{row.step.title}” as known: "
    notify(
        user=row.learner,
        key=f"objection/{event.pk}",
        kind=Kind.REVIEW_ANSWERED,
        text=Truncator(said + event.reason).chars(280),
        url=row.get_absolute_url(),
        now=now,
        about=by,
    )


def tell_comment(comment: Comment, *, now: datetime) -> None:
    """Tell the learner of a mentor's comment, the mentors of a learner's."""
    progress = comment.progress
    people = (
        [
            mentorship.mentor
            for mentorship in _reviewing(progress.enrollment).select_related("mentor")
        ]
        if comment.author_id == progress.learner_id
        else [progress.learner]
    )
    for person in people:
        notify(
            user=person,
            key=f"comment/{comment.pk}",
            kind=Kind.COMMENT,
            text=f"{comment.author_name} commented on “{progress.step.title}”.",
            url=progress.get_absolute_url(),
            now=now,
            about=comment.author,
        )


def tell_invitation_answer(
    *, learner: User, by: User, key: str, is_accepted: bool, now: datetime
) -> None:
    """Tell the learner how an invitation was answered."""
    did = "is now your mentor" if is_accepted else "cannot mentor you"
    notify(
        user=learner,
        key=key,
        kind=Kind.INVITATION_ANSWERED,
        text=f"{by} {did}.",
        url=reverse("roadmaps:mentor_list"),
        now=now,
        about=by,
    )


def tell_new_mentee(mentorship: Mentorship, *, now: datetime) -> None:
    """Tell a mentor that a learner came by their link."""
    notify(
        user=mentorship.mentor,
        key=f"mentorship/{mentorship.pk}/begun",
        kind=Kind.MENTORSHIP_CHANGED,
        text=f"{mentorship.learner} is now your mentee, by your link.",
        url=reverse("roadmaps:mentee_list"),
        now=now,
        about=mentorship.learner,
    )


def tell_end(mentorship: Mentorship, *, by: User, now: datetime) -> None:
    """Tell the other side that a mentorship ended."""
    other = mentorship.other_side(by)
    notify(
        user=other,
        key=f"mentorship/{mentorship.pk}/ended",
        kind=Kind.MENTORSHIP_CHANGED,
        text=f"{by} ended the mentorship.",
        url=reverse("roadmaps:mentor_list") if other == mentorship.learner else "",
        now=now,
        about=by,
    )


def tell_pause(mentorship: Mentorship, *, by: User, now: datetime) -> None:
    """Tell the other side that a mentorship was paused or goes on."""
    other = mentorship.other_side(by)
    did = "paused" if mentorship.paused_at else "resumed"
    is_learner = other == mentorship.learner
    notify(
        user=other,
        key=f"mentorship/{mentorship.pk}/{did}/{_stamp(now)}",
        kind=Kind.MENTORSHIP_CHANGED,
        text=f"{by} {did} the mentorship.",
        url=reverse(
            "roadmaps:mentor_list" if is_learner else "roadmaps:mentorship_list"
        ),
        now=now,
        about=by,
    )


def tell_break(submission: Submission, *, mentor: User, now: datetime) -> None:
    """Tell a learner whose round waits that the mentor takes a break."""
    notify(
        user=submission.learner,
        key=f"break/{mentor.pk}/{submission.pk}/{_stamp(now)}",
        kind=Kind.MENTORSHIP_CHANGED,
        text=f"{mentor} takes a break from reviews. “{_title(submission)}” keeps "
        "waiting; you may also take it back or ask somebody else.",
        url=submission.progress.get_absolute_url(),
        now=now,
        about=mentor,
    )


def tell_help(progress: StepProgress, *, now: datetime) -> None:
    """Tell the mentors that a learner asks for help."""
    for mentorship in _reviewing(progress.enrollment).select_related("mentor"):
        notify(
            user=mentorship.mentor,
            key=f"help/{progress.pk}/{_stamp(now)}",
            kind=Kind.HELP_ASKED,
            text=f"{progress.learner} asks for help with “{progress.step.title}”.",
            url=progress.get_absolute_url(),
            now=now,
            about=progress.learner,
        )


def nudge_mentor(
    submission: Submission,
    *,
    mentor: User,
    since: datetime,
    days: int,
    now: datetime,
) -> None:
    """Remind a mentor who owes an answer, once per mark of this clock."""
    notify(
        user=mentor,
        key=f"owes/round/{submission.pk}/{_stamp(since)}/{days}",
        kind=Kind.REMINDER,
        text=f"{submission.learner} has waited {days} days for your answer on "
        f"“{_title(submission)}”.",
        url=submission.get_absolute_url(),
        now=now,
        about=submission.learner,
    )


def nudge_learner(
    progress: StepProgress, *, since: datetime, days: int, now: datetime
) -> None:
    """Remind a learner of the changes that were asked for."""
    notify(
        user=progress.learner,
        key=f"owes/step/{progress.pk}/{_stamp(since)}/{days}",
        kind=Kind.REMINDER,
        text=f"“{progress.step.title}” has waited {days} days for the changes that "
        "your mentor asked for.",
        url=progress.get_absolute_url(),
        now=now,
    )


def tell_release(
    submission: Submission, mentors: Iterable[User], *, now: datetime
) -> None:
    """Tell both sides that a round was released because nobody answered."""
    title = _title(submission)
    _tell_unanswered(
        submission,
        mentors,
        key=f"released/{submission.pk}",
        to_learner=f"Nobody answered “{title}” for four weeks. It keeps waiting; you "
        "may ask another mentor, or mark it done on your own word.",
        to_mentors=f"“{title}” of {submission.learner} has waited four weeks. You can "
        "still answer; the learner may now go on without.",
        now=now,
    )


def tell_return(
    submission: Submission, mentors: Iterable[User], *, now: datetime
) -> None:
    """Tell both sides that a round went back to the learner unanswered."""
    title = _title(submission)
    _tell_unanswered(
        submission,
        mentors,
        key=f"returned/{submission.pk}",
        to_learner=f"Nobody answered “{title}” for five weeks, so it is yours again. "
        "All that you wrote is kept.",
        to_mentors=f"“{title}” went back to {submission.learner} after five weeks "
        "without an answer. Your draft is kept.",
        now=now,
    )


def _tell_unanswered(
    submission: Submission,
    mentors: Iterable[User],
    *,
    key: str,
    to_learner: str,
    to_mentors: str,
    now: datetime,
) -> None:
    """Tell the learner first, then each mentor who owed the answer."""
    notify(
        user=submission.learner,
        key=key,
        kind=Kind.NOBODY_ANSWERED,
        text=to_learner,
        url=submission.progress.get_absolute_url(),
        now=now,
    )
    for mentor in mentors:
        notify(
            user=mentor,
            key=key,
            kind=Kind.REMINDER,
            text=to_mentors,
            url=submission.get_absolute_url(),
            now=now,
            about=submission.learner,
        )


def _title(submission: Submission) -> str:
    return submission.progress.step.title


def _stamp(at: datetime) -> str:
    """Return a moment as part of a key."""
    return str(int(at.timestamp()))


def _reviewing(enrollment: Enrollment) -> QuerySet[Mentorship]:
    return Mentorship.objects.reviewing().filter(enrollments__enrollment=enrollment)
