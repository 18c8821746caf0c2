"""Versions as the pure rules take them, and what differs between two of them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from roadmaps.models import (
    RoadmapVersion,
    Step,
    StepCriterion,
    StepOrigin,
    StepPrerequisite,
    StepSkill,
)
from roadmaps.versions import Version, VersionDiff, VersionStep, diff


def read_versions(versions: Iterable[RoadmapVersion]) -> list[Version]:
    """Read versions with all that upgrades and publishing look at (5 queries)."""
    wanted = list(versions)
    steps = list(
        Step.objects.filter(version__in=wanted)
        .select_related("stage", "certification")
        .order_by("number")
    )
    found = _Children([step.pk for step in steps])
    by_version: dict[int, list[VersionStep]] = defaultdict(list)
    for step in steps:
        by_version[step.version_id].append(found.version_step(step))
    return [Version(one.number, tuple(by_version[one.pk])) for one in wanted]


class _Children:
    """What hangs on steps, by the step's id."""

    def __init__(self, ids: list[int]) -> None:
        self._needs = _grouped(
            StepPrerequisite.objects.filter(step__in=ids).values_list(
                "step_id", "prerequisite__key"
            )
        )
        self._criteria = _grouped(
            StepCriterion.objects.filter(step__in=ids)
            .order_by("position")
            .values_list("step_id", "text")
        )
        self._origins = _grouped(
            StepOrigin.objects.filter(step__in=ids).values_list("step_id", "from_key")
        )
        self._taught: dict[int, list[tuple[str, int]]] = defaultdict(list)
        taught = StepSkill.objects.filter(step__in=ids).order_by("skill__slug")
        for step, skill, level in taught.values_list("step_id", "skill__slug", "level"):
            self._taught[step].append((skill, level))

    def version_step(self, step: Step) -> VersionStep:
        """Return a step as the pure rules take it."""
        return VersionStep(
            key=step.key,
            number=step.number,
            title=step.title,
            stage=step.stage.key,
            hours=float(step.hours),
            kind=step.kind,
            is_required=step.is_required,
            needs_review=step.needs_review,
            prerequisites=tuple(sorted(self._needs[step.pk])),
            criteria=tuple(self._criteria[step.pk]),
            taught=tuple(self._taught[step.pk]),
            certification=step.certification.slug if step.certification else "",
            origins=tuple(sorted(self._origins[step.pk])),
            must_redo=step.must_redo,
        )


def versions_between(old: RoadmapVersion, new_pk: int) -> list[RoadmapVersion]:
    """Return the published versions from `old` up to another, both included."""
    new = RoadmapVersion.objects.published().get(
        pk=new_pk, roadmap_id=old.roadmap_id, number__gt=old.number
    )
    between = RoadmapVersion.objects.published().filter(
        roadmap_id=old.roadmap_id, number__gt=old.number, number__lt=new.number
    )
    return [old, *between.order_by("number"), new]


def difference(old: RoadmapVersion, new_pk: int) -> VersionDiff:
    """Return what differs; kept, since published versions never change."""
    return _difference(old.pk, new_pk)


@lru_cache(maxsize=64)
def _difference(old_pk: int, new_pk: int) -> VersionDiff:
    pair = RoadmapVersion.objects.filter(pk__in=[old_pk, new_pk]).order_by("number")
    before, after = read_versions(pair)
    return diff(before, after)


def changed_count(old: RoadmapVersion, new_pk: int) -> int:
    """Count the steps that differ for somebody who follows `old`."""
    found = difference(old, new_pk)
    parts = (found.added, found.removed, found.changed, found.split, found.merged)
    return sum(len(part) for part in parts)


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found
