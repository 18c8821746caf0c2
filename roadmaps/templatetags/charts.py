"""Charts and long tables as HTML, written in Python.

A page holds hundreds of numbers, lines and rows: here each costs a tenth of what a
template's loop does.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.template.context import RequestContext
from django.urls import reverse
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe

from careersite.common.drawn import category_badge, meter
from profiles.gap import percent
from profiles.services.gaps import Family
from profiles.skill_chart import Badge, GapBar, RadarChart
from profiles.templatetags.holding import evidence_state
from roadmaps.pace import Week
from roadmaps.progress_chart import (
    GridLine,
    HoursChart,
    Label,
    Point,
    ProgressChart,
    WeekBar,
)
from roadmaps.services.gaps import Explained, GapLine, WhatIf
from roadmaps.templatetags.roadmap import hours

register = template.Library()

TEXT = '<text{look} x="{x}" y="{y}" text-anchor="{anchor}">{text}</text>'
LINE = (
    '<path class="chart-grid" d="M{left} {y}H{right}"/>'
    '<text x="{left}" dx="-{gap}" y="{y}" dy="4" text-anchor="end">{label}</text>'
)
DOT = '<circle class="{look}" cx="{x}" cy="{y}" r="{radius}"/>'
SVG = (
    '<svg class="{look}" viewBox="0 0 {width} {height}"{size} aria-hidden="true">'
    "{parts}</svg>"
)
STRONG = ' class="chart-strong"'


@register.simple_tag
def progress_svg(chart: ProgressChart, size: str) -> SafeString:
    """Draw the progress over time; `size` is wide or small."""
    width, height = chart.size.width, chart.size.height
    parts = [
        *_grid(chart.grid, left=chart.size.left, right=width, gap=8),
        *map(_text, chart.x_labels),
        f'<polygon class="chart-cone" points="{chart.cone}"/>' if chart.cone else "",
        _path("chart-area", chart.area),
        _path("chart-plan", chart.plan) if chart.plan else "",
        _path("chart-projection", chart.projection) if chart.projection else "",
        _path("chart-done", chart.done),
        _dot("chart-today", chart.today),
        _text(chart.today_label, STRONG),
        _dot("chart-finish", chart.finish) if chart.finish else "",
        _text(chart.finish_label, STRONG) if chart.finish_label else "",
        _text(chart.plan_label) if chart.plan_label else "",
    ]
    fixed = f' width="{width}" height="{height}"'
    return _svg(f"progress-chart is-{size}", width, height, parts, size=fixed)


@register.simple_tag
def hours_svg(chart: HoursChart) -> SafeString:
    """Draw the hours by week."""
    bars = (
        f'<rect class="hours-bar{" is-now" if bar.is_current else ""}" x="{bar.x}"'
        f' y="{bar.y}" width="{bar.width}" height="{bar.height}"/>'
        for bar in chart.bars
    )
    grid = _grid(chart.grid, left=chart.left, right=chart.width, gap=6)
    parts = [*grid, *bars, *map(_text, chart.labels)]
    return _svg("hours-chart", chart.width, chart.height, parts)


@register.simple_tag
def radar_svg(chart: RadarChart, badges: Iterable[tuple[Badge, Any]]) -> SafeString:
    """Draw the radar of families; each badge comes with its family."""
    center = f"{chart.center_x} {chart.center_y}"
    parts = [
        *(f'<polygon class="radar-ring" points="{ring}"/>' for ring in chart.rings),
        *(
            _path("radar-ring", f"M{center}L{spoke.x} {spoke.y}")
            for spoke in chart.spokes
        ),
        f'<polygon class="radar-yours" points="{chart.yours}"/>',
        f'<polygon class="radar-needed" points="{chart.needed}"/>',
        *(
            f'<svg class="cat-{family.color_slot}" x="{badge.x}" y="{badge.y}"'
            ' width="26" height="18"><rect class="radar-badge" width="26" height="18"'
            ' rx="4"/><text class="radar-code" x="13" y="13" text-anchor="middle">'
            f"{escape(family.code)}</text></svg>"
            for badge, family in badges
        ),
    ]
    return _svg("radar", chart.width, chart.height, parts)


FAMILY = (
    '<tr><th scope="row">{name}</th><td class="num">{yours}%</td>'
    '<td class="num">{needed}%</td></tr>'
)


@register.simple_tag
def family_rows(
    chart: RadarChart, badges: Iterable[tuple[Badge, Family]]
) -> SafeString:
    """Write what the radar shows as rows of a table."""
    rows = (
        FAMILY.format(
            name=escape(family.name),
            yours=percent(spoke.yours),
            needed=percent(spoke.needed),
        )
        for spoke, (_, family) in zip(chart.spokes, badges, strict=True)
    )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above


@register.simple_tag
def gap_svg(bar: GapBar, color: int) -> SafeString:
    """Draw one skill's bar of five levels in its family's color."""
    levels = "".join(
        f'<rect class="gap-{one.kind}" x="{one.x}%" y="6" width="{one.width}%"'
        ' height="10"/>'
        for one in bar.segments
    )
    return mark_safe(  # noqa: S308 - numbers and our own words
        f'<svg class="gap-bar cat-{color}" width="100%" height="{bar.height}"'
        f' aria-hidden="true">{levels}<svg x="{bar.target_x}%" overflow="visible">'
        '<rect class="gap-target" x="-3" y="2" width="3" height="18"/></svg></svg>'
    )


ROW = (
    '<tr><th scope="row"><span class="badge-line">{badge} <a href="{url}">{name}</a>'
    '</span></th><td class="num" data-label="Importance">{importance}</td>'
    '<td class="num" data-label="You">{yours}</td>'
    '<td class="num" data-label="Asked">{asked}</td>'
    '<td data-label="State">{state}</td>'
    '<td class="num" data-label="Share of the whole">{share}%</td>'
    "<td>{closers}</td></tr>"
)


@register.simple_tag
def gap_rows(lines: Iterable[GapLine]) -> SafeString:
    """Write the skills of a gap as rows of the table."""
    return mark_safe("".join(map(_gap_row, lines)))  # noqa: S308 - escaped there


def _gap_row(line: GapLine) -> str:
    row, skill = line.row, line.skill
    return ROW.format(
        badge=category_badge(skill.category),
        url=reverse("roles:skill_detail", args=[skill.slug]),
        name=escape(skill.name),
        importance=row.importance,
        yours=DASH if row.is_unrated else row.counted,
        asked=row.required,
        state=evidence_state(row.state),
        share=line.percent_of_all,
        closers=gap_closers(line),
    )


@register.simple_tag
def gap_closers(line: GapLine) -> SafeString:
    """Say what closes a skill's gap, each step and certification as a link."""
    closers = line.row.closers
    if not closers:
        said = (
            "Met" if line.row.is_met else "No step of this roadmap teaches it further."
        )
        return SafeString(said)
    links = [
        f'<a href="{escape(one.url)}">'
        f"{f'step {one.number}, ' if one.kind == 'step' else ''}{escape(one.title)}</a>"
        f"{f' ({hours(one.hours)}&nbsp;h)' if one.hours else ''}"
        for one in closers
    ]
    *first, last = links
    said = f"{', '.join(first)} or {last}" if first else last
    return mark_safe(f"Closed by {said}.")  # noqa: S308 - escaped above


