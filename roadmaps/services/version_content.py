"""What a version is made of: content alone, read once and kept in the process."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from careersite.common.kept import Kept
from roadmaps.map_layout import MapLayout
from roadmaps.models import (
    Resource,
    RoadmapVersion,
    Step,
    StepPart,
    StepPrerequisite,
)
from roadmaps.services.needs import Needs

VERSIONS_KEPT = 32
by_number = attrgetter("number")


@dataclass(frozen=True, slots=True)
class StepContent:
    """A step with those before and after it, by number, and its parts."""

    step: Step
    needs: tuple[Step, ...] = ()
    opens: tuple[Step, ...] = ()
    parts: tuple[StepPart, ...] = ()


@dataclass(frozen=True)
class VersionContent:
    """A version with its steps in number order; shared, so nobody changes it.

    `layouts` is empty while no map is kept; `newest` is the newest published version
    of the roadmap.
    """

    version: RoadmapVersion
    steps: Mapping[int, StepContent]
    layouts: tuple[MapLayout, ...]
    newest: RoadmapVersion | None

    @cached_property
    def needs(self) -> Mapping[str, Needs]:
        """What each step needs, by its key (one query, the first time)."""
        offered = Resource.objects.published().filter(roadmap=self.version.roadmap_id)
        return _needs(
            [one.step for one in self.steps.values()],
            offered.order_by().values_list("step_key", "cost", "language"),
        )


def version_content(version_id: int, *, stamp: int | None = None) -> VersionContent:
    """Return a version's content (1 query where it is kept, else 4).

    With the stamp of content, where that is known already, there is one less.
    """
    return _kept.get(version_id, stamp=stamp)


def _read(version_id: int) -> VersionContent:
    """Read a version beside the others of its roadmap, and what it is made of."""
    siblings = RoadmapVersion.objects.filter(roadmap__versions=version_id)
    versions = list(siblings.select_related("roadmap__role").order_by("number"))
    version = next(one for one in versions if one.pk == version_id)
    published = [one for one in versions if not one.is_draft]
    steps = read_steps(Step.objects.filter(version=version))
    layout = [] if version.is_draft else version.layout or []
    return VersionContent(
        version=version,
        steps=steps,
        layouts=tuple(map(MapLayout.from_json, layout)),
        newest=published[-1] if published else None,
    )


def read_steps(found: QuerySet[Step]) -> dict[int, StepContent]:
    """Return steps in number order with what hangs on them (2 queries)."""
    before = StepPrerequisite.objects.filter(step=OuterRef("pk")).order_by()
    loaded: Iterable[Any] = found.select_related("category", "stage").annotate(
        before_ids=ArraySubquery(before.values("prerequisite_id"))
    )
    steps = {step.pk: step for step in sorted(loaded, key=by_number)}
    needs: dict[int, list[Step]] = {}
    opens: dict[int, list[Step]] = defaultdict(list)
    for step in steps.values():
        needs[step.pk] = [steps[pk] for pk in step.before_ids if pk in steps]
        for needed in needs[step.pk]:
            opens[needed.pk].append(step)
    parts: dict[int, list[StepPart]] = defaultdict(list)
    for part in StepPart.objects.filter(step__in=steps).order_by("position"):
        parts[part.step_id].append(part)
    return {
        pk: StepContent(
            step,
            needs=tuple(sorted(needs[pk], key=by_number)),
            opens=tuple(opens[pk]),
            parts=tuple(parts[pk]),
        )
        for pk, step in steps.items()
    }


def _needs(
    steps: Iterable[Step], offered: Iterable[tuple[str, str, str]]
) -> dict[str, Needs]:
    costs: dict[str, set[str]] = defaultdict(set)
    languages: dict[str, set[str]] = defaultdict(set)
    for key, cost, language in offered:
        costs[key].add(cost)
        languages[key].add(language)
    return {
        step.key: Needs(
            step.device, frozenset(costs[step.key]), frozenset(languages[step.key])
        )
        for step in steps
    }


_kept = Kept(_read, most=VERSIONS_KEPT)
