"""Small parts that a page holds by the hundred: written here, not in templates.

A template's loop and its includes cost ten times as much for each.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

BADGE = (
    '<span class="badge cat-{slot}" title="{name}"><span aria-hidden="true">{code}'
    "</span>{words}</span>"
)
HIDDEN_FROM_ALL = ' aria-hidden="true"'
HIDDEN = '<span class="visually-hidden">{}</span>'
LETTER = (
    '<a class="letter" href="#source-{}"><span class="visually-hidden">Source </span>'
    "{}</a>"
)
PIP = '<rect class="pip-{}" x="{}" width="8" height="10" rx="1"/>'
PIPS = '<svg width="48" height="10" aria-hidden="true">{}</svg>'


def category_badge(category: Any, *, quiet: bool = False) -> SafeString:
    """Show a skill family's code in its color; `quiet` where its name stands beside.

    A family is a SkillCategory or a mapping with its fields.
    """
    read = category.get if isinstance(category, Mapping) else category.__getattribute__
    name = read("name")
    return format_html(
        BADGE,
        slot=read("color_slot"),
        name=name,
        code=read("code"),
        words="" if quiet else format_html(HIDDEN, name),
    )


def pips(value: int, word: str = "") -> SafeString:
    """Show an importance of 1 to 5 as pips, with its word."""
    return format_html('<span class="pips">{}{}</span>', _pips(value), word)


@lru_cache(maxsize=8)
def _pips(value: int) -> SafeString:
    drawn = format_html_join(
        "", PIP, (("on" if i < value else "off", i * 10) for i in range(5))
    )
    return format_html(PIPS, drawn)


@lru_cache(maxsize=64)
def source_letter(letter: str) -> SafeString:
    """Show a source's letter as a link to its row in the list of sources."""
    return format_html(LETTER, letter.lower(), letter)


METER = (
    '<svg class="meter" height="8"{named}><rect class="track" width="100%" height="8"/>'
    '<rect class="{kind}" width="{percent}%" height="8"/></svg>'
)


def meter(
    value: float, maximum: float, label: str = "", kind: str = "lit"
) -> SafeString:
    """Show a share as one bar; without a label it is decoration."""
    share = float(value) / float(maximum) if maximum else 0
    named = f' role="img" aria-label="{escape(label)}"' if label else HIDDEN_FROM_ALL
    return mark_safe(  # noqa: S308 - a number and our own words, the label escaped
        METER.format(named=named, kind=kind, percent=number(min(share, 1) * 100))
    )


BAR = (
    '<svg class="stacked" height="12"{named}><rect class="track" width="100%"'
    ' height="12"/>{parts}{gaps}</svg>'
)
BAR_PART = '<rect class="seg-{}" x="{}%" width="{}%" height="12"/>'
BAR_GAP = (
    '<svg x="{}%" overflow="visible">'
    '<rect class="gap-line" x="-2" width="2" height="12"/></svg>'
)


def stacked_bar(
    segments: Iterable[tuple[str, float]], total: float, label: str = ""
) -> SafeString:
    """Show (state, amount) pairs one after another on a track of `total`."""
    parts, gaps, x = [], [], 0.0
    for code, amount in segments:
        width = float(amount) / float(total) * 100 if total else 0.0
        parts.append(BAR_PART.format(code, number(x), number(width)))
        x += width
        if width:
            gaps.append(BAR_GAP.format(number(x)))
    named = f' role="img" aria-label="{escape(label)}"' if label else HIDDEN_FROM_ALL
    return mark_safe(  # noqa: S308 - numbers and our own words, the label escaped
        BAR.format(named=named, parts="".join(parts), gaps="".join(gaps))
    )


def number(value: float) -> str:
    """Write a number for SVG: two places at most, no idle zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
