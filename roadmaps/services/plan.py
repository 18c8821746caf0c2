"""A version as a learner meets it: stages, steps, states, what holds what up.

Page, API, dashboard, mentor and export read the plan, so that all of them show
the same. Reading takes a fixed number of queries, whatever the size.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, cast

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from roadmaps.board import stage_count
from roadmaps.models import (
    Enrollment,
    PartTick,
    PersonalStep,
    RoadmapVersion,
    Stage,
    Step,
    StepPart,
    StepProgress,
)
from roadmaps.progress import Progress, State, TrackedStep, calculate
from roadmaps.services.version_content import (
    VersionContent,
    read_steps,
    version_content,
)

STATE_WORDS = {**dict(StepProgress.State.choices), "locked": "Locked", "": ""}


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
    def word(self) -> str:
        """Its state in words; of one left out also that it is required now."""
        word = cast(str, STATE_WORDS[self.state])
        return f"{word}, required now" if self.is_left_out else word

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

    Of those, `aside` are the ones where nothing was ever done: no list shows them,
    but the address of each stays. `personal` are the learner's own, which never
    count in the progress.
    """

    version: RoadmapVersion
    content: VersionContent
    stages: tuple[PlanStage, ...]
    base_url: str
    enrollment: Enrollment | None = None
    kept: tuple[PlanStep, ...] = ()
    aside: tuple[PlanStep, ...] = ()
    personal: tuple[PersonalStep, ...] = ()

    @cached_property
    def steps(self) -> tuple[PlanStep, ...]:
        """All steps of the version in number order."""
        found = (planned for stage in self.stages for planned in stage.steps)
        return tuple(sorted(found, key=lambda planned: planned.step.number))

    @cached_property
    def by_key(self) -> Mapping[str, PlanStep]:
        found = (*self.aside, *self.kept, *self.steps)
        return {planned.step.key: planned for planned in found}

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

    def count_of(self, stage: PlanStage) -> str:
        """Say how far a stage is, or how many steps it has where nobody follows it."""
        total = len(stage.steps)
        if self.enrollment:
            return stage_count(stage.done_count, total, stage.skipped_count)
        return "1 step" if total == 1 else f"{total} steps"


def read_version(version: RoadmapVersion, *, base_url: str) -> Plan:
    """Read a version as everybody sees it, without states (1 query)."""
    content = version_content(version.pk)
    planned = [
        PlanStep(
            step=one.step,
            row=None,
            state="",
            url=f"{base_url}steps/{one.step.key}/",
            needs=one.needs,
            opens=one.opens,
        )
        for one in content.steps.values()
    ]
    return Plan(
        version=version, content=content, stages=_staged(planned), base_url=base_url
    )


def read_plan(enrollment: Enrollment, *, stamp: int | None = None) -> Plan:
    """Read a learner's plan with all states (3 queries).

    `stamp` is that of content, where it is known already.
    """
    content = version_content(enrollment.version_id, stamp=stamp)
    enrollment.version = content.version
    base_url = enrollment.get_absolute_url()
    rows = _rows(enrollment, content)
    current = {row.step_id: row for row in rows if row.kept_from_version is None}
    planned = [_planned(row, base_url, current) for row in rows]
    older = [one for one in planned if one.step.pk not in current]
    shown = _worth_showing([one.row for one in older if one.row], content.version)
    return Plan(
        version=content.version,
        content=content,
        stages=_staged(one for one in planned if one.step.pk in current),
        base_url=base_url,
        enrollment=enrollment,
        kept=tuple(one for one in older if one.step.pk in shown),
        aside=tuple(one for one in older if one.step.pk not in shown),
        personal=tuple(enrollment.personal_steps.order_by("pk")),
    )


def _rows(enrollment: Enrollment, content: VersionContent) -> list[Any]:
    """Return the step rows with their ticks, in the order of their steps.

    The ticks come as an array in the same query. Steps are those of the kept
    content; only steps of older versions are asked for.
    """
    ticks = PartTick.objects.filter(progress=OuterRef("pk")).values(
        found=JSONObject(key="part_key", at="at")
    )
    rows: list[Any] = list(
        enrollment.step_progress.annotate(tick_list=ArraySubquery(ticks)).order_by()
    )
    older = [row.step_id for row in rows if row.step_id not in content.steps]
    known = (
        {**content.steps, **read_steps(Step.objects.filter(pk__in=older))}
        if older
        else content.steps
    )
    for row in rows:
        row.content = known[row.step_id]
        row.step = row.content.step
    return sorted(rows, key=lambda row: (row.step.number, row.pk))


def _worth_showing(rows: Sequence[StepProgress], version: RoadmapVersion) -> set[int]:
    """Return the steps of older rows where something was done or said.

    A mentor's word is no act of the learner's, but must not get lost. Copies that
    an undone upgrade set aside stay unseen (one query, where a row is quiet).
    """
    shown = {row.step_id for row in rows if row.is_worth_showing}
    quiet = [row.pk for row in rows if not row.is_worth_showing]
    if quiet:
        said = StepProgress.objects.filter(
            pk__in=quiet, kept_from_version__lt=version.number
        ).with_content()
        shown |= {row.step_id for row in said if row.has_content}
    return shown


def _planned(
    row: Any,
    base_url: str,
    current: Mapping[int, StepProgress],
) -> PlanStep:
    content = row.content
    is_current = row.step_id in current
    blocking = (
        tuple(step for step in content.needs if current[step.pk].blocks())
        if is_current and row.state == StepProgress.State.NOT_STARTED
        else ()
    )
    return PlanStep(
        step=content.step,
        row=row,
        state="locked" if blocking else row.state,
        url=f"{base_url}steps/{row.step_key}/",
        needs=content.needs if is_current else (),
        opens=content.opens if is_current else (),
        blocking=blocking,
        parts=content.parts,
        ticked={one["key"]: datetime.fromisoformat(one["at"]) for one in row.tick_list},
    )


def _staged(planned: Iterable[PlanStep]) -> tuple[PlanStage, ...]:
    """Put steps, which come in number order, into their stages."""
    members: dict[int, list[PlanStep]] = defaultdict(list)
    for one in planned:
        members[one.step.stage_id].append(one)
    staged = (PlanStage(ones[0].step.stage, tuple(ones)) for ones in members.values())
    return tuple(sorted(staged, key=lambda one: one.stage.position))


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
