"""Who is told what about roadmaps; each once, by a notice and its mail."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse

from profiles.models import Mentorship, Notice, User
from profiles.services.notices import notify
from roadmaps.models import Comment, Enrollment, Review, StepProgress, Submission

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
    )


def _reviewing(enrollment: Enrollment) -> QuerySet[Mentorship]:
    return Mentorship.objects.reviewing().filter(enrollments__enrollment=enrollment)
