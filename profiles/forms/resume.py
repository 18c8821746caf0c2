"""A JSON Resume, chosen as a file or pasted."""

from typing import Any

from django import forms

from profiles.resume import NOT_JSON, TEXT_MAX, TOO_LONG


class ResumeForm(forms.Form):
    """One of the two ways to hand a file in."""

    file = forms.FileField(
        label="JSON file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    text = forms.CharField(
        label="Or its text",
        required=False,
        max_length=TEXT_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"max_length": TOO_LONG},
    )

    def clean(self) -> dict[str, Any]:
        """Put the file's text into `text`, wherever it came from."""
        sent = super().clean() or {}
        file = sent.get("file")
        if file:
            sent["text"] = self._read(file)
        elif not sent.get("text") and "text" not in self.errors:
            self.add_error("file", "Choose a file or paste its text.")
        return sent

    def _read(self, file: Any) -> str:
        if file.size > 4 * TEXT_MAX:
            self.add_error("file", TOO_LONG)
            return ""
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            self.add_error("file", NOT_JSON)
            return ""
