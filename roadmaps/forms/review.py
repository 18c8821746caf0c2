"""The review form: one row per criterion and per taught skill of a round."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from roadmaps.models import CriterionVerdict
from roadmaps.models.submission import TEXT_MAX
from roadmaps.services.review import Draft, read_draft
from roadmaps.services.review.reading import Criterion, Reading, Taught

Verdict = CriterionVerdict.Verdict
OFF = ""
LEVEL_CHOICES = [(OFF, "Off"), *((str(level), str(level)) for level in range(1, 6))]


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """The two inputs of one criterion."""

    criterion: Criterion
    verdict: forms.BoundField
    text: forms.BoundField


@dataclass(frozen=True, slots=True)
class SkillRow:
    """The two inputs of one taught skill."""

    taught: Taught
    level: forms.BoundField
    until: forms.BoundField


class ReviewForm(forms.Form):
    """What a mentor writes; whether it supports a decision is the service's rule.

    `known` is the version of the draft that its sender read, where it was told.
    """

    message = forms.CharField(
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Start with what works.",
    )
    approval_reason = forms.CharField(
        required=False,
        max_length=280,
        label="Why you approve although something is open",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    private_note = forms.CharField(
        required=False,
        max_length=TEXT_MAX,
        label="My notes",
        help_text="Only you ever see them.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, data: Any = None, *, reading: Reading) -> None:
        kept = _kept(reading)
        super().__init__(data, initial=_initial(kept))
        self.reading = reading
        self.known: str | None = kept.version if data is None else _known(data)
        self.fields["message"].label = f"Message to {reading.submission.learner}"
        for criterion in reading.criteria:
            self._add_criterion(criterion)
        for taught in reading.taught:
            self.fields[f"level-{taught.skill.slug}"] = forms.ChoiceField(
                choices=LEVEL_CHOICES,
                required=False,
                label=taught.skill.name,
                widget=forms.RadioSelect,
            )
            self.fields[f"until-{taught.skill.slug}"] = forms.DateField(
                required=False,
                label="Valid until",
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )

    def criterion_rows(self) -> Iterator[CriterionRow]:
        """Yield the inputs of each criterion, in the order of the round."""
        for criterion in self.reading.criteria:
            verdict, text = f"verdict-{criterion.key}", f"text-{criterion.key}"
            yield CriterionRow(criterion, self[verdict], self[text])

    def skill_rows(self) -> Iterator[SkillRow]:
        """Yield the inputs of each taught skill."""
        for taught in self.reading.taught:
            slug = taught.skill.slug
            yield SkillRow(taught, self[f"level-{slug}"], self[f"until-{slug}"])

    def to_draft(self) -> Draft:
        """Return the cleaned input as the service takes it."""
        data = self.cleaned_data
        return Draft(
            message=data["message"],
            approval_reason=data["approval_reason"],
            private_note=data["private_note"],
            verdicts={
                row.key: (data[f"verdict-{row.key}"], data[f"text-{row.key}"])
                for row in self.reading.criteria
            },
            levels={
                taught.skill.slug: int(data[f"level-{taught.skill.slug}"] or 0) or None
                for taught in self.reading.taught
            },
            until={
                taught.skill.slug: data[f"until-{taught.skill.slug}"]
                for taught in self.reading.taught
            },
        )

    def add_refusal(self, refused: ValidationError) -> None:
        """Show what the service refused, at its field where there is one."""
        for name, messages in refused.message_dict.items():
            self.add_error(name if name in self.fields else None, messages)

    def _add_criterion(self, criterion: Criterion) -> None:
        self.fields[f"verdict-{criterion.key}"] = forms.ChoiceField(
            choices=Verdict.choices,
            required=False,
            label=criterion.text,
            widget=forms.RadioSelect,
        )
        self.fields[f"text-{criterion.key}"] = forms.CharField(
            required=False,
            max_length=1000,
            label="What should change?",
            widget=forms.Textarea(attrs={"rows": 2}),
        )


def _known(data: Mapping[str, Any]) -> str | None:
    """Return the version read, or the one that is written over by choice."""
    return data.get("draft_over") or data.get("draft_version") or None


def _kept(reading: Reading) -> Draft:
    """Return what the form opens with: the saved draft, else the taught levels."""
    if reading.own is None:
        return Draft(levels={one.skill.slug: one.level for one in reading.taught})
    return read_draft(reading.own)


def _initial(kept: Draft) -> dict[str, Any]:
    saved: dict[str, Any] = {
        "message": kept.message,
        "approval_reason": kept.approval_reason,
        "private_note": kept.private_note,
    }
    for key, (verdict, text) in kept.verdicts.items():
        saved[f"verdict-{key}"] = verdict
        saved[f"text-{key}"] = text
    for slug, level in kept.levels.items():
        saved[f"level-{slug}"] = str(level)
        saved[f"until-{slug}"] = kept.until.get(slug)
    return saved
