"""Projects and certifications, as a learner writes them down."""

from typing import Any, cast

from django import forms

from profiles.models import EarnedCertification, Project
from roles.models import Certification, Skill


class ProjectForm(forms.ModelForm):
    """A project and the skills that it shows."""

    url = forms.URLField(
        label="Link",
        required=False,
        assume_scheme="https",
        max_length=200,
        help_text="Where others can look at it.",
    )

    class Meta:
        model = Project
        fields = ["title", "summary", "outcome", "url", "skills"]
        labels = {
            "summary": "What it is",
            "outcome": "What came of it",
            "skills": "Skills it shows",
        }
        help_texts = {
            "outcome": "One sentence, with a figure if you have one.",
            "skills": "The project becomes evidence of each.",
        }
        widgets = {"skills": forms.SelectMultiple(attrs={"size": 8})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        skills = cast("forms.ModelMultipleChoiceField", self.fields["skills"])
        held = self.instance.skills.all() if self.instance.pk else ()
        skills.queryset = Skill.objects.published_or(
            skill.pk for skill in held
        ).in_reading_order()


class CertificationForm(forms.ModelForm):
    """A certificate that a learner holds; rules are the service's."""

    credential_url = forms.URLField(
        label="Link to the credential",
        required=False,
        assume_scheme="https",
        max_length=200,
    )

    class Meta:
        model = EarnedCertification
        fields = [
            "certification",
            "issued_on",
            "expires_on",
            "credential_id",
            "credential_url",
        ]
        labels = {
            "issued_on": "Issued on",
            "expires_on": "Expires on",
            "credential_id": "Credential number",
        }
        widgets = {
            "issued_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "expires_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = cast("forms.ModelChoiceField", self.fields["certification"])
        offered.queryset = Certification.objects.published_or(
            [self.instance.certification_id]
        ).select_related("provider")
        offered.empty_label = "Choose one"

    def _get_validation_exclusions(self) -> set[str]:
        # Dates and duplicates are the service's, so that page and API say the same.
        exclusions = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | {"expires_on", "issued_on"}
