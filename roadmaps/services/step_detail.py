"""Everything that the step panel shows, read in a fixed number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from profiles.models import Mentorship
from roadmaps.models import (
    Comment,
    CriterionVerdict,
    Resource,
    ResourceTick,
    Review,
    StepEvent,
    StepProgress,
    StepSkill,
    Submission,
)
from roadmaps.progress import Situation, allowed_actions, main_action
from roadmaps.services.plan import Plan, PlanStep
from roadmaps.services.terms import Expectation, expect
from roadmaps.services.tracking.row import undoable_event

# Actions that have a place of their own in the panel, outside the menu.
ELSEWHERE = frozenset({"submit", "undo", "ask-help"})
SENDABLE = frozenset({"in_progress", "changes_requested"})
# What the learner may see of each round; a decision still waiting stays unseen.
ANSWERS = Prefetch(
    "reviews",
    queryset=Review.objects.in_effect()
    .order_by("-effective_at", "-pk")
    .prefetch_related("verdicts"),
    to_attr="answers",
)


COMMENTS_SHOWN = 50


@dataclass(frozen=True)
class ShownCriterion:
    """One thing to show, with the mentor's last word on it."""

    text: str
    verdict: str = ""
    words: str = ""


@dataclass(frozen=True)
class ReadResource:
    """A resource and whether the learner has read it."""

    resource: Resource
    is_read: bool


@dataclass(frozen=True)
class StepDetail:
    """One step in full, as its learner sees it."""

    plan: Plan
    planned: PlanStep
    row: StepProgress
    criteria: Sequence[ShownCriterion]
    taught: Sequence[StepSkill]
    resources: Sequence[ReadResource]
    rounds: Sequence[Submission]
    review: Review | None
    comments: Sequence[Comment]
    has_earlier_comments: bool
    mentorships: Sequence[Mentorship]
    expectations: Sequence[Expectation]
    undo_event: StepEvent | None

    @property
    def has_reviewer(self) -> bool:
        return bool(self.mentorships)

    @property
    def read_count(self) -> int:
        return sum(one.is_read for one in self.resources)

    @property
    def change_count(self) -> int:
        return sum(one.verdict == "change" for one in self.criteria)

    @property
    def last_round(self) -> Submission | None:
        return self.rounds[0] if self.rounds else None

    @property
    def marks_of_round(self) -> int | None:
        """The earlier round to which the marks belong, while a later one waits."""
        if self.review is None or self.row.state != StepProgress.State.SUBMITTED:
            return None
        of_review = self.review.submission_id
        return next(one.round for one in self.rounds if one.pk == of_review)

    @cached_property
    def situation(self) -> Situation:
        return Situation(
            state=self.row.state,  # type: ignore[arg-type]
            is_required=self.planned.step.is_required,
            needs_review=self.planned.step.needs_review,
            has_reviewer=self.has_reviewer,
            is_locked=self.planned.is_locked,
            is_released=self.is_released,
            can_undo=self.undo_event is not None,
        )

    @property
    def is_released(self) -> bool:
        """Whether nobody answered the round that waits, for four weeks."""
        return self.last_round is not None and self.last_round.is_released

    @property
    def main_action(self) -> str:
        """The one main action; a mentor who looks may also be asked freely."""
        return main_action(self.situation)

    @property
    def menu(self) -> tuple[str, ...]:
        """The other actions that would succeed, for the menu."""
        return tuple(
            action
            for action in allowed_actions(self.situation)
            if action not in ELSEWHERE and action != self.main_action
        )

    @property
    def can_send(self) -> bool:
        """Whether evidence can be written and sent now."""
        return self.row.state in SENDABLE


def read_step(plan: Plan, key: str, *, now: datetime) -> StepDetail:
    """Read the step `key` of a learner's plan (10 queries).

    Raises LookupError (KeyError) for an unknown key, and where nobody is enrolled.
    """
    planned = plan.by_key[key]
    row = planned.row
    if row is None or plan.enrollment is None:
        raise LookupError("Nobody is enrolled in this plan.")
    row.enrollment = plan.enrollment
    rounds = list(rounds_at(row))
    review = next((answer for one in rounds for answer in one.answers), None)
    mentorships = list(
        Mentorship.objects.reviewing()
        .filter(enrollments__enrollment=plan.enrollment)
        .select_related("mentor__profile")
    )
    newest = list(comments_at(row)[: COMMENTS_SHOWN + 1])
    return StepDetail(
        plan=plan,
        planned=planned,
        row=row,
        criteria=_criteria(row, rounds, review),
        taught=list(planned.step.taught_skills.select_related("skill")),
        resources=[ReadResource(one, one.is_read) for one in resources_at(row)],
        rounds=rounds,
        review=review,
        comments=newest[:COMMENTS_SHOWN][::-1],
        has_earlier_comments=len(newest) > COMMENTS_SHOWN,
        mentorships=mentorships,
        expectations=_expectations(row, rounds, mentorships, now=now),
        undo_event=undoable_event(row, now=now),
    )


def rounds_at(row: StepProgress) -> QuerySet[Any]:
    """Return the rounds of a step, the newest first, with the `answers` in effect."""
    return row.submissions.order_by("-round").prefetch_related("items", ANSWERS)


def comments_at(row: StepProgress) -> QuerySet[Comment]:
    """Return what learner and mentors said at a step, the newest first."""
    return row.comments.order_by("-created_at", "-pk")


def resources_at(row: StepProgress) -> QuerySet[Any]:
    """Return what is offered at a step, each with whether it was read (`is_read`)."""
    offered = Resource.objects.of_step(row.enrollment.roadmap_id, row.step_key)
    read = ResourceTick.objects.filter(progress=row, resource=OuterRef("pk"))
    return offered.annotate(is_read=Exists(read))


def _expectations(
    row: StepProgress,
    rounds: Sequence[Submission],
    mentorships: Sequence[Mentorship],
    *,
    now: datetime,
) -> list[Expectation]:
    """Return until when each mentor answers what waits, or would if it were sent."""
    if row.state == StepProgress.State.SUBMITTED and rounds:
        sent, own = rounds[0].submitted_at, rounds[0]
    elif row.state in SENDABLE:
        sent, own = now, None
    else:
        return []
    return [expect(one.mentor, sent=sent, own=own) for one in mentorships]


def _criteria(
    row: StepProgress, rounds: Sequence[Submission], review: Review | None
) -> list[ShownCriterion]:
    """Return what to show; while in review, as it was frozen."""
    is_frozen = row.state == StepProgress.State.SUBMITTED and rounds
    criteria: Sequence[Mapping[str, Any]] = (
        rounds[0].criteria
        if is_frozen
        else list(row.step.criteria.order_by("position").values("key", "text"))
    )
    verdicts: Mapping[str, CriterionVerdict] = (
        {verdict.criterion_key: verdict for verdict in review.verdicts.all()}
        if review
        else {}
    )
    return [
        _shown(criterion["key"], criterion["text"], verdicts) for criterion in criteria
    ]


def _shown(
    key: str, text: str, verdicts: Mapping[str, CriterionVerdict]
) -> ShownCriterion:
    verdict = verdicts.get(key)
    if verdict is None:
        return ShownCriterion(text=text)
    return ShownCriterion(text, verdict.verdict, verdict.text)
