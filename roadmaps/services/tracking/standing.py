"""How an enrollment stands: under way, paused, left, completed; one event each.

Order of locks everywhere: step rows by id, then the enrollment.
"""

from datetime import datetime

from profiles.models import User
from roadmaps.models import Enrollment, EnrollmentEvent

Status = Enrollment.Status

# Where each action leads.
LEADS_TO = {
    "start": Status.ACTIVE,
    "pause": Status.PAUSED,
    "resume": Status.ACTIVE,
    "leave": Status.LEFT,
    "rejoin": Status.ACTIVE,
    "reset": Status.ACTIVE,
    "complete": Status.COMPLETED,
    "reopen": Status.ACTIVE,
}
# With these states at every step a roadmap counts as done.
NOTHING_LEFT = frozenset({"done", "waived", "skipped"})


def lock_enrollment(enrollment: Enrollment) -> Enrollment:
    """Lock and return the enrollment; its keys stay free for new rows below it."""
    locked = Enrollment.objects.select_for_update(of=("self",), no_key=True)
    # An upgrade that ends while we wait changes the version: read it afterwards.
    return (
        locked.select_related("learner__profile")
        .prefetch_related("version__roadmap")
        .get(pk=enrollment.pk)
    )


def change_standing(
    enrollment: Enrollment, *, action: str, by: User, now: datetime, reason: str = ""
) -> EnrollmentEvent:
    """Take a locked enrollment where `action` leads, with the event that says so."""
    before = enrollment.status
    enrollment.change_status(LEADS_TO[action])
    return record_event(
        enrollment, action=action, from_state=before, by=by, now=now, reason=reason
    )


def record_event(
    enrollment: Enrollment,
    *,
    action: str,
    from_state: str,
    by: User,
    now: datetime,
    reason: str = "",
) -> EnrollmentEvent:
    """Write the one event of a change."""
    return EnrollmentEvent.objects.create(
        enrollment=enrollment,
        learner_id=enrollment.learner_id,
        at=now,
        action=action,
        from_state=from_state,
        to_state=enrollment.status,
        actor_id=by.pk,
        actor_name=by.display_name,
        reason=reason,
    )


def reopen_if_work_is_left(
    enrollment: Enrollment, *, state: str, by: User | None, now: datetime
) -> EnrollmentEvent | None:
    """Take a completed roadmap up again when one of its steps is no longer done.

    The record of the completion stays as it was written. Returns the event, None
    where nothing changed.
    """
    if enrollment.status != Status.COMPLETED or state in NOTHING_LEFT:
        return None
    # Time alone never takes up a step that was done; if it did, it is the learner's.
    by = by or enrollment.learner
    locked = lock_enrollment(enrollment)
    event = None
    if locked.status == Status.COMPLETED:
        event = change_standing(locked, action="reopen", by=by, now=now)
    enrollment.status = locked.status
    return event
