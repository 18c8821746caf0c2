"""What the map, the list and the bar show: one context for all who look."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from careersite.common.htmx import wants_fragment
from roadmaps.board import BoardStep, paint, stage_count
from roadmaps.models import StepProgress
from roadmaps.services.map import map_of
from roadmaps.services.pacing import read_pacing
from roadmaps.services.plan import Plan, PlanStep

VIEWS = ("map", "list")
VIEW_COOKIE = "roadmap_view"
YEAR = 365 * 24 * 3600
WORDS = {**dict(StepProgress.State.choices), "locked": "Locked", "": ""}
LEGEND = (
    "done",
    "waived",
    "skipped",
    "submitted",
    "changes_requested",
    "in_progress",
    "not_started",
    "locked",
)
# These have a place in the legend even while nobody is there.
ALWAYS_SHOWN = frozenset({"done", "in_progress", "not_started"})


def board_context(
    request: HttpRequest, plan: Plan, *, selected: str = ""
) -> dict[str, Any]:
    """Return everything that the board's template shows."""
    wanted = request.GET.get("view", "")
    view = wanted if wanted in VIEWS else request.COOKIES.get(VIEW_COOKIE, "")
    view = view if view in VIEWS else "map"
    only = request.GET.get("state", "")
    only = only if plan.enrollment and only in LEGEND else ""
    if only:
        view = "list"
    return {
        "plan": plan,
        "view": view,
        "is_view_chosen": wanted in VIEWS,
        "only": only,
        "only_word": WORDS[only],
        "stages": _list(plan, only),
        "maps": _maps(plan, selected) if view == "map" else (),
        "selected": selected,
        "page_url": f"{plan.base_url}steps/{selected}/" if selected else plan.base_url,
        **(_progress(plan) if plan.enrollment else {}),
    }


def remember_view(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep the view that was chosen by address for the next visit."""
    if request.GET.get("view") in VIEWS and not wants_fragment(request):
        response.set_cookie(
            VIEW_COOKIE, request.GET["view"], max_age=YEAR, samesite="Lax"
        )
    return response


def _progress(plan: Plan) -> dict[str, Any]:
    progress = plan.progress
    enrollment = plan.enrollment
    counts = progress.counts
    return {
        "progress": progress,
        "pacing": read_pacing(plan, enrollment, now=timezone.now())
        if enrollment
        else None,
        "segments": [
            (part.kind, piece.hours)
            for part in progress.bar.parts
            if part.kind != "rest"
            for piece in part.pieces
        ],
        "legend": [
            {"state": state, "word": WORDS[state], "count": counts[state]}
            for state in LEGEND
            if counts[state] or state in ALWAYS_SHOWN
        ],
    }


def _list(plan: Plan, only: str) -> list[dict[str, Any]]:
    stages = [
        {
            "number": number,
            "title": one.stage.title,
            "hours": one.hours,
            "count": stage_count(one.done_count, len(one.steps), one.skipped_count)
            if plan.enrollment
            else f"{len(one.steps)} steps",
            "steps": [
                {
                    "planned": step,
                    "step": step.step,
                    "word": WORDS[step.state],
                    "note": _note(step),
                }
                for step in one.steps
                if not only or step.state == only
            ],
        }
        for number, one in enumerate(plan.stages, start=1)
    ]
    return [stage for stage in stages if stage["steps"]]


def _note(planned: PlanStep) -> str:
    """Say what comes before a step, and what else a reader should know of it."""
    after = ", ".join(f"{step.number} {step.title}" for step in planned.needs)
    notes = [f"After {after}" if after else "No prerequisites"]
    if not planned.step.is_required:
        notes.append("optional")
    if planned.row and planned.row.needs_help:
        notes.append("help asked")
    return " · ".join(notes)


def _maps(plan: Plan, selected: str) -> list[Any]:
    steps = {planned.step.key: _board_step(planned) for planned in plan.steps}
    counts = {
        one.stage.key: stage_count(one.done_count, len(one.steps), one.skipped_count)
        if plan.enrollment
        else f"{len(one.steps)} steps"
        for one in plan.stages
    }
    return [paint(layout, steps, counts, selected=selected) for layout in map_of(plan)]


def _board_step(planned: PlanStep) -> BoardStep:
    return BoardStep(
        key=planned.step.key,
        number=planned.step.number,
        url=planned.url,
        color=planned.step.category.color_slot,
        state=planned.state,
        word=cast(str, WORDS[planned.state]),
        needs=tuple(step.number for step in planned.needs),
        opens=tuple(step.number for step in planned.opens),
    )
