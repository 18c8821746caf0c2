"""What an operator says when acting on an account."""

from typing import Any

from django import forms

from profiles.models.operating import REASON_MAX


class ReasonForm(forms.Form):
    """Why an operator acts; the person can read it."""

    reason = forms.CharField(
        label="Reason",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Kept, and shown to the person under “Privacy and data”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].widget.attrs["aria-describedby"] = "id_reason_helptext"