DASH = "\N{EN DASH}"
RANKED = (
    '<tr{you}><td class="num">{rank}</td><th scope="row"><a href="?{query}">{title}</a>'
    '</th><td class="num">{percent}</td><td class="gap-meter">{bar}</td></tr>'
)


@register.simple_tag(takes_context=True)
def ranked_rows(context: RequestContext, explained: Explained) -> SafeString:
    """Write all roles by what is covered; the rest of the address stays."""
    query, level = context["request"].GET.copy(), context["chosen"]["level"]
    rows = []
    for one in explained.ranked:
        query["role"], query["level"] = one.role, level
        is_known = one.percent is not None
        rows.append(
            RANKED.format(
                you=' class="you"' if one.role == explained.role else "",
                rank=DASH if one.rank is None else one.rank,
                query=escape(query.urlencode()),
                title=escape(one.title),
                percent=f"{one.percent}%" if is_known else "Not known",
                bar=meter(one.percent or 0, 100) if is_known else "",
            )
        )
    return mark_safe("".join(rows))  # noqa: S308 - escaped above


CHOICE = (
    '<div class="choice"><input type="checkbox" name="step" value="{name}"'
    ' id="what-if-{at}"{checked}><label for="what-if-{at}">{number} {title},'
    " {hours}&nbsp;h</label></div>"
)


@register.simple_tag
def step_choices(what_if: WhatIf) -> SafeString:
    """Write the steps that close something as boxes to tick."""
    boxes = (
        CHOICE.format(
            name=escape(step.name),
            at=at,
            checked=" checked" if step.name in what_if.names else "",
            number=step.number,
            title=escape(step.title),
            hours=hours(step.hours or 0),
        )
        for at, step in enumerate(what_if.choices, start=1)
    )
    return mark_safe("".join(boxes))  # noqa: S308 - escaped above


WEEK = '<tr><th scope="row">{:%-d %b %Y}</th><td class="num">{}</td></tr>'


@register.simple_tag
def week_rows(weeks: Iterable[Week | WeekBar]) -> SafeString:
    """Write weeks with their hours as rows of a table."""
    rows = (WEEK.format(week.monday, hours(week.hours)) for week in weeks)
    return mark_safe("".join(rows))  # noqa: S308 - dates and numbers


def _grid(
    lines: Sequence[GridLine], *, left: float, right: float, gap: int
) -> Iterable[str]:
    return (
        LINE.format(left=left, right=right, gap=gap, y=line.y, label=line.label)
        for line in lines
    )


def _text(label: Label, look: str = "") -> str:
    return TEXT.format(
        look=look,
        x=label.x,
        y=label.y,
        anchor=label.anchor,
        text=conditional_escape(label.text),
    )


def _path(look: str, path: str) -> str:
    return f'<path class="{look}" d="{path}"/>'


def _dot(look: str, point: Point) -> str:
    return DOT.format(look=look, x=point.x, y=point.y, radius=point.radius)


def _svg(
    look: str, width: float, height: float, parts: Iterable[str], *, size: str = ""
) -> SafeString:
    drawn = SVG.format(
        look=look, width=width, height=height, size=size, parts="".join(parts)
    )
    return mark_safe(drawn)  # noqa: S308 - numbers, texts escaped above
