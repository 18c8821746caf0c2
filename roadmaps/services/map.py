"""The map of a version: laid out once, kept with the version, drawn for who looks."""

from collections.abc import Callable
from operator import attrgetter

from roadmaps.board import BoardMap, BoardStep, paint
from roadmaps.map_layout import (
    LayoutStage,
    LayoutStep,
    MapLayout,
    lay_out_version,
)
from roadmaps.models import RoadmapVersion
from roadmaps.services.plan import Plan, PlanStep, read_version


def map_of(plan: Plan) -> tuple[MapLayout, ...]:
    """Return the version's maps: one, or one per stage of a long roadmap.

    A draft still changes, so its layout is worked out each time; raises CycleError
    where its steps need each other.
    """
    return plan.content.layouts or lay_out(plan)


def draw(
    plan: Plan,
    *,
    selected: str = "",
    url_of: Callable[[PlanStep], str] = attrgetter("url"),
) -> tuple[BoardMap, ...]:
    """Return the version's maps with the states of its plan.

    `url_of` says where a step leads. Raises CycleError as `map_of` does.
    """
    steps = {one.step.key: _board_step(one, url_of(one)) for one in plan.steps}
    counts = {one.stage.key: plan.count_of(one) for one in plan.stages}
    return tuple(
        paint(layout, steps, counts, selected=selected) for layout in map_of(plan)
    )


def keep_map(version: RoadmapVersion) -> None:
    """Lay a published version out and keep that with it, if not yet kept."""
    if version.layout is None and not version.is_draft:
        layouts = lay_out(read_version(version, base_url=""))
        version.keep_layout([layout.to_json() for layout in layouts])


def lay_out(plan: Plan) -> tuple[MapLayout, ...]:
    """Lay the plan's version out anew."""
    stages = [
        LayoutStage(key=one.stage.key, number=number, title=one.stage.title)
        for number, one in enumerate(plan.stages, start=1)
    ]
    steps = [
        LayoutStep(
            key=planned.step.key,
            number=planned.step.number,
            title=planned.step.title,
            hours=float(planned.step.hours),
            category=planned.step.category.code,
            stage=stage.stage.key,
            prerequisites=tuple(needed.key for needed in planned.needs),
        )
        for stage in plan.stages
        for planned in stage.steps
    ]
    return tuple(lay_out_version(stages, steps))


def _board_step(planned: PlanStep, url: str) -> BoardStep:
    return BoardStep(
        key=planned.step.key,
        number=planned.step.number,
        url=url,
        color=planned.step.category.color_slot,
        state=planned.state,
        word=planned.word,
        needs=tuple(step.number for step in planned.needs),
        opens=tuple(step.number for step in planned.opens),
    )
