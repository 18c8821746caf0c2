"""What fits this week: parts of steps, short steps, the learner's own steps."""

from dataclasses import dataclass

from roadmaps.models import PersonalStep
from roadmaps.services.plan import Plan, PlanStep


@dataclass(frozen=True)
class WeekPart:
    """A part of this week's plan, a whole short step or a step of the learner's own.

    `part_key` is empty where the whole step is meant, `step_title` where the title
    already names it.
    """

    step_key: str
    part_key: str
    title: str
    step_title: str
    url: str
    state: str
    hours: float


def week_parts(plan: Plan) -> list[WeekPart]:
    """Return what can be worked on now: begun steps first, then by number.

    A step of the learner's own comes right after the step that it follows.
    """
    order = ("in_progress", "changes_requested", "not_started")
    steps = [planned for planned in plan.steps if planned.state in order]
    steps.sort(key=lambda one: (one.state == "not_started", one.step.number))
    own = [one for one in plan.personal if not one.is_done]
    waiting = {one.step.key for one in plan.steps if one.is_left}
    found = [_own_part(plan, one) for one in own if one.after_key not in waiting]
    for planned in steps:
        found += _parts(planned)
        found += [
            _own_part(plan, one) for one in own if one.after_key == planned.step.key
        ]
    return found


def _parts(planned: PlanStep) -> list[WeekPart]:
    """Return the open parts of a step; a step without parts is one itself."""
    step, shared = planned.step, (planned.url, planned.state)
    if not planned.parts:
        return [WeekPart(step.key, "", step.title, "", *shared, float(step.hours))]
    return [
        WeekPart(step.key, part.key, part.title, step.title, *shared, float(part.hours))
        for part in planned.parts
        if part.key not in planned.ticked
    ]


def _own_part(plan: Plan, one: PersonalStep) -> WeekPart:
    return WeekPart(
        step_key=f"personal-{one.pk}",
        part_key="",
        title=one.title,
        step_title="your own step",
        url=f"{plan.base_url}own/{one.pk}/",
        state="not_started",
        hours=float(one.hours),
    )
