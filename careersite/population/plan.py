"""The roadmap that made learners follow: forty steps of twelve hours."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction

from roadmaps.models import (
    Roadmap,
    RoadmapVersion,
    Stage,
    Step,
    StepCriterion,
    StepPart,
    StepPrerequisite,
    StepSkill,
)
from roadmaps.services.map import keep_map
from roles.models import Role, Skill, SkillCategory

SLUG = "made-for-measuring"
STAGES = 5
STEPS = 40
STEPS_A_STAGE = STEPS // STAGES
PARTS = 3
# Eight steps need a review, the most that may be published.
REVIEW_EVERY = 5
OPTIONAL_EVERY = 8


class NoContentError(Exception):
    """There is no role, category or skill that a roadmap could stand on."""


@transaction.atomic
def ensure_roadmap(*, now: datetime) -> RoadmapVersion:
    """Return the version that all made learners follow; make it the first time.

    Raises NoContentError where the database holds no content.
    """
    known = RoadmapVersion.objects.filter(roadmap__slug=SLUG).first()
    if known:
        return known
    role = Role.objects.published().order_by("pk").first()
    categories = list(SkillCategory.objects.order_by("pk"))
    skills = list(Skill.objects.order_by("pk")[:STEPS])
    if role is None or not categories or not skills:
        raise NoContentError("Load the content first: ./dev manage seed")
    roadmap = Roadmap.objects.create(
        role=role,
        slug=SLUG,
        title="Forty steps",
        summary="A roadmap for measuring.",
        status=Roadmap.Status.PUBLISHED,
    )
    version = RoadmapVersion.objects.create(
        roadmap=roadmap,
        number=1,
        status=RoadmapVersion.Status.PUBLISHED,
        published_at=now - timedelta(days=400),
    )
    _make_steps(version, categories, skills)
    keep_map(version)
    return version


def _make_steps(
    version: RoadmapVersion, categories: list[SkillCategory], skills: list[Skill]
) -> None:
    stages = Stage.objects.bulk_create(
        Stage(
            version=version, key=f"stage-{number}", position=number, title=f"{number}."
        )
        for number in range(1, STAGES + 1)
    )
    steps = Step.objects.bulk_create(
        Step(
            version=version,
            stage=stages[(number - 1) // STEPS_A_STAGE],
            key=f"made-step-{number}",
            number=number,
            title=f"Made step {number}",
            summary="Something to learn, with something to show at the end.",
            category=categories[number % len(categories)],
            hours=12,
            is_required=number % OPTIONAL_EVERY != 0,
            needs_review=number % REVIEW_EVERY == 0,
        )
        for number in range(1, STEPS + 1)
    )
    StepPrerequisite.objects.bulk_create(
        StepPrerequisite(step=step, prerequisite=before)
        for before, step in pairwise(steps)
    )
    StepCriterion.objects.bulk_create(
        StepCriterion(step=step, key="shown", position=1, text="It is shown to work.")
        for step in steps
    )
    StepSkill.objects.bulk_create(
        StepSkill(step=step, skill=skills[step.number % len(skills)], level=2)
        for step in steps
    )
    StepPart.objects.bulk_create(
        StepPart(
            step=step,
            key=f"part-{number}",
            position=number,
            title=f"Part {number}",
            hours=4,
        )
        for step in steps
        for number in range(1, PARTS + 1)
    )
