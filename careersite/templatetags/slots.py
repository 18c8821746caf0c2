"""What pages of lower apps show of higher ones, asked only when it is shown."""

from django import template
from django.http import HttpRequest

from careersite.yours import Level, yours_of
from roadmaps.models import Roadmap
from roles.models import Role
from roles.pages.skills import SkillRow
from roles.reader import Held

register = template.Library()


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
