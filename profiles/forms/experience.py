"""Work and study, as a learner writes them down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from profiles.models import EducationEntry, WorkEntry
from profiles.models.experience import HIGHLIGHTS_MAX


class LinesField(forms.CharField):
    """A list of short texts, typed one to a line."""

    def __init__(self, *, lines_max: int, line_length: int, **kwargs: Any) -> None:
        self.lines_max, self.line_length = lines_max, line_length
        most = lines_max * (line_length + len("\r\n"))
        area = forms.Textarea(attrs={"rows": 4})
        super().__init__(widget=area, max_length=most, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines; what was typed stays as it is."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """Return the lines that hold something."""
        lines = [line.strip() for line in super().clean(value).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > self.lines_max:
            raise ValidationError(f"Use at most {self.lines_max} lines.")
        if any(len(line) > self.line_length for line in lines):
            raise ValidationError(f"Keep each line to {self.line_length} characters.")
        return lines

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare line by line."""
        return super().has_changed(self.prepare_value(initial), data)


class ExperienceForm(forms.ModelForm):
    """What work and study have in common."""

    url = forms.URLField(
        label="Link", required=False, assume_scheme="https", max_length=500
    )


class WorkForm(ExperienceForm):
    """One job."""

    highlights = LinesField(
        label="What came of it",
        required=False,
        lines_max=HIGHLIGHTS_MAX,
        line_length=280,
        help_text="One result to a line, with a figure if you have one.",
    )

    class Meta:
        model = WorkEntry
        fields = [
            "employer",
            "position",
            "started",
            "ended",
            "location",
            "url",
            "summary",
            "highlights",
        ]
        labels = {"summary": "What you do or did there"}
        widgets = {"summary": forms.Textarea(attrs={"rows": 4})}


class EducationForm(ExperienceForm):
    """One study."""

    courses = LinesField(
        required=False,
        lines_max=40,
        line_length=160,
        help_text="One to a line.",
    )

    class Meta:
        model = EducationEntry
        fields = [
            "institution",
            "study_type",
            "area",
            "started",
            "ended",
            "score",
            "url",
            "courses",
        ]
        labels = {
            "institution": "School or provider",
            "study_type": "Degree",
            "area": "Subject",
            "score": "Grade",
        }
