"""What is asked before something is published or archived."""

from typing import Any

from django import forms

from careersite.common.admin.publish_form import REASON_MAX, PublishForm
from roles.models import Redirect
from roles.services import archiving


class PublishDraftForm(PublishForm):
    """The same for a draft of what readers see already."""

    over = forms.BooleanField(
        required=False, label="Write over what changed since the draft was made"
    )


class ArchiveForm(forms.Form):
    """What follows content that goes, and why it goes."""

    successor: Any = forms.ModelChoiceField(queryset=None, required=False)
    reason = forms.CharField(max_length=REASON_MAX, required=False, label="Why")

    def __init__(self, *args: Any, root: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.uses = archiving.uses_of(root)
        has_address = type(root).__name__.lower() in Redirect.Kind.values
        if not (has_address or self.uses):
            # Figures and the like are just no longer shown: nothing leads to them.
            del self.fields["successor"]
            return
        field: Any = self.fields["successor"]
        others = type(root).objects.published().exclude(pk=root.pk)
        field.queryset = others.select_related()
        if has_address:
            field.help_text = "Its address leads there from now on."
