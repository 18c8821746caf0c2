"""What a learner says about themselves."""

from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.db import transaction

from profiles.models import Profile
from roles.models import Region, Role


def time_zones() -> list[tuple[str, str]]:
    """Return all time zones as choices, in alphabetical order."""
    return [(name, name.replace("_", " ")) for name in sorted(available_timezones())]


class ProfileForm(forms.ModelForm):
    """Edits the profile and the name that stands on the account."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="How mentors and others here see you.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.ChoiceField(
        choices=time_zones, help_text="Your weeks and due dates follow it."
    )

    class Meta:
        model = Profile
        fields = [
            "headline",
            "target_role",
            "target_level",
            "hours_per_week",
            "country",
            "time_zone",
        ]
        labels = {
            "target_role": "Role you aim at",
            "target_level": "Level you aim at",
            "hours_per_week": "Hours a week",
        }
        help_texts = {
            "headline": "One line about you, such as what you do today.",
            "country": "Pay is shown for it first.",
        }
        widgets = {"hours_per_week": forms.NumberInput(attrs={"step": "0.5"})}

    field_order = ["name", "headline", "target_role", "target_level"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.instance.user.name
        role = cast("forms.ModelChoiceField", self.fields["target_role"])
        role.queryset = Role.objects.published_or([self.instance.target_role_id])
        role.empty_label = "Not decided yet"
        country = cast("forms.ModelChoiceField", self.fields["country"])
        country.queryset = Region.objects.filter(kind=Region.Kind.COUNTRY)
        country.empty_label = "Not given"

    @transaction.atomic
    def keep(self) -> Profile:
        """Save the profile, and the name on the account."""
        user = self.instance.user
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
        return self.save()
