"""The forms of the step panel, filled with what was typed or sent last."""

from collections.abc import Mapping
from typing import Any

from django import forms

from roadmaps.forms.own import NoteForm
from roadmaps.forms.step import (
    CommentForm,
    EvidenceForm,
    ObjectionForm,
    SkipForm,
    TimeForm,
    WaiveForm,
)
from roadmaps.models import StepProgress
from roadmaps.services.drafts import KeptDraft
from roadmaps.services.step_detail import StepDetail

PANEL_FORMS: dict[str, type[forms.Form]] = {
    "submit": EvidenceForm,
    "skip": SkipForm,
    "waive": WaiveForm,
    "comment": CommentForm,
    "time": TimeForm,
    "note": NoteForm,
    "object": ObjectionForm,
}
# Forms in which something may be half typed while another one is sent.
KEPT_WORDS = ("submit", "comment", "note")


def panel_forms(
    detail: StepDetail, drafts: Mapping[str, KeptDraft], *, kept: bool, done: str
) -> dict[str, forms.Form]:
    """Return forms with their drafts; evidence without one has what was sent last.

    After an action, `kept` asks htmx to leave what is being typed where it is.
    """
    initial = {name: dict(draft.words or {}) for name, draft in drafts.items()}
    initial["submit"] = _ticked(initial["submit"] or _last_round(detail))
    fresh = {
        name: form(initial=initial.get(name), auto_id=form_ids(name, detail.row))
        for name, form in PANEL_FORMS.items()
    }
    for name in KEPT_WORDS:
        if kept and name != done:
            for field in fresh[name].fields.values():
                field.widget.attrs["hx-preserve"] = "true"
    return fresh


def _last_round(detail: StepDetail) -> dict[str, Any]:
    last = detail.last_round
    if last is None:
        return {}
    items = list(last.items.all())
    return {
        "text": last.text,
        "links": "\n".join(item.url for item in items if item.kind == "link"),
        "question": last.question,
        "projects": [item.project_id for item in items],
        "certifications": [item.earned_certification_id for item in items],
    }


def _ticked(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return evidence with the keys of chosen things as a form has them."""
    chosen = {
        name: [str(key) for key in words.get(name, ())]
        for name in ("projects", "certifications")
    }
    return {**words, **chosen}


def form_ids(name: str, row: StepProgress) -> str:
    """Return the ids of a form's inputs: one step's words never meet another's."""
    return f"{name}-{row.step_key}_%s"


def unsent(sent: dict[str, forms.Form]) -> dict[str, forms.Form]:
    """Return the same words as forms to send again, with the present version."""
    return {
        name: type(form)(
            initial={
                field: form[field].data
                for field in form.fields
                if field != "row_version"
            },
            auto_id=form.auto_id,
        )
        for name, form in sent.items()
    }
