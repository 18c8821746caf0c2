"""One round under review: lock it, and say why it cannot be answered."""

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


def lock_round(*, submission: Submission, by: User, now: datetime) -> Submission:
    """Lock the step's row, then the round, as they are at `now`.

    Raises Submission.DoesNotExist where `by` may not, or no longer, review it.
    """
    row = StepProgress.objects.locked().get(pk=submission.progress_id)
    settle_due_decision(progress=row, now=now)
    return (
        Submission.objects.reviewable_by(by)
        .select_for_update(of=("self",))
        .for_desk()
        .get(pk=submission.pk)
    )


def lock_review(*, submission: Submission, by: User, now: datetime) -> Review:
    """Lock the mentor's own review of a locked round, begun here where missing.

    A new review confirms each taught skill at the level that the step teaches.
    """
    review, is_new = Review.objects.select_for_update(of=("self",)).get_or_create(
        submission=submission,
        mentor=by,
        defaults={"mentor_name": by.display_name, "started_at": now},
    )
    if is_new:
        review.confirm({skill["skill"]: skill["level"] for skill in submission.taught})
    return review


def check_open(submission: Submission, review: Review) -> None:
    """Raise ReviewConflictError unless this round still waits for an answer."""
    if submission.progress.submissions.filter(round__gt=submission.round).exists():
        raise _conflict(
            submission,
            "stale_submission",
            f"{submission.learner} sent a newer round. Your draft is kept here.",
        )
    if submission.status == Status.TAKEN_BACK:
        raise _conflict(
            submission,
            "taken_back",
            f"{submission.learner} took this round back. Your draft is kept.",
        )
    if submission.status in (Status.DECIDED, Status.ANSWERED):
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
