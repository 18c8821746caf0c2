"""One enrollment as its own address shows it."""

from typing import Any

from roadmaps.api import serializers
from roadmaps.models import Enrollment
from roadmaps.services.plan import read_plan


def enrollment_data(enrollment: Enrollment) -> dict[str, Any]:
    """Return one enrollment with progress and steps."""
    plan = read_plan(enrollment)
    shown = {
        "enrollment": enrollment,
        "progress": plan.progress,
        "steps": plan.steps,
        "kept": plan.kept,
    }
    return serializers.EnrollmentDetailSerializer(shown).data
