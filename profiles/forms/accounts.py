"""The account forms in our words: a label above each input, no placeholder."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.core.validators import MaxLengthValidator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import mark_safe

from profiles.models import User
from profiles.services import account_mail, accounts

PASSWORD_HINT = "At least 8 characters. A few words in a row are easy to remember."  # noqa: S105
ADDRESS_MAX = 254
TERMS_LABEL = mark_safe(
    'I accept the <a href="/terms/">terms of use</a> and have read '
    'how we handle <a href="/privacy/">personal data</a>'
)


class PlainFields:
    """Takes the placeholders away and says what each field is in our words."""

    labels: dict[str, str] = {}
    hints: dict[str, str] = {}
    limits: dict[str, int] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.hints.get(name, "")
        for name, most in self.limits.items():
            self.fields[name].validators.append(MaxLengthValidator(most))
            self.fields[name].widget.attrs["maxlength"] = most


class LoginForm(PlainFields, account.LoginForm):
    labels = {"login": "E-mail address", "remember": "Keep me signed in"}


class SignupForm(PlainFields, account.SignupForm):
    """Asks for nothing that a learner's first day does not need."""

    labels = {"email": "E-mail address"}
    limits = {"email": ADDRESS_MAX}
    hints = {
        "name": "How mentors and others here see you.",
        "email": "We send a link to it, which you open once.",
        "password1": PASSWORD_HINT,
    }
    field_order = ["name", "email", "password1", "is_old_enough", "accepts_terms"]

    name = forms.CharField(
        label="Your name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    is_old_enough = forms.BooleanField(
        label="I am 16 or older",
        error_messages={"required": "You must be 16 or older to have an account."},
    )
    accepts_terms = forms.BooleanField(
        label=TERMS_LABEL,
        error_messages={"required": "Accept the terms to have an account."},
    )

    def try_save(self, request: HttpRequest) -> tuple[User | None, Any]:
        """Save a new account; for an address that has one, take as long."""
        if self.account_already_exists:
            accounts.rehearse_registration(
                name=self.cleaned_data["name"],
                password=self.cleaned_data["password1"],
                now=timezone.now(),
            )
        user, answer = super().try_save(request)
        return user, answer


class AddEmailForm(PlainFields, account.AddEmailForm):
    labels = {"email": "New e-mail address"}
    limits = {"email": ADDRESS_MAX}
    hints = {"email": "We send a link to it. Until you open it, nothing changes."}


class ChangePasswordForm(PlainFields, account.ChangePasswordForm):
    labels = {
        "oldpassword": "Current password",
        "password1": "New password",
        "password2": "New password again",
    }
    hints = {"password1": PASSWORD_HINT}


class SetPasswordForm(PlainFields, account.SetPasswordForm):
    labels = {"password2": "Password again"}
    hints = {"password1": PASSWORD_HINT}


class ResetPasswordForm(PlainFields, account.ResetPasswordForm):
    labels = {"email": "E-mail address"}

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Queue the mail; where nobody has the address, do as much."""
        if not self.users:
            account_mail.queue_reset_mail(user=None)
        return str(super().save(request, **kwargs))


class ResetPasswordKeyForm(PlainFields, account.ResetPasswordKeyForm):
    labels = {"password1": "New password", "password2": "New password again"}
    hints = {"password1": PASSWORD_HINT}


class ReauthenticateForm(PlainFields, account.ReauthenticateForm):
    pass


class SecondFactorForm(PlainFields, second_factor.AuthenticateForm):
    hints = {"code": "Six digits from your app, or one of your recovery codes."}
    limits = {"code": 20}


class SecondFactorAgainForm(PlainFields, second_factor.ReauthenticateForm):
    hints = SecondFactorForm.hints
    limits = SecondFactorForm.limits


class ActivateSecondFactorForm(PlainFields, ActivateTOTPForm):
    labels = {"code": "Code from the app"}
    hints = {"code": "Six digits, new every 30 seconds."}
