"""Words for charts and figures of role pages."""

import json
from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from roles.pages.linked import linked_data
from roles.pages.pay import basis_words
from roles.pages.role import RolePage
from roles.pay import Band
from roles.pay_chart import LevelRows, PayChart, Row

register = template.Library()
register.filter("basis_words", basis_words)
# What could end a script element or begin markup, as JSON may write it too.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


@register.simple_tag
def json_ld(page: RolePage) -> SafeString:
    """Return a role page as JSON-LD: a block of data that no browser runs."""
    text = json.dumps(linked_data(page), ensure_ascii=False).translate(ESCAPES)
    return format_html(
        '<script type="application/ld+json">{}</script>',
        mark_safe(text),  # noqa: S308  # nosec: escaped above, for JSON
    )


@register.filter
def money_long(band: Band) -> str:
    """Return a figure in full: "$90,000 to $120,000"."""
    return band.text(is_long=True)


@register.filter
def plain_number(value: Decimal) -> str:
    """Return 9.5 or 10: all digits that count and none that do not."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def stated_years(level: LevelRows) -> str:
    """Return the years of a level with who states them: "0-2 years (A, B)"."""
    found: dict[str, list[str]] = {}
    for row in level.rows:
        letters = found.setdefault(row.band.years_label, [])
        if row.letter not in letters:
            letters.append(row.letter)
    return ", ".join(
        f"{years} ({', '.join(letters)})" for years, letters in found.items() if years
    )


@register.simple_tag
def stale_figures(bands: Sequence[Band]) -> SafeString:
    """Say how many figures should have been looked at again; the table tells which."""
    today = timezone.localdate()
    due = [band.review_by for band in bands]
    stale = sum(day is not None and day < today for day in due)
    if not stale:
        return SafeString("")
    return format_html(
        '<p class="small">{} of {} figures may be out of date: see the table.</p>',
        stale,
        len(due),
    )


@register.filter
def has_context(chart: PayChart) -> bool:
    """Tell whether a chart draws a figure whose country is known from context."""
    return any(row.is_from_context for row in _rows(chart))


@register.filter
def first_letter(chart: PayChart) -> str:
    """Return the letter of the one source of a small chart."""
    return _rows(chart)[0].letter


def _rows(chart: PayChart) -> list[Row]:
    return [
        row
        for group in chart.components
        for level in group.levels
        for row in level.rows
    ]
