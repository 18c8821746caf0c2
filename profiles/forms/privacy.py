"""Who sees what, links to a record, and leaving."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from profiles.models import Audience, Section, User
from profiles.models.user import PASSWORD_MAX
from profiles.services import sections
from profiles.services.sharing import DAYS_MAX, LABEL_MAX


class VisibilityForm(forms.Form):
    """How far each section is open, and the handle of the public page."""

    handle = forms.CharField(
        label="Handle",
        required=False,
        max_length=40,
        help_text="The address of your public page: 3 to 40 small letters, digits "
        "and hyphens. Without one there is no page.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        self.profile = owner.profile
        super().__init__(*args, **kwargs)
        self.fields["handle"].initial = self.profile.handle
        for name, audience in sections.audiences(owner).items():
            self.fields[name] = forms.ChoiceField(
                label=Section(name).label, choices=Audience.choices, initial=audience
            )

    def clean_handle(self) -> str:
        """Return the handle in small letters; it is nobody else's."""
        return self.profile.checked_handle(self.cleaned_data["handle"])

    @property
    def wanted(self) -> dict[str, str]:
        """The audience of each section, as sent."""
        return {name: self.cleaned_data[name] for name in Section.values}


class ShareForm(forms.Form):
    """A link to a record."""

    sections = forms.MultipleChoiceField(
        label="What it shows",
        choices=Section.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text="Of these, a holder of the link sees what is open to holders of a "
        "link or to everybody above.",
        error_messages={"required": "Choose at least one section."},
    )
    is_verified_only = forms.BooleanField(
        label="Only what a mentor verified", required=False
    )
    days = forms.IntegerField(
        label="Days until it expires",
        min_value=1,
        max_value=DAYS_MAX,
        initial=30,
    )
    label = forms.CharField(
        label="For whom",
        required=False,
        max_length=LABEL_MAX,
        help_text="Only you see this.",
    )


class DeleteForm(forms.Form):
    """The password, before an account goes."""

    password = forms.CharField(
        label="Your password",
        max_length=PASSWORD_MAX,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password."},
    )

    def __init__(self, *args: Any, owner: User, **kwargs: Any) -> None:
        self.owner = owner
        super().__init__(*args, **kwargs)

    def clean_password(self) -> str:
        """Refuse any password but the account's."""
        password = self.cleaned_data["password"]
        if not self.owner.check_password(password):
            raise ValidationError("This is not your password.")
        return password
