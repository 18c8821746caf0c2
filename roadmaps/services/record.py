"""What a learner did on a roadmap, as one would hand it to an employer.

The same record is shown of a roadmap under way (as of today) and kept, unchanged,
of one that was completed.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from roadmaps.models import Review, StepProgress, StepSkill
from roadmaps.services.plan import Plan, PlanStep


def snapshot_of(plan: Plan, *, now: datetime) -> dict[str, Any]:
    """Return the record of a learner's plan as plain JSON (2 queries).

    Days are the learner's own. Of an approved step it says by whom; a mentor is
    named with the id, so that the name can follow the mentor's wish to leave.
    Raises LookupError for a plan in which nobody is enrolled.
    """
    enrollment, version = plan.enrollment, plan.version
    if enrollment is None:
        raise LookupError("Nobody is enrolled in this plan.")
    zone = ZoneInfo(enrollment.learner.profile.time_zone)
    approved, taught = _approvals(plan), _taught(plan)
    progress = plan.progress
    return {
        "roadmap": version.roadmap.title,
        "role": version.roadmap.role.title,
        "version": version.number,
        "started_on": enrollment.started_on.isoformat(),
        "as_of": now.astimezone(zone).date().isoformat(),
        "done_hours": progress.done_hours,
        "total_hours": progress.total_hours,
        "approved_hours": progress.approved_hours,
        "self_reported_hours": progress.self_reported_hours,
        "waived_hours": progress.waived_hours,
        "percent": progress.percent,
        "done_count": progress.done_count,
        "step_count": progress.step_count,
        "stages": [
            {
                "title": stage.stage.title,
                "steps": [
                    _step(planned, zone, approved, taught) for planned in stage.steps
                ],
            }
            for stage in plan.stages
        ],
    }


def shown_record(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as pages take it: with real dates."""
    return {
        **snapshot,
        "started_on": date.fromisoformat(snapshot["started_on"]),
        "as_of": date.fromisoformat(snapshot["as_of"]),
        "stages": [
            {
                **stage,
                "steps": [
                    {**step, "finished_on": _day(step["finished_on"])}
                    for step in stage["steps"]
                ],
            }
            for stage in snapshot["stages"]
        ],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _step(
    planned: PlanStep,
    zone: ZoneInfo,
    approved: Mapping[int, Review],
    taught: Mapping[int, list[dict[str, Any]]],
) -> dict[str, Any]:
    row, step = planned.row, planned.step
    at = row.finished_at if row else None
    review = approved.get(row.pk) if row and _is_approved(row) else None
    return {
        "key": step.key,
        "number": step.number,
        "title": step.title,
        "hours": float(step.hours),
        "state": row.state if row else "not_started",
        "finished_on": at.astimezone(zone).date().isoformat() if at else None,
        "is_approved": bool(row and _is_approved(row)),
        "approved_by": review.mentor_name if review else "",
        "approved_by_id": review.mentor_id if review else None,
        "teaches": taught.get(step.pk, []),
    }


def _is_approved(row: StepProgress) -> bool:
    return row.state == StepProgress.State.DONE and not row.is_self_reported


def _approvals(plan: Plan) -> dict[int, Review]:
    """Return the last approval in effect of each step row."""
    reviews = Review.objects.in_effect().filter(
        submission__enrollment=plan.enrollment,
        decision=Review.Decision.APPROVE,
    )
    return {
        review.submission.progress_id: review
        for review in reviews.select_related("submission").order_by("effective_at")
    }


def _taught(plan: Plan) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    taught = StepSkill.objects.filter(step__version=plan.version)
    for pk, name, level in taught.order_by("skill__name").values_list(
        "step_id", "skill__name", "level"
    ):
        found.setdefault(pk, []).append({"skill": name, "level": level})
    return found
