"""What pages of lower apps show of higher ones, asked only when it is shown."""

from dataclasses import dataclass

from django import template
from django.http import HttpRequest
from django.utils import timezone

from profiles.models import HeldSkill, User
from roadmaps.models import Roadmap
from roles.models import Role, Skill

register = template.Library()
MEMORY = "slots_held_skills"


@dataclass(frozen=True, slots=True)
class Yours:
    """What a learner holds of a skill, in one number and one word."""

    level: int
    state: str
    is_unrated: bool


UNRATED = Yours(level=0, state="unrated", is_unrated=True)


@register.simple_tag
def roadmap_of(role: Role) -> Roadmap | None:
    """Return the published roadmap to a role, if there is one."""
    return Roadmap.objects.published().filter(role=role).first()


@register.simple_tag
def held_skill(request: HttpRequest, skill: Skill) -> Yours:
    """Return what the learner holds of a skill; two queries for the whole page."""
    held = request.META.get(MEMORY)
    if held is None:
        held = request.META[MEMORY] = _held(request)
    return held.get(skill.pk, UNRATED)


def _held(request: HttpRequest) -> dict[int, Yours]:
    today = timezone.localdate()
    found: dict[int, Yours] = {}
    if not isinstance(request.user, User):
        return found
    for row in HeldSkill.objects.of(request.user).with_evidence():
        held = row.as_held(today)
        found[row.skill_id] = Yours(
            level=held.counted("claimed"), state=held.state, is_unrated=held.is_unrated
        )
    return found
