"""What is asked before something is published, or moves on its way there."""

from django import forms

REASON_MAX = 280


class MoveForm(forms.Form):
    """Which step is taken between draft and readers, and why."""

    action = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = forms.CharField(max_length=REASON_MAX, required=False, label="Why")


class PublishForm(forms.Form):
    """When and why something is shown to readers."""

    reason = forms.CharField(
        max_length=REASON_MAX,
        required=False,
        label="Why",
        help_text="One sentence for the history.",
    )
    at = forms.DateTimeField(
        required=False,
        label="Not before",
        help_text="Empty publishes now. Year-month-day hour:minute, UTC.",
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=128)
