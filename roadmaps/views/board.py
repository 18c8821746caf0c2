"""What the map, the list and the bar show: one context for all who look."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.safestring import SafeString

from careersite.common.htmx import wants_fragment
from roadmaps.board import VIEW_COOKIE, StepLine
from roadmaps.forms.needs import NeedsForm, drawn
from roadmaps.ordering import CycleError
from roadmaps.services.map import draw
from roadmaps.services.needs import Needs, NeedsFilter, words_of
from roadmaps.services.pacing import Pacing, read_pacing
from roadmaps.services.plan import STATE_WORDS, Plan, PlanStep

VIEWS = ("map", "list")
YEAR = 365 * 24 * 3600
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
    needs = plan.content.needs
    fields, asked = _needs_asked(request, needs)
    if not asked.is_empty:
        view = "list"
    extras = _extras(plan)
    pacing = (
        read_pacing(plan, plan.enrollment, now=timezone.now())
        if plan.enrollment
        else None
    )
    return {
        "plan": plan,
        **_drawn(plan, view, selected),
        "is_view_chosen": wanted in VIEWS,
        "only": only,
        "only_word": STATE_WORDS[only],
        "stages": _list(plan, _Asked(only, asked, needs), pacing),
        "extras": extras,
        "needs_fields": fields,
        "is_narrowed": not asked.is_empty,
        "pacing": pacing,
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


def _drawn(plan: Plan, view: str, selected: str) -> dict[str, Any]:
    """Return the view and its maps: a draft that runs in a circle has its list only."""
    if view != "map":
        return {"view": view, "maps": (), "has_circle": False}
    try:
        maps = draw(plan, selected=selected)
    except CycleError:
        return {"view": "list", "maps": (), "has_circle": True}
    return {"view": view, "maps": maps, "has_circle": False}


def _progress(plan: Plan) -> dict[str, Any]:
    progress = plan.progress
    counts = progress.counts
    return {
        "progress": progress,
        "segments": [
            (part.kind, piece.hours)
            for part in progress.bar.parts
            if part.kind != "rest"
            for piece in part.pieces
        ],
        "legend": [
            {"state": state, "word": STATE_WORDS[state], "count": counts[state]}
            for state in LEGEND
            if counts[state] or state in ALWAYS_SHOWN
        ],
    }


@dataclass(frozen=True)
class _Asked:
    """What the list is narrowed to."""

    state: str
    needs: NeedsFilter
    found: Mapping[str, Needs]

    def takes(self, one: PlanStep) -> bool:
        is_state = not self.state or one.state == self.state
        return is_state and self.needs.takes(self.found[one.step.key])

    @property
    def is_all(self) -> bool:
        return not self.state and self.needs.is_empty


def _needs_asked(
    request: HttpRequest, needs: Mapping[str, Needs]
) -> tuple[SafeString, NeedsFilter]:
    """Return the filter's fields and what it asks; what is unknown asks nothing."""
    languages = tuple(
        sorted({name for one in needs.values() for name in one.languages})
    )
    asked = NeedsFilter()
    if request.GET:
        form = NeedsForm(request.GET, languages=languages)
        asked = NeedsFilter(**form.cleaned_data) if form.is_valid() else asked
    return drawn(languages, asked.device, asked.cost, asked.language), asked


def _list(plan: Plan, asked: _Asked, pacing: Pacing | None) -> list[dict[str, Any]]:
    extras = _extras(plan)
    stages = [
        {
            "number": number,
            "title": one.stage.title,
            "hours": one.hours,
            "count": plan.count_of(one),
            "steps": [
                _line(step, asked.found[step.step.key], pacing)
                for step in one.steps
                if asked.takes(step)
            ],
            "extra": extras[number - 1] if asked.is_all else None,
        }
        for number, one in enumerate(plan.stages, start=1)
    ]
    return [stage for stage in stages if stage["steps"]]


def _extras(plan: Plan) -> list[dict[str, Any]]:
    """Return, stage by stage, the learner's own steps and those kept from before.

    What follows no step of the version stands in the first stage, what follows a
    step that is gone in the last.
    """
    keys = {
        step.step.key: at for at, one in enumerate(plan.stages) for step in one.steps
    }
    stages = {one.stage.key: at for at, one in enumerate(plan.stages)}
    last = len(plan.stages) - 1
    found: list[dict[str, Any]] = [
        {"title": one.stage.title, "own": [], "kept": []} for one in plan.stages
    ]
    for step in plan.personal if found else ():
        at = keys.get(step.after_key, last) if step.after_key else 0
        after = plan.by_key.get(step.after_key)
        found[at]["own"].append({"step": step, "after": after.step if after else None})
    for planned in plan.kept if found else ():
        found[stages.get(planned.step.stage.key, last)]["kept"].append(planned)
    return found


def _note(planned: PlanStep, needs: Needs) -> str:
    """Say what comes before a step, and what else a reader should know of it."""
    after = ", ".join(f"{step.number} {step.title}" for step in planned.needs)
    notes = [f"After {after}" if after else "No prerequisites"]
    if not planned.step.is_required:
        notes.append("optional")
    if planned.is_left_out:
        notes.append("required now: bring it back")
    notes += words_of(needs)
    if planned.row and planned.row.needs_help:
        notes.append("help asked")
    return " · ".join(notes)


def _line(planned: PlanStep, needs: Needs, pacing: Pacing | None) -> StepLine:
    """Return a step as the list says it.

    Nothing is due on a roadmap that is not under way, nor of a step in review.
    """
    step, category = planned.step, planned.step.category
    is_open = planned.is_left and planned.state != "submitted"
    is_dated = pacing and pacing.is_dated and is_open
    due = pacing.due.get(step.key) if pacing and is_dated else None
    return StepLine(
        key=step.key,
        number=step.number,
        url=planned.url,
        title=step.title,
        state=planned.state,
        word=planned.word,
        note=_note(planned, needs),
        color=category.color_slot,
        code=category.code,
        category=category.name,
        hours=float(step.hours),
        due_on=due.due_on if due else None,
        is_late=bool(due and due.is_late),
    )
