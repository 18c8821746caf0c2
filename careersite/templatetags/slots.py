"""What pages of lower apps show of higher ones, asked only when it is shown."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import reverse

from careersite.yours import Level, yours_of
from roadmaps.models import Roadmap, RoadmapVersion, Step, StepSkill
from roles.models import Certification, Role, Skill
from roles.pages.skills import SkillRow
from roles.reader import Held

register = template.Library()


@dataclass(frozen=True, slots=True)
class TeachingStep:
    """A step of a roadmap; `level` is the one to which it teaches, if it does."""

    step: Step
    roadmap: Roadmap
    level: int | None

    @property
    def url(self) -> str:
        """The step's public page."""
        return reverse("roadmaps:roadmap_step", args=[self.roadmap.slug, self.step.key])


@register.simple_tag
def roadmap_of(role: Role) -> Roadmap | None:
    """Return the published roadmap to a role, if there is one."""
    return Roadmap.objects.published().filter(role=role).first()


@register.simple_tag
def your_level(request: HttpRequest, row: SkillRow, role: Role) -> Level | None:
    """Return the learner's level of a skill beside what the role asks."""
    yours = yours_of(request)
    return yours.level(row.skill.pk, role, row.levels) if yours else None


@register.simple_tag
def your_target(request: HttpRequest, role: Role) -> str:
    """Return the level that the column "You" compares with."""
    yours = yours_of(request)
    return yours.target_level(role).label.lower() if yours else ""


@register.simple_tag
def your_coverage(request: HttpRequest, role: Role) -> Held | None:
    """Return how many of a role's skills the learner has."""
    yours = yours_of(request)
    return yours.coverage().get(role.pk) if yours else None


@register.simple_tag
def held_level(request: HttpRequest, skill: Skill) -> Level | None:
    """Return the learner's level of a skill, and how it is known."""
    yours = yours_of(request)
    if yours is None:
        return None
    level, state = yours.held().get(skill.pk, (None, "unrated"))
    return Level(level, state, 0)


@register.simple_tag
def steps_teaching(skill: Skill) -> list[TeachingStep]:
    """Return the steps of present roadmaps that teach a skill (one query)."""
    rows = StepSkill.objects.filter(
        skill=skill, step__version__in=RoadmapVersion.objects.startable().values("pk")
    ).select_related("step__version__roadmap")
    return [
        TeachingStep(row.step, row.step.version.roadmap, row.level)
        for row in rows.order_by("step__version__roadmap__slug", "step__number")
    ]


@register.simple_tag
def steps_towards(certification: Certification) -> list[TeachingStep]:
    """Return the steps of present roadmaps that lead to a certification."""
    rows = Step.objects.filter(
        certification=certification,
        version__in=RoadmapVersion.objects.startable().values("pk"),
    ).select_related("version__roadmap")
    return [
        TeachingStep(row, row.version.roadmap, None)
        for row in rows.order_by("version__roadmap__slug", "number")
    ]
