"""Versions to move to, and moving there."""

from roadmaps.services.upgrade import (
    upgrade,
)
from tests.factories.roadmaps import (
    RoadmapVersionFactory,
    StageFactory,
    StepFactory,
)


def new_version(enrollment, number=2, **steps):
    """Publish a version with these steps by key: title and hours.

    Criteria and prerequisites of the first version are gone, so that its first
    two steps differ in any case.
    """
    version = RoadmapVersionFactory(roadmap=enrollment.roadmap, number=number)
    stage = StageFactory(version=version, key="stage-1")
    for place, (key, fields) in enumerate(steps.items(), start=1):
        StepFactory(stage=stage, key=key, number=place, **fields)
    return version


def same_steps(**changes):
    steps = {
        "python": {"title": "Python", "hours": 10},
        "git": {"title": "Git", "hours": 6},
        "extras": {"title": "Extras", "hours": 4, "is_required": False},
    }
    return {**steps, **changes}


def move(enrollment, version, now):
    enrollment.refresh_from_db()
    return upgrade(
        enrollment=enrollment, to_version=version, by=enrollment.learner, now=now
    )


def row_of(enrollment, key):
    return enrollment.step_progress.get(step_key=key)
