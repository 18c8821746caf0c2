"""What a mentor states, and words used again."""

from typing import Any

from django import forms

from profiles.models import Profile
from profiles.models.mentor_terms import WEEKDAYS
from roadmaps.models import SavedReply

TERMS = (
    "is_taking_mentees",
    "mentee_limit",
    "review_days",
    "review_starts_at",
    "review_hours",
    "items_per_week",
    "answer_days",
)


class TermsForm(forms.ModelForm):
    """Review days, limits and the promise."""

    review_days = forms.TypedMultipleChoiceField(
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        label="Days on which you review",
        help_text="Waits count from the next of these days. None chosen: any day.",
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Profile
        fields = TERMS
        labels = {
            "is_taking_mentees": "I take new mentees",
            "mentee_limit": "Most mentees at a time",
            "review_starts_at": "You begin at",
            "review_hours": "Hours in one evening",
            "items_per_week": "Most reviews in a week",
            "answer_days": "Days within which you promise to answer",
        }
        help_texts = {
            "mentee_limit": "Your link takes nobody above it. Empty: no limit.",
            "review_starts_at": "In the time zone of your profile.",
            "items_per_week": "Learners are told the later date before they send. "
            "Empty: no limit.",
            "answer_days": "Counted from the review day after the work was sent.",
        }
        widgets = {
            "review_starts_at": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "review_hours": forms.NumberInput(attrs={"step": "0.5"}),
        }

    def terms(self) -> dict[str, Any]:
        """Return what the profile keeps."""
        return {name: self.cleaned_data[name] for name in TERMS}


class ReplyForm(forms.ModelForm):
    """A reply to use again."""

    class Meta:
        model = SavedReply
        fields = ["title", "text"]
        help_texts = {"title": "By this you find it again; learners do not see it."}
        widgets = {"text": forms.Textarea(attrs={"rows": 6})}


class NoteForm(forms.Form):
    """What a mentor wants to remember of a mentee."""

    note = forms.CharField(
        required=False,
        max_length=4000,
        label="My notes",
        help_text="Only you ever see them.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
