"""Forms of a learner's own words, steps and hours."""

from typing import Any

from django import forms

from roadmaps.models import Enrollment
from roadmaps.models.journal import NOTE_MAX
from roadmaps.models.personal import HOURS_MAX, HOURS_MIN
from roadmaps.services.tracking.own import TEXT_MAX, TITLE_MAX


class NoteForm(forms.Form):
    """A note at a step."""

    text = forms.CharField(
        label="Note",
        max_length=NOTE_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write something first."},
    )


class ChangedNoteForm(NoteForm):
    """A note that is there already; its version guards against a second tab."""

    row_version = forms.IntegerField(
        required=False, min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput
    )


class PersonalStepForm(forms.Form):
    """A step of the learner's own."""

    title = forms.CharField(
        label="What is it?",
        max_length=TITLE_MAX,
        error_messages={"required": "Give the step a name."},
    )
    hours = forms.DecimalField(
        label="Hours",
        min_value=HOURS_MIN,
        max_value=HOURS_MAX,
        max_digits=4,
        decimal_places=1,
        initial=2,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    after_key = forms.ChoiceField(label="Comes after", required=False)
    text = forms.CharField(
        label="Notes",
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, enrollment: Enrollment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = enrollment.version.steps.order_by("number")
        places = {"": "Nothing: at the start"}
        places |= {step.key: str(step) for step in steps}
        # A newer version may have dropped the step that this one comes after.
        places.setdefault(self.initial.get("after_key", ""), "Where it is now")
        self.fields["after_key"].choices = [*places.items()]  # type: ignore[attr-defined]
