"""One round under review: lock it, and say why it cannot be answered."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from profiles.models import User
from roadmaps.models import Review, StepProgress, Submission
from roadmaps.services.review.settling import settle_due_decision

Status = Submission.Status


class ReviewConflictError(Exception):
    """The round does not allow this any more; pages and API answer 409.

    `code` and `detail` say why; `current_state` is the round's state, `allowed`
    what the mentor can still do.
    """

    def __init__(
        self, code: str, detail: str, *, current_state: str, allowed: tuple[str, ...]
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.current_state = current_state
        self.allowed = allowed


@dataclass(frozen=True, slots=True)
class LockedRound:
    """A round whose step is locked, and the mentor's own review of it."""

    submission: Submission
    review: Review
    is_latest: bool


def lock_round(*, submission: Submission, by: User, now: datetime) -> LockedRound:
    """Lock the step's row, then read the round as it is at `now`.

    Whoever changes a round or a review holds this one lock. A missing review is
    begun and confirms each taught skill at the level that the step teaches. Raises
    Submission.DoesNotExist where `by` may not, or no longer, review the round.
    """
    row = _lock_step(submission)
    reviews = Review.objects.filter(submission__progress=row).order_by()
    if any(review.is_due(now) for review in reviews):
        settle_due_decision(progress=row, now=now)
        reviews = reviews.all()
    rounds = list(
        Submission.objects.reviewable_by(by).filter(progress=row).order_by("round")
    )
    current = next((one for one in rounds if one.pk == submission.pk), None)
    if current is None:
        raise Submission.DoesNotExist
    return LockedRound(
        submission=current,
        review=_own(current, reviews, by=by) or _begin(current, by=by, now=now),
        is_latest=current is rounds[-1],
    )


def _lock_step(submission: Submission) -> StepProgress:
    rows = StepProgress.objects.select_for_update(of=("self",))
    try:
        return rows.get(submissions=submission.pk)
    except StepProgress.DoesNotExist as error:
        raise Submission.DoesNotExist from error


def _own(
    submission: Submission, reviews: Iterable[Review], *, by: User
) -> Review | None:
    """Return the mentor's own review of a round among those of its step."""
    for review in reviews:
        if (review.submission_id, review.mentor_id) == (submission.pk, by.pk):
            review.submission = submission
            return review
    return None


def _begin(submission: Submission, *, by: User, now: datetime) -> Review:
    begun = Review.objects.create(
        submission=submission, mentor=by, mentor_name=by.display_name, started_at=now
    )
    begun.confirm({skill["skill"]: skill["level"] for skill in submission.taught})
    return begun


def check_open(locked: LockedRound) -> None:
    """Raise ReviewConflictError unless this round still waits for an answer.

    Whoever has a comment on its way takes it back first: one draft holds both.
    """
    submission, review = locked.submission, locked.review
    if not locked.is_latest:
        raise _conflict(
            submission,
            "stale_submission",
            f"{submission.learner} sent a newer round. Your draft is kept here.",
        )
    if submission.status == Status.TAKEN_BACK:
        raise _conflict(
            submission,
            "taken_back",
            f"{submission.learner} has this round back. Your draft is kept.",
        )
    is_answered = submission.status in (Status.DECIDED, Status.ANSWERED)
    if is_answered or review.status == Review.Status.DECIDED:
        raise _answered(submission, review)


def _answered(submission: Submission, review: Review) -> ReviewConflictError:
    """Return the conflict of a round that somebody answered."""
    if review.status == Review.Status.DECIDED:
        return _conflict(
            submission,
            "already_decided",
            "You decided this already. Undo it first to decide otherwise.",
            allowed=("undo", "send-now"),
        )
    answer = submission.reviews.answers().first()
    name = answer.mentor_name if answer else "Somebody else"
    return _conflict(
        submission,
        "already_answered",
        f"{name} answered this round already. Your draft is kept.",
    )


def _conflict(
    submission: Submission, code: str, detail: str, allowed: tuple[str, ...] = ()
) -> ReviewConflictError:
    # A decision not in effect yet stays hidden from everybody but its mentor.
    return ReviewConflictError(
        code,
        detail,
        current_state=submission.status,
        allowed=allowed or ("save-draft",),
    )
