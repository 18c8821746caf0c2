"""All that a version says, as a revision keeps it and as two versions are compared."""

from datetime import datetime
from typing import Any

from careersite.common.actor import Actor
from careersite.common.branches import read_branch, to_json
from careersite.common.content_diff import Difference, Json
from roadmaps.models import RoadmapVersion
from roles.models import Revision
from roles.services.revisions import difference

# Where the version stands is no part of what it says.
PLACE = ("roadmap", "number")


def text_of(version: RoadmapVersion) -> Json:
    """Return stages, steps and all below them; steps are named by their keys alone."""
    content = to_json(read_branch(version))
    fields = content["fields"]
    start = [*fields["roadmap"], fields["number"]]
    content["fields"] = {k: v for k, v in fields.items() if k not in PLACE}
    short: Json = _without(start, content)
    return short


def store_text(
    version: RoadmapVersion, *, by: Actor, now: datetime, reason: str
) -> None:
    """Keep what is published now: wording may be corrected later."""
    Revision.objects.create(
        model_label=version.roadmap._meta.label,
        object_id=version.roadmap_id,
        number=version.number,
        content=text_of(version),
        actor_id=by.pk,
        actor_name=by.display_name,
        created_at=now,
        reason=reason,
    )


def published_before(version: RoadmapVersion) -> RoadmapVersion | None:
    """Return the version that readers saw before this one, or see in its place."""
    older = version.roadmap.versions.published().filter(number__lt=version.number)
    return older.order_by("-number").first()


def compared(before: RoadmapVersion | None, after: RoadmapVersion) -> Difference:
    """Return what differs between two versions, field by field and row by row."""
    return difference(
        RoadmapVersion, text_of(before) if before else None, text_of(after)
    )


def _without(start: list[Any], value: Any) -> Any:
    """Take roadmap and number off the keys of stages and steps."""
    if isinstance(value, dict):
        return {name: _without(start, one) for name, one in value.items()}
    if isinstance(value, list):
        if len(value) > len(start) and value[: len(start)] == start:
            rest = value[len(start) :]
            return rest[0] if len(rest) == 1 else rest
        return [_without(start, one) for one in value]
    return value
