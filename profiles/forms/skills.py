"""Rating many skills at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.forms import BoundField

from profiles.held import LEVEL_WORDS
from profiles.models import HeldSkill
from profiles.services.skills import LEVEL_OUT_OF_RANGE
from roles.models import Skill

LEVELS = [(str(level), word) for level, word in enumerate(LEVEL_WORDS)]
UNRATED = ("", "Unrated")
PREFIX = "skill-"


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One skill of the page: what is held of it and what the form holds."""

    skill: Skill
    field: BoundField
    value: str
    held: HeldSkill | None
    state: HeldSkill.State
    levels: tuple[tuple[str, str], ...] = tuple(LEVELS)


class SkillRatingForm(forms.Form):
    """One radio row per skill; what is not sent stays as it is."""

    def __init__(
        self,
        skills: Iterable[Skill],
        held: dict[int, HeldSkill],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.skills = list(skills)
        self.held = held
        for skill in self.skills:
            self.fields[self._name(skill)] = forms.ChoiceField(
                label=skill.name,
                choices=[UNRATED, *LEVELS],
                required=False,
                widget=forms.RadioSelect,
                initial=self._claimed(skill),
                error_messages={"invalid_choice": LEVEL_OUT_OF_RANGE},
            )

    def levels(self) -> dict[Skill, int | None]:
        """What was sent, as levels 0 to 5; None is unrated."""
        return {
            skill: int(self.cleaned_data[name]) if self.cleaned_data[name] else None
            for skill in self.skills
            if (name := self._name(skill)) in self.data
        }

    def rows(self, day: date) -> list[RatingRow]:
        """The rows in the order of the skills, with their state on `day`."""
        return [self._row(skill, day) for skill in self.skills]

    def _row(self, skill: Skill, day: date) -> RatingRow:
        held = self.held.get(skill.pk)
        field = self[self._name(skill)]
        sent = self.is_bound and self._name(skill) in self.data
        value = field.value() if sent else self._claimed(skill)
        state = held.state_on(day) if held else HeldSkill.State.UNRATED
        return RatingRow(skill, field, value or "", held, state)

    def _claimed(self, skill: Skill) -> str:
        held = self.held.get(skill.pk)
        if held is None or held.claimed_level is None:
            return ""
        return str(held.claimed_level)

    def _name(self, skill: Skill) -> str:
        return f"{PREFIX}{skill.slug}"
