"""The map beside a version's form, as readers see it or will see it."""

from typing import Any

from django.urls import reverse

from roadmaps.models import RoadmapVersion
from roadmaps.ordering import CycleError
from roadmaps.services.map import draw
from roadmaps.services.plan import PlanStep, read_version


def drawn(version: RoadmapVersion) -> dict[str, Any]:
    """Return the maps of what was saved last; a step leads to its form.

    Where steps need each other there is none: `circle` holds them with their
    addresses, the first one again at the end.
    """
    plan = read_version(version, base_url="")
    try:
        return {"plan": plan, "maps": draw(plan, url_of=_form_of), "circle": []}
    except CycleError as error:
        stuck = [plan.by_key[key] for key in error.path]
        circle = [(one.step, _form_of(one)) for one in stuck]
        return {"plan": plan, "maps": (), "circle": circle}


def _form_of(planned: PlanStep) -> str:
    return reverse("admin:roadmaps_step_change", args=[planned.step.pk])
