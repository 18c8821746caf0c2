"""The parts that all pages share; `/styleguide/` shows each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import unescape
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

from careersite.common.drawn import number
from careersite.common.markdown import to_html

register = template.Library()

STATE_WORDS = {
    "not_started": "Not started",
    "locked": "Locked",
    "in_progress": "In progress",
    "submitted": "In review",
    "changes_requested": "Changes asked",
    "done": "Done",
    "skipped": "Skipped",
    "waived": "Waived",
}
GAUGE_TICKS = 10
TICK_WIDTH = 8.8


@dataclass(frozen=True)
class Item:
    """One tab or segment: a link that knows whether it is the current one."""

    url: str
    label: str
    is_current: bool = False
    count: int | None = None
    icon: str = ""


@dataclass(frozen=True)
class Problem:
    """One line of an error summary; `target` is the id of its input, if any."""

    text: str
    target: str = ""


@register.simple_tag
def out_of_date(review_by: date | None, as_of: object = "") -> SafeString:
    """Return a tag on what should have been looked at again before today.

    `as_of` is the day or year it speaks of; where none is stated, the day is named
    on which it was to be looked at again.
    """
    if review_by is None or review_by >= timezone.localdate():
        return SafeString("")
    why = f"as of {as_of}" if as_of else f"its check was due {review_by:%-d %b %Y}"
    return format_html('<span class="tag">May be out of date ({})</span>', why)


@register.simple_tag
@lru_cache(maxsize=256)
def icon(name: str, size: int = 20) -> SafeString:
    """Return an icon as inline SVG; decoration only, so hidden from readers."""
    svg: str = lucide(name, size=size, **{"class": "icon", "aria-hidden": "true"})
    return mark_safe(svg)  # noqa: S308 - made by us, of fixed attributes


@register.inclusion_tag("components/state.html")
def state(code: str) -> dict[str, object]:
    """Show a step's state: its shape and its word."""
    return {"code": code, "word": STATE_WORDS[code], "x": None, "y": None}


@register.filter
def state_word(code: str) -> str:
    """Return the word for a state."""
    return STATE_WORDS[code]


@register.filter
def desk_name(name: str) -> str:
    """Write the name of a column as words."""
    return name.replace("_", " ")


@register.filter
def plan_row(line: dict[str, Any]) -> str:
    """Name the row that one line of a plan writes: its own name, else its key."""
    return str(line.get("row") or " / ".join(map(str, line["key"])))


@register.filter
def plan_changes(line: dict[str, Any]) -> list[dict[str, Any]]:
    """Pair what one line of a plan holds now with what it will hold."""
    jumps = line.get("jumps", {})
    return [
        {
            "name": name,
            "before": line["old"].get(name),
            "after": after,
            "jump": jumps.get(name, ""),
        }
        for name, after in line["new"].items()
        if after not in ("", None) or line["old"].get(name) not in ("", None)
    ]


@register.filter
def markdown(text: str) -> SafeString:
    """Return an editor's Markdown as HTML that holds no script and no handler."""
    return to_html(text)


@register.inclusion_tag("components/gauge.html")
def gauge(value: float, maximum: float = 10) -> dict[str, object]:
    """Show a score as ten ticks, the last lit one in part; the figure stands beside."""
    lit = float(value) / float(maximum) * GAUGE_TICKS
    return {
        "ticks": [
            {"x": i * 10.1, "width": number(min(max(lit - i, 0), 1) * TICK_WIDTH)}
            for i in range(GAUGE_TICKS)
        ]
    }


@register.inclusion_tag("components/form_field.html")
def form_field(
    field: BoundField, label: str = "", *, is_needed: bool = False
) -> dict[str, object]:
    """Show label, hint, error and input, tied together by their ids.

    `is_needed` is for what only shows where it must be filled in.
    """
    widget = field.field.widget
    return {
        "field": field,
        "label": label or field.label,
        "is_optional": not (field.field.required or is_needed),
        "is_checkbox": isinstance(widget, CheckboxInput),
        "is_group": widget.use_fieldset,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: BaseForm, takes_focus: bool = True) -> dict[str, object]:
    """List all errors of the forms, each linked to its input."""
    problems = [p for form in forms for p in _problems(form)]
    return {"problems": problems, "takes_focus": takes_focus}


@register.inclusion_tag("components/empty_state.html")
def empty_state(
    icon_name: str,
    title: str,
    text: str,
    url: str = "",
    action: str = "",
    level: int = 3,
) -> dict[str, object]:
    """Say what is missing and how to begin; `level` is that of its heading."""
    return {
        "icon_name": icon_name,
        "title": title,
        "text": text,
        "url": url,
        "action": action,
        "level": level,
    }


@register.inclusion_tag("components/tabs.html")
def tabs(items: Sequence[Item], label: str) -> dict[str, object]:
    """Show links as tabs; `label` names the group."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/segments.html")
def segments(items: Sequence[Item], label: str) -> dict[str, object]:
    """Show a choice of two or three views as one control; `label` names it."""
    return {"items": items, "label": label}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: RequestContext, page: object) -> dict[str, Any]:
    """Show links to the pages before and after; other parameters stay."""
    return {"page": page, "request": context["request"]}


@register.simple_block_tag
def scroll_region(content: str, label: str) -> SafeString:
    """Put a wide table into a focusable, named region that scrolls by itself."""
    return render_to_string(
        "components/table.html", {"content": content, "label": label}
    )


@register.simple_block_tag
def plain_text(content: str) -> str:
    """Return a block as text on one line, to be shown in several places."""
    return " ".join(unescape(content).split())


# How the framework's own messages begin.
WITHOUT_SUBJECT = ("This field", "This value", "Ensure ", "Enter a ", "Select a valid")


def _problems(form: BaseForm) -> list[Problem]:
    found = [Problem(str(text)) for text in form.non_field_errors()]
    for field in form:
        target = field.id_for_label or f"{field.auto_id}_0"
        found += [
            Problem(_with_subject(str(text), str(field.label)), target)
            for text in field.errors
        ]
    return found


def _with_subject(text: str, label: str) -> str:
    """Say which field it is where the message, away from the field, does not."""
    return f"{label}: {text}" if text.startswith(WITHOUT_SUBJECT) else text
