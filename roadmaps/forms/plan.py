"""How a learner plans a roadmap: hours, weight, weeks off, the date aimed at."""

from datetime import date, timedelta
from typing import Any

from django import forms

from roadmaps.models import Enrollment
from roadmaps.models.enrollment import SHARE_MAX
from roadmaps.pace import HOURS_MAX, HOURS_MIN, monday_of

WEEKS_AHEAD = 26


class PlanForm(forms.Form):
    """The plan of one roadmap; hours and weeks off hold for all of them."""

    hours_per_week = forms.DecimalField(
        label="Hours a week, for all your roadmaps",
        min_value=HOURS_MIN,
        max_value=HOURS_MAX,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    share = forms.IntegerField(
        label="Weight of this roadmap",
        min_value=1,
        max_value=SHARE_MAX,
        help_text="Against your other roadmaps under way: 2 here and 1 there gives "
        "this one two thirds of your hours.",
    )
    target_date = forms.DateField(
        label="Date that you aim at",
        required=False,
        help_text="You are told how many hours a week it takes.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    off_weeks = forms.MultipleChoiceField(
        label="Weeks off",
        required=False,
        help_text="Nothing is due in them, and they do not count in your pace.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, enrollment: Enrollment, today: date, **kwargs: Any
    ) -> None:
        self.enrollment = enrollment
        profile = enrollment.learner.profile
        kwargs["initial"] = {
            "hours_per_week": profile.hours_per_week,
            "share": enrollment.share,
            "target_date": enrollment.target_date,
            "off_weeks": [week.isoformat() for week in profile.off_weeks],
        }
        super().__init__(*args, **kwargs)
        first = monday_of(today)
        ahead = {first + timedelta(weeks=count) for count in range(WEEKS_AHEAD)}
        field = self.fields["off_weeks"]
        field.choices = [  # type: ignore[attr-defined]
            (week.isoformat(), f"{week:%d %b %Y}".lstrip("0"))
            for week in sorted(ahead | set(profile.off_weeks))
        ]

    def clean_off_weeks(self) -> list[date]:
        """Return the chosen Mondays."""
        return [date.fromisoformat(text) for text in self.cleaned_data["off_weeks"]]


class ResetForm(forms.Form):
    """A word that nobody types by accident."""

    word = forms.CharField(
        label="Type “start over”",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "Type “start over” to go on."},
    )
