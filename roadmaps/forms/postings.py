"""A pasted text, and what a learner ticks of a CV."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from profiles.forms.skills import LEVELS
from profiles.models import EarnedCertification, User
from profiles.reading import TEXT_MAX
from profiles.services.reading import (
    Chosen,
    Found,
    NamedCertification,
    NamedSkill,
)

POSTING, CV = "posting", "cv"
KINDS = [(POSTING, "A job posting"), (CV, "My CV")]
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class TextForm(forms.Form):
    """A text and what it is."""

    kind = forms.ChoiceField(
        label="What is it?", choices=KINDS, initial=POSTING, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label="Text",
        max_length=TEXT_MAX,
        help_text="Paste all of it, up to 100,000 characters. We keep none of it.",
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={
            "required": "Paste a text first.",
            "max_length": "Paste at most 100,000 characters.",
        },
    )


@dataclass(frozen=True, slots=True)
class SkillRow:
    """A skill that a CV names, to be ticked and rated."""

    named: NamedSkill
    tick: BoundField
    level: BoundField


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """A certification that a CV names, to be ticked and dated."""

    named: NamedCertification
    is_held: bool
    tick: BoundField
    issued_on: BoundField
    expires_on: BoundField
    credential_id: BoundField


class KeepForm(forms.Form):
    """What a learner keeps of a CV: each skill ticked, perhaps rated."""

    def __init__(self, found: Found, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        for skill in found.skills:
            self._add_skill(skill)
        for certification in found.certifications:
            self._add_certification(certification)

    def _add_skill(self, named: NamedSkill) -> None:
        slug, name = named.skill.slug, named.skill.name
        self.fields[f"keep-{slug}"] = forms.BooleanField(label=name, required=False)
        self.fields[f"skill-{slug}"] = forms.ChoiceField(
            label=f"Level of {name}",
            choices=[("", "Rate later"), *((n, f"{n} {word}") for n, word in LEVELS)],
            required=False,
            error_messages={"invalid_choice": "Choose a level from 0 to 5."},
        )

    def _add_certification(self, named: NamedCertification) -> None:
        slug, name = named.certification.slug, named.certification.name
        self.fields[f"earned-{slug}"] = forms.BooleanField(label=name, required=False)
        for field, label in (("issued_on", "Issued on"), ("expires_on", "Expires on")):
            self.fields[f"{field}-{slug}"] = forms.DateField(
                label=label, required=False, widget=DAY
            )
        self.fields[f"credential_id-{slug}"] = forms.CharField(
            label="Credential number", required=False, max_length=120
        )

    def clean(self) -> dict[str, Any]:
        """Ask for the date of issue of each certification that is ticked."""
        sent = super().clean() or {}
        for named in self.found.certifications:
            field = f"issued_on-{named.certification.slug}"
            ticked = sent.get(f"earned-{named.certification.slug}")
            if ticked and not sent.get(field) and field not in self.errors:
                self.add_error(field, "Say when it was issued.")
        return sent

    def chosen(self, user: User) -> Chosen:
        """Return what was ticked."""
        sent = self.cleaned_data
        return Chosen(
            skills={
                named.skill: int(level) if level else None
                for named in self.found.skills
                if sent[f"keep-{named.skill.slug}"]
                for level in [sent[f"skill-{named.skill.slug}"]]
            },
            certifications=[
                EarnedCertification(
                    user=user,
                    certification=named.certification,
                    issued_on=sent[f"issued_on-{slug}"],
                    expires_on=sent[f"expires_on-{slug}"],
                    credential_id=sent[f"credential_id-{slug}"],
                )
                for named in self.found.certifications
                for slug in [named.certification.slug]
                if sent[f"earned-{slug}"]
            ],
        )

    def new_skills(self) -> list[SkillRow]:
        """The rows of skills that are not rated yet."""
        return [row for row in self._skills() if row.named.held.is_unrated]

    def rated_skills(self) -> list[SkillRow]:
        """The rows of skills that the learner has rated already."""
        return [row for row in self._skills() if not row.named.held.is_unrated]

    def _skills(self) -> list[SkillRow]:
        return [
            SkillRow(
                named=named,
                tick=self[f"keep-{slug}"],
                level=self[f"skill-{slug}"],
            )
            for named in self.found.skills
            for slug in [named.skill.slug]
        ]

    def certifications(self, earned: set[int]) -> list[CertificationRow]:
        """The rows of certifications; `earned` are ids of those already there."""
        return [
            CertificationRow(
                named=named,
                is_held=named.certification.pk in earned,
                tick=self[f"earned-{slug}"],
                issued_on=self[f"issued_on-{slug}"],
                expires_on=self[f"expires_on-{slug}"],
                credential_id=self[f"credential_id-{slug}"],
            )
            for named in self.found.certifications
            for slug in [named.certification.slug]
        ]
