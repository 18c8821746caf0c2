"""Tokens for programs."""

from django import forms

from profiles.models import ApiToken
from profiles.services.tokens import DAYS_MAX

DAYS_MESSAGE = f"Enter between 1 and {DAYS_MAX} days."


class TokenForm(forms.Form):
    """A new token; clean data is what the service takes."""

    name = forms.CharField(
        label="Name",
        max_length=80,
        help_text="Which program it is for, such as “School portal”.",
        error_messages={"required": "Give the token a name."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(
        label="What it may do",
        choices=ApiToken.Scope.choices,
        initial=ApiToken.Scope.READ,
        widget=forms.RadioSelect,
        help_text="Reading is enough for most programs. Writing may change all that "
        "you can change by a page, except password, address and new tokens.",
    )
    days = forms.IntegerField(
        label="Days until it expires",
        min_value=1,
        max_value=DAYS_MAX,
        initial=90,
        error_messages={
            "required": "Enter a number of days.",
            "min_value": DAYS_MESSAGE,
            "max_value": DAYS_MESSAGE,
        },
    )
