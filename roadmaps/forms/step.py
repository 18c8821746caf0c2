"""The forms of the step panel; an action's clean data is what its service takes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from roadmaps.models.review import TEXT_MAX
from roadmaps.services import tracking
from roadmaps.services.tracking.journal import COMMENT_MAX, MINUTES_WRONG
from roadmaps.services.tracking.moves import REASON_MAX
from roadmaps.services.tracking.rounds import QUESTION_MAX

LINKS_TEXT_MAX = 6_000


class RowForm(forms.Form):
    """An action without words; the row's version guards against a second tab."""

    row_version = forms.IntegerField(
        required=False, min_value=1, widget=forms.HiddenInput
    )


class StartForm(RowForm):
    """Start, or start anyway."""

    override = forms.BooleanField(required=False, widget=forms.HiddenInput)


class HelpForm(RowForm):
    """Ask for help, or say that it is no longer needed."""

    is_wanted = forms.BooleanField(required=False, widget=forms.HiddenInput)


class SkipForm(RowForm):
    """Leave an optional step out."""

    reason = forms.CharField(
        label="Why do you skip it?",
        max_length=REASON_MAX,
        error_messages={"required": "Say in a few words why you skip it."},
    )


class WaiveForm(RowForm):
    """Pass a step that is known already."""

    ground = forms.CharField(
        label="How do you know this already?",
        max_length=REASON_MAX,
        error_messages={"required": "Say how you know this already."},
    )


class ObjectionForm(RowForm):
    """A mentor does not take a step as known."""

    reason = forms.CharField(
        label="What is still missing?",
        max_length=REASON_MAX,
        help_text="The learner reads it and gets the step back.",
        error_messages={"required": "Say what is still missing."},
    )


class LinksField(forms.CharField):
    """Web addresses, one a line; clean data is a list."""

    def clean(self, value: Any) -> list[str]:
        """Return the lines that hold something."""
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class KeysField(forms.Field):
    """Keys of own things, ticked in a list; clean data is a list of numbers."""

    widget = forms.SelectMultiple

    def clean(self, value: Any) -> list[int]:
        """Return the keys; raises ValidationError for what is none."""
        keys = value or []
        if not all(key.isascii() and key.isdecimal() and len(key) < 19 for key in keys):
            raise forms.ValidationError("Choose from your own.")
        return [int(key) for key in keys]


class EvidenceForm(RowForm):
    """What the learner sends for review."""

    text = forms.CharField(
        label="What did you do?",
        required=False,
        max_length=TEXT_MAX,
        help_text="Say how you met each point, and where to look.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    links = LinksField(
        label="Links",
        required=False,
        max_length=LINKS_TEXT_MAX,
        help_text="Repository, page or document: one address a line, at most 10.",
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    question = forms.CharField(
        label="What should your mentor look at?",
        required=False,
        max_length=QUESTION_MAX,
    )
    projects = KeysField(label="Projects to show", required=False)
    certifications = KeysField(label="Certifications to show", required=False)

    def clean(self) -> dict[str, Any]:
        """Check the evidence as the service does, so that errors stand at fields."""
        if not self.errors:
            tracking.check_evidence(
                text=self.cleaned_data["text"],
                links=self.cleaned_data["links"],
                question=self.cleaned_data["question"],
                has_more=bool(
                    self.cleaned_data["projects"] or self.cleaned_data["certifications"]
                ),
            )
        return self.cleaned_data


class CommentForm(forms.Form):
    """A word to the mentor, or to the learner."""

    text = forms.CharField(
        label="Comment",
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write something first."},
    )


class LinkForm(forms.Form):
    """A project or certificate of the profile, such as `project-12`."""

    thing = forms.RegexField(
        r"^(project|certification)-[0-9]{1,18}$",
        label="Project or certificate",
        error_messages={
            "required": "Choose one of your projects or certificates.",
            "invalid": "Choose one of your projects or certificates.",
        },
    )

    def words(self) -> dict[str, int]:
        """Return what the service takes."""
        kind, _, key = self.cleaned_data["thing"].partition("-")
        return {kind: int(key)}


class TickForm(forms.Form):
    """A part or a resource, ticked or not."""

    key = forms.SlugField(max_length=60, widget=forms.HiddenInput)
    is_ticked = forms.BooleanField(required=False, widget=forms.HiddenInput)


class TimeForm(forms.Form):
    """Hours spent on a day."""

    hours = forms.DecimalField(
        label="Log time",
        max_value=24,
        min_value=0,
        max_digits=5,
        decimal_places=2,
        error_messages={"required": "Enter the hours, such as 1.5."},
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )
    on = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_hours(self) -> Decimal:
        """Refuse less than a minute here, where the service knows no field of it."""
        hours: Decimal = self.cleaned_data["hours"]
        if round(hours * 60) < 1:
            raise forms.ValidationError(MINUTES_WRONG)
        return hours

    def words(self, today: date) -> dict[str, Any]:
        """Return what the service takes; without a day, it was today."""
        return {
            "minutes": round(self.cleaned_data["hours"] * 60),
            "on": self.cleaned_data["on"] or today,
        }


@dataclass(frozen=True)
class StepAction:
    """An action of the panel: its form, its service, and what is said after it."""

    form: type[forms.Form]
    perform: Callable[..., object]
    said: str


ACTIONS: Mapping[str, StepAction] = {
    "start": StepAction(StartForm, tracking.start, "is in progress."),
    "pause": StepAction(RowForm, tracking.pause, "is put aside."),
    "finish": StepAction(RowForm, tracking.finish, "is done."),
    "submit": StepAction(EvidenceForm, tracking.submit, "sent for review."),
    "take-back": StepAction(RowForm, tracking.take_back, "taken back from review."),
    "reopen": StepAction(RowForm, tracking.reopen, "is in progress again."),
    "skip": StepAction(SkipForm, tracking.skip, "is skipped."),
    "bring-back": StepAction(RowForm, tracking.bring_back, "is back in your plan."),
    "waive": StepAction(WaiveForm, tracking.waive, "is waived."),
    "unwaive": StepAction(RowForm, tracking.unwaive, "is no longer waived."),
    "ask-help": StepAction(HelpForm, tracking.ask_help, "is marked for your mentor."),
    "undo": StepAction(RowForm, tracking.undo, "is as it was before."),
}
