"""A version's way to readers: review, schedule, published when its time has come."""

from datetime import datetime
from typing import Any

from django.db import transaction

from careersite.common.acting import acting
from careersite.common.actor import Actor, Named
from roadmaps.models import Enrollment, Roadmap, RoadmapVersion
from roadmaps.services.publishing import (
    PublishRefusedError,
    check_seen,
    problems_of,
    publish_version,
)
from roadmaps.versions import Problem
from roles.models import EditorialEvent
from roles.services.publishing import target_of
from roles.services.redirects import record_redirect
from roles.services.revisions import record_event

Action = EditorialEvent.Action
REASON_MAX = 280


@transaction.atomic
def move(
    *,
    version: RoadmapVersion,
    action: EditorialEvent.Action,
    by: Actor,
    now: datetime,
    reason: str = "",
    at: datetime | None = None,
    seen: str = "",
) -> None:
    """Take one step between draft and readers.

    `seen` is the fingerprint of what was looked at before it is scheduled. Raises
    Roadmap.WrongStatusError where the present status does not allow the step, and
    PublishRefusedError or ChangedMeanwhileError where something is scheduled that
    is not ready, or is not what was seen.
    """
    locked = RoadmapVersion.objects.select_for_update().get(pk=version.pk)
    target = target_of(action, locked)
    if action == Action.SCHEDULE:
        check_seen(locked, seen)
        _check_schedule(locked, at, now)
    before = locked.status
    locked.move_to(target, by=by, reason=reason, at=at)
    record_event(
        locked.roadmap,
        action,
        by=by,
        now=now,
        from_status=before,
        to_status=target,
        reason=reason or f"Version {locked.number}.",
    )
    version.refresh_from_db()


def publish_due(*, now: datetime) -> list[str]:
    """Publish what is scheduled and due; what is not ready goes back to review.

    Each in a transaction of its own. Returns what was done, for the log.
    """
    due = RoadmapVersion.objects.due(now).select_related("roadmap")
    return [_publish_scheduled(version, now) for version in list(due)]


@transaction.atomic
def archive(
    *,
    roadmap: Roadmap,
    successor: Roadmap | None,
    by: Actor,
    now: datetime,
    reason: str = "",
) -> None:
    """Take a roadmap from readers; its address leads to `successor`, if there is one.

    Learners who follow it go on. Raises Roadmap.WrongStatusError unless published.
    """
    locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    locked.archive()
    if successor is not None:
        kind: Any = "roadmap"
        record_redirect(kind=kind, old_slug=locked.slug, new_slug=successor.slug)
    record_event(
        locked,
        Action.ARCHIVE,
        by=by,
        now=now,
        from_status=Roadmap.Status.PUBLISHED,
        to_status=Roadmap.Status.ARCHIVED,
        reason=reason,
    )
    roadmap.refresh_from_db()


@transaction.atomic
def take_back(*, roadmap: Roadmap, by: Actor, now: datetime) -> None:
    """Make a draft again of a roadmap that readers see, or that was archived.

    Raises Roadmap.WrongStatusError where readers see it and learners follow it: that
    is archived, so that its address leads to what follows.
    """
    locked = Roadmap.objects.select_for_update().get(pk=roadmap.pk)
    before = locked.status
    if before == Roadmap.Status.DRAFT:
        return
    is_archived = before == Roadmap.Status.ARCHIVED
    learners = Enrollment.objects.filter(roadmap=locked).current()
    if not is_archived and learners.exists():
        raise Roadmap.WrongStatusError(
            "Learners follow it: archive it, and name what follows it."
        )
    locked.unpublish()
    record_event(
        locked,
        Action.REVIVE if is_archived else Action.SEND_BACK,
        by=by,
        now=now,
        from_status=before,
        to_status=locked.status,
    )
    roadmap.refresh_from_db()


def _check_schedule(
    version: RoadmapVersion, at: datetime | None, now: datetime
) -> None:
    if at is None or at <= now:
        text = "Give a time that is still to come."
        raise PublishRefusedError((Problem("no_time", text),))
    problems = problems_of(version)
    if problems:
        raise PublishRefusedError(problems)


def _publish_scheduled(version: RoadmapVersion, now: datetime) -> str:
    by = Named(version.editor_id, version.editor_name)
    try:
        with acting(by):
            publish_version(version=version, by=by, now=now, reason=version.reason)
    except (PublishRefusedError, Roadmap.WrongStatusError) as error:
        reason = str(error)[:REASON_MAX]
        move(version=version, action=Action.HOLD, by=by, now=now, reason=reason)
        return f"{version} was held back: {error}"
    except (RoadmapVersion.NotADraftError, RoadmapVersion.DoesNotExist):
        return f"{version} was settled meanwhile."
    return f"{version} is published."
