"""The few tags that draw a roadmap."""

from collections.abc import Container
from datetime import date
from functools import cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

register = template.Library()

ACTION_WORDS = {
    "start": "Start",
    "pause": "Put aside",
    "finish": "Mark done",
    "submit": "Send for review",
    "take-back": "Take back",
    "reopen": "Reopen",
    "skip": "Skip",
    "bring-back": "Bring back",
    "waive": "I know this already",
    "unwaive": "Take back waiver",
}


@register.simple_tag
def glyph(code: str) -> SafeString:
    """Return a state's shape; kept, since a page draws it once per step."""
    return _glyph(code)


@cache
def _glyph(code: str) -> SafeString:
    return render_to_string(
        "components/state_glyph.html", {"code": code, "x": None, "y": None}
    )


@register.filter
def action_word(action: str) -> str:
    """Return the verb on an action's button."""
    return ACTION_WORDS[action]


@register.filter
def hours(value: float) -> str:
    """Write hours without idle zeros: 36, 2.5."""
    return f"{float(value):.1f}".removesuffix(".0")


@register.filter
def host(url: str) -> str:
    """Return what of an address a reader needs: no scheme, no last slash."""
    return url.partition("://")[2].removeprefix("www.").rstrip("/") or url


@register.filter
def in_set(key: str, held: Container[str]) -> bool:
    """Tell whether a key is among those held."""
    return key in held


@register.filter
def date_or_text(value: object, today: date) -> str:
    """Return what was typed for a day, or today where nothing was."""
    return str(value) if value else today.isoformat()
