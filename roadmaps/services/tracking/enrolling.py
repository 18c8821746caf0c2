"""Begin a roadmap: one enrollment per learner, all its step rows at once."""

from datetime import datetime

from django.db import transaction

from profiles.models import User
from profiles.services import accounts
from profiles.services.days import today_of
from roadmaps.models import Enrollment, Roadmap, RoadmapVersion, StepProgress
from roadmaps.services.map import keep_map
from roadmaps.services.tracking.standing import (
    change_standing,
    lock_enrollment,
    record_event,
)


class NothingPublishedError(Exception):
    """The roadmap has no published version that could be started."""


@transaction.atomic
def enroll(*, learner: User, roadmap: Roadmap, now: datetime) -> Enrollment:
    """Start the newest published version, or come back to what was left.

    Twice, or twice at once, gives one enrollment, whose `is_new` is true for the one
    call that made it; nothing that was done is lost. Raises NothingPublishedError.
    """
    accounts.ensure_profile(user=learner)
    version = roadmap.versions.latest_published().first()
    if version is None:
        raise NothingPublishedError(f"{roadmap} is not published yet.")
    enrollment, is_new = Enrollment.objects.get_or_create(
        learner=learner,
        roadmap=roadmap,
        defaults={
            "version": version,
            "started_on": today_of(learner, now=now),
        },
    )
    enrollment.is_new = is_new
    if is_new:
        add_step_rows(enrollment=enrollment, version=version)
        keep_map(version)
        record_event(enrollment, action="start", from_state="", by=learner, now=now)
    elif enrollment.status == Enrollment.Status.LEFT:
        locked = lock_enrollment(enrollment)
        if locked.status == Enrollment.Status.LEFT:
            change_standing(locked, action="rejoin", by=learner, now=now)
        return locked
    return enrollment


def add_step_rows(
    *, enrollment: Enrollment, version: RoadmapVersion
) -> list[StepProgress]:
    """Make the rows of all steps of `version`, none started."""
    return StepProgress.objects.bulk_create(
        StepProgress(
            enrollment=enrollment,
            learner_id=enrollment.learner_id,
            step=step,
            step_key=step.key,
        )
        for step in version.steps.all()
    )
