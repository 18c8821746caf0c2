"""What a form of a step may hold while it is being typed: anything not too long."""

from typing import Any

from django import forms

from roadmaps.forms.step import LINKS_TEXT_MAX, KeysField
from roadmaps.models import StepDraft
from roadmaps.models.journal import NOTE_MAX
from roadmaps.models.review import TEXT_MAX
from roadmaps.services.tracking.journal import COMMENT_MAX
from roadmaps.services.tracking.rounds import QUESTION_MAX


class DraftForm(forms.Form):
    """A form half typed, and the version of the draft that it was read with.

    `draft_over` is the version that somebody chose to write over.
    """

    draft_version = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )
    draft_over = forms.IntegerField(
        required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput
    )

    def version(self) -> int:
        """Return the version that the sender knows of."""
        given = self.cleaned_data
        return given["draft_over"] or given["draft_version"] or 0

    def words(self) -> dict[str, Any]:
        """Return what was typed, by field."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in DraftForm.base_fields
        }


class CommentDraftForm(DraftForm):
    """A comment half typed."""

    text = forms.CharField(required=False, max_length=COMMENT_MAX, strip=False)


class NoteDraftForm(DraftForm):
    """A note half typed."""

    text = forms.CharField(required=False, max_length=NOTE_MAX, strip=False)


class EvidenceDraftForm(DraftForm):
    """Evidence half typed."""

    text = forms.CharField(required=False, max_length=TEXT_MAX, strip=False)
    links = forms.CharField(required=False, max_length=LINKS_TEXT_MAX, strip=False)
    question = forms.CharField(required=False, max_length=QUESTION_MAX, strip=False)
    projects = KeysField(required=False)
    certifications = KeysField(required=False)


DRAFT_FORMS: dict[str, type[DraftForm]] = {
    StepDraft.Kind.SUBMIT: EvidenceDraftForm,
    StepDraft.Kind.COMMENT: CommentDraftForm,
    StepDraft.Kind.NOTE: NoteDraftForm,
}
