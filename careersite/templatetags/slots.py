"""What pages of lower apps show of higher ones, asked only when it is shown."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.urls import reverse

from careersite.yours import Certificate, Level, yours_of
from roadmaps.models import Roadmap, RoadmapVersion, Step, StepSkill
from roles.models import Certification, HouseLevel, Role, Skill
from roles.pages.skills import SkillRow
from roles.reader import Held, reader_of

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
def your_level(
    request: HttpRequest, row: SkillRow, at: HouseLevel | None
) -> Level | None:
    """Return the learner's level of a skill beside what a role asks at a level."""
    yours = yours_of(request)
    needed = dict(row.levels).get(at) if at else None
    return yours.level(row.skill.pk, needed) if yours else None


@register.simple_tag
def your_target(request: HttpRequest, role: Role) -> HouseLevel:
    """Return the level that the column "You" is to compare with."""
    return HouseLevel(reader_of(request).level_in(role.pk))


@register.simple_tag
def your_certificate(
    request: HttpRequest, certification: Certification
) -> Certificate | None:
    """Return the learner's certificate, if there is one."""
    yours = yours_of(request)
    return yours.certificate(certification.pk) if yours else None


@register.simple_tag
def your_way(
    request: HttpRequest, certification: Certification, role: Role
) -> TeachingStep | None:
    """Return the step of a roadmap with which a learner can plan a certification."""
    yours = yours_of(request)
    if yours is None or not certification.can_be_planned:
        return None
    step = yours.step_towards(certification.pk, role)
    return TeachingStep(step, step.version.roadmap, None) if step else None


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
    return Level(level, state)


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
