"""The forms of the step panel, filled with what was typed or sent last."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from roadmaps.forms.own import NoteForm
from roadmaps.forms.step import (
    CommentForm,
    EvidenceForm,
    LinkForm,
    ObjectionForm,
    SkipForm,
    TimeForm,
    WaiveForm,
)
from roadmaps.models import StepProgress
from roadmaps.services.drafts import KeptDraft
from roadmaps.services.linking import Thing
from roadmaps.services.step_detail import StepDetail

PANEL_FORMS: dict[str, type[forms.Form]] = {
    "submit": EvidenceForm,
    "skip": SkipForm,
    "waive": WaiveForm,
    "comment": CommentForm,
    "time": TimeForm,
    "note": NoteForm,
    "link": LinkForm,
    "object": ObjectionForm,
}
# Forms in which something may be half typed while another one is sent.
KEPT_WORDS = ("submit", "comment", "note")


def panel_forms(
    detail: StepDetail,
    drafts: Mapping[str, KeptDraft],
    things: Sequence[Thing],
    *,
    kept: bool,
    done: str,
) -> dict[str, forms.Form]:
    """Return forms with their drafts; evidence without one has what was sent last.

    What is linked to the step is ticked to be sent along. After an action, `kept`
    asks htmx to leave what is being typed where it is; whoever has posted a comment
    goes on in its field.
    """
    initial = {name: dict(draft.words or {}) for name, draft in drafts.items()}
    initial["submit"] = _ticked(initial["submit"] or _last_round(detail, things))
    fresh = {
        name: form(initial=initial.get(name), auto_id=form_ids(name, detail.row))
        for name, form in PANEL_FORMS.items()
    }
    for name in KEPT_WORDS:
        if kept and name != done:
            for field in fresh[name].fields.values():
                field.widget.attrs["hx-preserve"] = "true"
    if done == "comment":
        fresh["comment"].fields["text"].widget.attrs["autofocus"] = True
    return fresh


def _last_round(detail: StepDetail, things: Sequence[Thing]) -> dict[str, Any]:
    """Return what was sent last, with everything that is linked by now."""
    last = detail.last_round
    items = list(last.items.all()) if last else []
    linked = [one for one in things if one.link]
    return {
        "text": last.text if last else "",
        "links": "\n".join(item.url for item in items if item.kind == "link"),
        "question": last.question if last else "",
        "projects": [item.project_id for item in items]
        + [one.pk for one in linked if one.kind == "project"],
        "certifications": [item.earned_certification_id for item in items]
        + [one.pk for one in linked if one.kind == "certification"],
    }


def _ticked(words: Mapping[str, Any]) -> dict[str, Any]:
    """Return evidence with the keys of chosen things as a form has them."""
    chosen = {
        name: [str(key) for key in words.get(name, ())]
        for name in ("projects", "certifications")
    }
    return {**words, **chosen}


def linkable(things: Sequence[Thing]) -> list[tuple[str, list[Thing]]]:
    """Return what may still be linked to the step, by kind."""
    kinds = [
        (name, [one for one in things if one.kind == kind and not one.link])
        for name, kind in (("Projects", "project"), ("Certificates", "certification"))
    ]
    return [(name, rows) for name, rows in kinds if rows]


def form_ids(name: str, row: StepProgress) -> str:
    """Return the ids of a form's inputs: one step's words never meet another's."""
    return f"{name}-{row.step_key}_%s"


def homeless(
    sent: Mapping[str, forms.Form], detail: StepDetail
) -> list[forms.BoundField]:
    """Return fields with words whose form the step, as it is by now, does not show."""
    shown = {
        "submit": detail.can_send,
        "skip": "skip" in detail.menu,
        "waive": "waive" in detail.menu,
        "object": detail.planned.state == StepProgress.State.WAIVED,
    }
    fields = [
        field
        for name, form in sent.items()
        if not shown.get(name, True)
        for field in form.visible_fields()
    ]
    # What was ticked is no text to copy.
    return [one for one in fields if one.value() and isinstance(one.value(), str)]


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
