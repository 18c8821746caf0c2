"""Editors' work on versions: draft the next one, publish it, lose nothing."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db import models, transaction

from careersite.common.acting import because
from careersite.common.actor import Actor
from careersite.common.branches import fingerprint
from roadmaps import versions
from roadmaps.map_layout import LayoutStage, LayoutStep, lay_out_version
from roadmaps.models import (
    Resource,
    Roadmap,
    RoadmapVersion,
    Step,
    StepCriterion,
    StepPart,
    StepPrerequisite,
    StepSkill,
)
from roadmaps.services.version_text import store_text, text_of
from roles.models import EditorialEvent
from roles.services.publishing import ChangedMeanwhileError
from roles.services.revisions import record_event

Action = EditorialEvent.Action


class DraftExistsError(Exception):
    """A roadmap has one draft at most; `draft` is the one there is."""

    def __init__(self, draft: RoadmapVersion) -> None:
        super().__init__(f"{draft} is still a draft.")
        self.draft = draft


class PublishRefusedError(Exception):
    """A version cannot be published; `problems` names every reason."""

    def __init__(self, problems: tuple[versions.Problem, ...]) -> None:
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@transaction.atomic
def draft_next_version(
    *,
    roadmap: Roadmap,
    by: Actor,
    now: datetime,
    base: RoadmapVersion | None = None,
) -> RoadmapVersion:
    """Return the next version: a full copy of `base`, else of the newest.

    A roadmap without a version gets an empty first one. Raises DraftExistsError where
    there is a draft already.
    """
    locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    newest = locked.versions.order_by("-number").first()
    if newest is not None and newest.is_draft:
        raise DraftExistsError(newest)
    draft = RoadmapVersion.objects.create(
        roadmap=locked, number=newest.number + 1 if newest else 1
    )
    copied = base or newest
    if copied is not None:
        _copy_plan(copied, draft)
    is_restored = base is not None and base != newest
    record_event(
        locked,
        Action.RESTORE if is_restored else Action.DRAFT,
        by=by,
        now=now,
        to_status=draft.status,
        reason=f"Version {draft.number}"
        + (f" from version {copied.number}." if copied else "."),
    )
    return draft


@transaction.atomic
def publish_version(
    *,
    version: RoadmapVersion,
    by: Actor,
    now: datetime,
    reason: str = "",
    seen: str = "",
) -> None:
    """Show the version to readers and offer it to learners; enrollments stay.

    `seen` is the fingerprint of what the publisher looked at. Raises
    PublishRefusedError, RoadmapVersion.NotADraftError, ChangedMeanwhileError, or
    Roadmap.WrongStatusError where the roadmap is archived.
    """
    because(reason or "Published.")
    locked = RoadmapVersion.objects.select_for_update().get(pk=version.pk)
    # No key: who adds a resource or enrolls need not wait.
    roadmaps = Roadmap.objects.select_for_update(no_key=True)
    locked.roadmap = roadmaps.get(pk=locked.roadmap_id)
    check_seen(locked, seen)
    problems = problems_of(locked)
    if problems:
        raise PublishRefusedError(problems)
    before = locked.status
    locked.publish(now=now, layout=_laid_out(locked))
    # Also where readers see it already: its new version is news to them.
    locked.roadmap.publish(now=now)
    store_text(locked, by=by, now=now, reason=reason)
    record_event(
        locked.roadmap,
        Action.PUBLISH,
        by=by,
        now=now,
        from_status=before,
        to_status=locked.status,
        reason=reason or f"Version {locked.number}.",
    )


def check_seen(version: RoadmapVersion, seen: str) -> None:
    """Raise ChangedMeanwhileError where a draft is not what its publisher saw."""
    if seen and version.is_draft and seen != fingerprint(text_of(version)):
        raise ChangedMeanwhileError("The draft changed since you looked at it.")


def problems_of(version: RoadmapVersion) -> tuple[versions.Problem, ...]:
    """Return everything that keeps a version from being published."""
    costs: dict[str, list[versions.Cost]] = defaultdict(list)
    for resource in Resource.objects.published().filter(roadmap=version.roadmap_id):
        cost: Any = resource.cost
        costs[resource.step_key].append(versions.Cost(cost, resource.cost_note))
    notes = dict(version.steps.values_list("key", "cost_note"))
    return versions.publish_problems(
        as_version(version).steps, costs=costs, cost_notes=notes
    )


def change_for_learners(version: RoadmapVersion) -> versions.VersionDiff | None:
    """Return what learners on the version before will be offered, if there is one."""
    before = (
        version.roadmap.versions.published()
        .filter(number__lt=version.number)
        .order_by("-number")
        .first()
    )
    return versions.diff(as_version(before), as_version(version)) if before else None


def as_version(version: RoadmapVersion) -> versions.Version:
    """Return a version as plain data, in five queries."""
    steps = version.steps.select_related("stage", "certification").prefetch_related(
        models.Prefetch(
            "prerequisite_links",
            StepPrerequisite.objects.select_related("prerequisite"),
        ),
        "criteria",
        models.Prefetch("taught_skills", StepSkill.objects.select_related("skill")),
        "origins",
    )
    return versions.Version(version.number, tuple(_as_step(step) for step in steps))


def _as_step(step: Step) -> versions.VersionStep:
    return versions.VersionStep(
        key=step.key,
        number=step.number,
        title=step.title,
        stage=step.stage.key,
        hours=float(step.hours),
        kind=step.kind,
        is_required=step.is_required,
        needs_review=step.needs_review,
        prerequisites=tuple(
            link.prerequisite.key for link in step.prerequisite_links.all()
        ),
        criteria=tuple(criterion.text for criterion in step.criteria.all()),
        taught=tuple((row.skill.slug, row.level) for row in step.taught_skills.all()),
        certification=step.certification.slug if step.certification else "",
        origins=tuple(origin.from_key for origin in step.origins.all()),
        must_redo=step.must_redo,
    )


def _laid_out(version: RoadmapVersion) -> list[dict[str, Any]]:
    """Return the map of a version as JSON keeps it."""
    stages = [
        LayoutStage(stage.key, number, stage.title)
        for number, stage in enumerate(version.stages.all(), start=1)
    ]
    steps = version.steps.select_related("stage", "category").prefetch_related(
        "prerequisites"
    )
    laid_out = lay_out_version(
        stages,
        [
            LayoutStep(
                key=step.key,
                number=step.number,
                title=step.title,
                hours=float(step.hours),
                category=step.category.code,
                stage=step.stage.key,
                prerequisites=tuple(one.key for one in step.prerequisites.all()),
            )
            for step in steps
        ],
    )
    return [one.to_json() for one in laid_out]


def _copy_plan(old: RoadmapVersion, new: RoadmapVersion) -> None:
    """Copy stages, steps and what hangs on them; marks for learners start anew."""
    stages = _copies(old.stages.all(), version=lambda _: new)
    steps = _copies(
        old.steps.all(),
        version=lambda _: new,
        stage=lambda step: stages[step.stage_id],
        must_redo=lambda _: False,
    )
    for child in (StepCriterion, StepSkill, StepPart):
        rows = child.objects.filter(step__version=old)
        _copies(rows, step=lambda row: steps[row.step_id])
    _copies(
        StepPrerequisite.objects.filter(step__version=old),
        step=lambda link: steps[link.step_id],
        prerequisite=lambda link: steps[link.prerequisite_id],
    )


def _copies(rows: models.QuerySet, **changes: Any) -> dict[int, Any]:
    """Insert copies of `rows` with `changes` applied; return them by old id."""
    copies = {}
    for row in rows:
        fields = {
            field.attname: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if not field.primary_key
        }
        copy = row._meta.model(**fields)
        for name, change in changes.items():
            setattr(copy, name, change(row))
        copies[row.pk] = copy
    rows.model.objects.bulk_create(copies.values())
    return copies
