"""What a mentor reads of a round: evidence, what changed, who else is at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.db.models import Prefetch, prefetch_related_objects

from profiles.models import User
from roadmaps.models import (
    Enrollment,
    Review,
    SkillConfirmation,
    Step,
    StepProgress,
    Submission,
    SubmissionItem,
)
from roadmaps.text_diff import Line, diff_lines
from roles.models import Skill

STEP = Prefetch("step", Step.objects.select_related("category"))
ROUNDS = Prefetch(
    "submissions",
    Submission.objects.order_by("round").prefetch_related(
        Prefetch("items", SubmissionItem.objects.order_by("position")),
        Prefetch(
            "reviews",
            Review.objects.order_by("-updated_at").prefetch_related(
                "verdicts",
                Prefetch(
                    "confirmations", SkillConfirmation.objects.select_related("skill")
                ),
            ),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One item; `mark` is "", "new" or "changed" against the round before."""

    item: SubmissionItem
    mark: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion with what was asked of it last time."""

    key: str
    text: str
    last_text: str = ""


@dataclass(frozen=True, slots=True)
class Taught:
    """A skill that the step teaches, up to `level` (1 to 5)."""

    skill: Skill
    level: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A round as its review page and its endpoint show it.

    `before` is the round before and `last_answer` what a mentor said to it;
    `own` is the reader's review, `others` are the mentors at it now.
    """

    submission: Submission
    rounds: Sequence[Submission]
    evidence: Sequence[Evidence]
    criteria: Sequence[Criterion]
    taught: Sequence[Taught]
    before: Submission | None
    last_answer: Review | None
    own: Review | None
    others: Sequence[Review]
    answer: Review | None

    @property
    def diff(self) -> Sequence[Line]:
        """How the text differs from that of the round before."""
        before = self.before
        return diff_lines(before.text, self.submission.text) if before else ()

    @property
    def is_latest(self) -> bool:
        return self.submission.round == self.rounds[-1].round

    @property
    def is_open(self) -> bool:
        """Whether the reader can still write an answer to this round."""
        has_decided = self.own is not None and self.own.status != Review.Status.DRAFT
        is_waiting = self.submission.status == Submission.Status.WAITING
        return self.is_latest and is_waiting and not has_decided


def find_round(pk: int, *, by: User) -> Submission:
    """Return a round that `by` may answer, with all rounds of its step loaded.

    Each kind is read by a query of its own: one wide join costs the database more
    to plan than to run. Raises Submission.DoesNotExist for every other round alike.
    """
    rows = StepProgress.objects.select_related("learner", "enrollment__roadmap")
    row = rows.filter(submissions=pk).order_by().first()
    own = Enrollment.objects.mentored_by(by)
    if row is None or not own.filter(pk=row.enrollment_id).exists():
        raise Submission.DoesNotExist
    prefetch_related_objects([row], STEP, ROUNDS)
    for one in row.submissions.all():
        one.learner = row.learner
    return next(one for one in row.submissions.all() if one.pk == pk)


def read_round(submission: Submission, *, by: User) -> Reading:
    """Say what a round as found by find_round tells a mentor (at most one query)."""
    rounds = list(submission.progress.submissions.all())
    earlier = [row for row in rounds if row.round < submission.round]
    before = earlier[-1] if earlier else None
    last_answer = _answer_to(before, by=by) if before else None
    reviews = submission.reviews.all()
    return Reading(
        submission=submission,
        rounds=rounds,
        evidence=_evidence(submission, before),
        criteria=_criteria(submission, last_answer),
        taught=_taught(submission),
        before=before,
        last_answer=last_answer,
        own=next((row for row in reviews if row.mentor_id == by.pk), None),
        others=[row for row in reviews if row.mentor_id != by.pk and _is_begun(row)],
        answer=_answer_to(submission, by=by),
    )


def _answer_to(submission: Submission, *, by: User) -> Review | None:
    """Return the answer in effect, or one's own that waits for its effect."""
    for review in submission.reviews.all():
        is_own = review.mentor_id == by.pk and review.status == Review.Status.DECIDED
        if is_own or review.status == Review.Status.IN_EFFECT:
            return review
    return None


def _is_begun(review: Review) -> bool:
    return review.status == Review.Status.DRAFT and review.started_at is not None


def _evidence(current: Submission, before: Submission | None) -> list[Evidence]:
    known = [_identity(item) for item in before.items.all()] if before else []
    places = {_place(item) for item in before.items.all()} if before else set()
    return [
        Evidence(item, _mark(item, known, places) if before else "")
        for item in current.items.all()
    ]


def _mark(
    item: SubmissionItem, known: Sequence[tuple[object, ...]], places: set[str]
) -> str:
    if _identity(item) in known:
        return ""
    # The same page at another query or anchor, or the same project, moved on.
    return "changed" if _place(item) in places else "new"


def _identity(item: SubmissionItem) -> tuple[object, ...]:
    return item.kind, item.url, item.label, item.detail


def _place(item: SubmissionItem) -> str:
    """Return what makes an item the same thing, whatever it says by now."""
    if item.kind != SubmissionItem.Kind.LINK:
        return f"{item.kind}/{item.project_id or item.earned_certification_id}"
    parts = urlsplit(item.url)
    return f"{parts.netloc}{parts.path}"


def _criteria(submission: Submission, last_answer: Review | None) -> list[Criterion]:
    last: Mapping[str, str] = (
        {row.criterion_key: row.text for row in last_answer.verdicts.all()}
        if last_answer
        else {}
    )
    return [
        Criterion(row["key"], row["text"], last.get(row["key"], ""))
        for row in submission.criteria
    ]


def _taught(submission: Submission) -> list[Taught]:
    levels = {row["skill"]: row["level"] for row in submission.taught}
    if not levels:
        return []
    skills = Skill.objects.filter(slug__in=levels).order_by("name")
    return [Taught(skill, levels[skill.slug]) for skill in skills]
