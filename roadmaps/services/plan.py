"""A version as a learner meets it: stages, steps, states, what holds what up.

Page, API, dashboard, mentor and export read the plan, so that all of them show
the same. Reading takes a fixed number of queries, whatever the size.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from operator import attrgetter
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from roadmaps.models import (
    Enrollment,
    PartTick,
    PersonalStep,
    RoadmapVersion,
    Stage,
    Step,
    StepPart,
    StepPrerequisite,
    StepProgress,
)
from roadmaps.progress import Progress, State, TrackedStep, calculate

by_number = attrgetter("number")


@dataclass(frozen=True)
class PlanStep:
    """One step: `row` and `state` are empty where nobody is enrolled.

    `state` is what readers see, so it may be "locked". `needs` and `opens` are
    the steps before and after, `blocking` those that still hold this one up.
    """

    step: Step
    row: StepProgress | None
    state: str
    url: str
    needs: tuple[Step, ...] = ()
    opens: tuple[Step, ...] = ()
    blocking: tuple[Step, ...] = ()
    parts: tuple[StepPart, ...] = ()
    ticked: Mapping[str, datetime] = field(default_factory=dict)

    @property
    def is_locked(self) -> bool:
        return self.state == "locked"

    @property
    def is_left_out(self) -> bool:
        """Whether it was skipped while optional and this version requires it."""
        return self.state == "skipped" and self.step.is_required

    @property
    def is_left(self) -> bool:
        """Whether it still stands between the learner and a completed roadmap."""
        return self.state not in {"done", "waived", "skipped"}

    @property
    def ticked_hours(self) -> float:
        return sum(float(part.hours) for part in self.parts if part.key in self.ticked)


@dataclass(frozen=True)
class PlanStage:
    """A stage with its steps in number order."""

    stage: Stage
    steps: tuple[PlanStep, ...]

    @property
    def hours(self) -> float:
        return sum(float(planned.step.hours) for planned in self.steps)

    @property
    def done_count(self) -> int:
        return self.count("done") + self.count("waived")

    @property
    def skipped_count(self) -> int:
        return self.count("skipped")

    def count(self, state: str) -> int:
        """Return how many steps are in a state."""
        return sum(planned.state == state for planned in self.steps)


@dataclass(frozen=True)
class Plan:
    """A whole version; `kept` are steps that newer versions dropped.

    `personal` are the learner's own, which never count in the progress.
    """

    version: RoadmapVersion
    stages: tuple[PlanStage, ...]
    base_url: str
    enrollment: Enrollment | None = None
    kept: tuple[PlanStep, ...] = ()
    personal: tuple[PersonalStep, ...] = ()

    @cached_property
    def steps(self) -> tuple[PlanStep, ...]:
        """All steps of the version in number order."""
        found = (planned for stage in self.stages for planned in stage.steps)
        return tuple(sorted(found, key=lambda planned: planned.step.number))

    @cached_property
    def by_key(self) -> Mapping[str, PlanStep]:
        return {planned.step.key: planned for planned in (*self.steps, *self.kept)}

    @cached_property
    def tracked(self) -> tuple[TrackedStep, ...]:
        """The steps as the calculations take them."""
        return tuple(_tracked(planned) for planned in self.steps)

    @cached_property
    def progress(self) -> Progress:
        """How far the learner is; kept steps are not part of it."""
        return calculate(self.tracked)

    @cached_property
    def left_out(self) -> tuple[PlanStep, ...]:
        """Steps that were skipped while optional and that this version requires."""
        return tuple(planned for planned in self.steps if planned.is_left_out)

    @property
    def hours(self) -> float:
        return sum(stage.hours for stage in self.stages)


def read_version(version: RoadmapVersion, *, base_url: str) -> Plan:
    """Read a version as everybody sees it, without states (2 queries)."""
    steps = list(version.steps.select_related("category", "stage"))
    pairs = StepPrerequisite.objects.filter(step__version=version).order_by()
    links = _Links(steps, pairs.values_list("step_id", "prerequisite_id"))
    planned = {
        step.pk: PlanStep(
            step=step,
            row=None,
            state="",
            url=f"{base_url}steps/{step.key}/",
            needs=links.needs(step),
            opens=links.opens(step),
        )
        for step in steps
    }
    return Plan(version=version, stages=_staged(planned), base_url=base_url)


def read_plan(enrollment: Enrollment) -> Plan:
    """Read a learner's plan with all states (3 queries)."""
    base_url = enrollment.get_absolute_url()
    rows = _rows(enrollment)
    parts = _parts(rows)
    current = {row.step_id: row for row in rows if row.kept_from_version is None}
    links = _Links(
        [row.step for row in current.values()],
        ((row.step_id, before) for row in rows for before in row.before_ids),
    )
    planned = {
        row.step_id: _planned(row, base_url, current, links, parts) for row in rows
    }
    return Plan(
        version=enrollment.version,
        stages=_staged({pk: one for pk, one in planned.items() if pk in current}),
        base_url=base_url,
        enrollment=enrollment,
        kept=tuple(
            planned[row.step_id]
            for row in rows
            if row.step_id not in current and row.is_worth_showing
        ),
        personal=tuple(enrollment.personal_steps.order_by("pk")),
    )


def _rows(enrollment: Enrollment) -> list[Any]:
    """Return the step rows with their ticks and what comes before each step.

    Both come as arrays in the same query, since a page of a roadmap may not ask
    for each of them again.
    """
    ticks = PartTick.objects.filter(progress=OuterRef("pk")).values(
        found=JSONObject(key="part_key", at="at")
    )
    before = StepPrerequisite.objects.filter(step=OuterRef("step")).order_by()
    return list(
        enrollment.step_progress.select_related("step__category", "step__stage")
        .annotate(
            tick_list=ArraySubquery(ticks),
            before_ids=ArraySubquery(before.values("prerequisite_id")),
        )
        .order_by("step__number")
    )


class _Links:
    """Prerequisites among the steps of one version, both ways."""

    def __init__(self, steps: Iterable[Step], pairs: Iterable[tuple[int, int]]) -> None:
        self._steps = {step.pk: step for step in steps}
        self._before: dict[int, list[Step]] = defaultdict(list)
        self._after: dict[int, list[Step]] = defaultdict(list)
        for step, before in pairs:
            if step in self._steps and before in self._steps:
                self._before[step].append(self._steps[before])
                self._after[before].append(self._steps[step])

    def needs(self, step: Step) -> tuple[Step, ...]:
        return tuple(sorted(self._before[step.pk], key=by_number))

    def opens(self, step: Step) -> tuple[Step, ...]:
        return tuple(sorted(self._after[step.pk], key=by_number))


def _planned(
    row: Any,
    base_url: str,
    current: Mapping[int, StepProgress],
    links: _Links,
    parts: Mapping[int, Sequence[StepPart]],
) -> PlanStep:
    needs = links.needs(row.step)
    blocking = (
        tuple(step for step in needs if current[step.pk].blocks())
        if row.state == StepProgress.State.NOT_STARTED
        else ()
    )
    return PlanStep(
        step=row.step,
        row=row,
        state="locked" if blocking else row.state,
        url=f"{base_url}steps/{row.step_key}/",
        needs=needs,
        opens=links.opens(row.step),
        blocking=blocking,
        parts=tuple(parts[row.step_id]),
        ticked={one["key"]: datetime.fromisoformat(one["at"]) for one in row.tick_list},
    )


def _staged(planned: Mapping[int, PlanStep]) -> tuple[PlanStage, ...]:
    members: dict[int, list[PlanStep]] = defaultdict(list)
    for one in sorted(planned.values(), key=lambda one: one.step.number):
        members[one.step.stage_id].append(one)
    staged = (PlanStage(ones[0].step.stage, tuple(ones)) for ones in members.values())
    return tuple(sorted(staged, key=lambda one: one.stage.position))


def _parts(rows: Iterable[StepProgress]) -> Mapping[int, Sequence[StepPart]]:
    found: dict[int, list[StepPart]] = defaultdict(list)
    ids = [row.step_id for row in rows]
    for part in StepPart.objects.filter(step__in=ids).order_by("position"):
        found[part.step_id].append(part)
    return found


def _tracked(planned: PlanStep) -> TrackedStep:
    step, row = planned.step, planned.row
    return TrackedStep(
        key=step.key,
        number=step.number,
        hours=float(step.hours),
        title=step.title,
        is_required=step.is_required,
        needs_review=step.needs_review,
        prerequisites=tuple(needed.key for needed in planned.needs),
        ticked_hours=planned.ticked_hours,
        state=cast("State", row.state) if row else "not_started",
        is_approved=row is not None
        and row.state == "done"
        and not row.is_self_reported,
        state_since=row.state_since if row else None,
        last_activity_at=row.last_activity_at if row else None,
    )
