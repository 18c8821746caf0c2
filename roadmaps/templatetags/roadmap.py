"""The few tags that draw a roadmap."""

from collections.abc import Container, Iterable
from datetime import date
from functools import cache
from math import ceil

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from careersite.common.drawn import category_badge
from roadmaps.board import BoardEdge, BoardNode, StepLine

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
    "undo": "Undo",
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
def minutes_as_hours(minutes: int) -> str:
    """Write minutes as hours, to the quarter as people log them: 1.25."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


@register.filter
def hours_up(value: float) -> str:
    """Write hours rounded up to a tenth: less of them would be too few."""
    return hours(ceil(round(value * 10, 6)) / 10)


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


# A roadmap has a hundred nodes, edges and lines: written here they cost a tenth of
# what a template's loop does.
NODE = (
    '<a class="node cat-{color}{look}" id="n{number}" href="{url}" aria-label="{label}"'
    '{current} data-node data-opens{ways} hx-get="{url}" hx-target="#step"'
    ' hx-push-url="true"><svg x="{x}" y="{y}" width="220" height="72"'
    ' overflow="visible"><rect class="node-box" width="220" height="72" rx="8"/>'
    '<path class="node-strip" d="M8 0H28V72H8A8 8 0 0 1 0 64V8A8 8 0 0 1 8 0Z"/>'
    '<text class="node-code" x="14" y="40">{code} </text>{glyph}{lines}'
    '<text class="node-meta" x="{text_x}" y="{meta_y}">{meta}</text>'
    '<rect class="node-ring" width="220" height="72" rx="8"/></svg></a>'
)
EDGE = (
    '<g class="map-edge{look}" data-ends="n{ends[0]} n{ends[1]}">'
    '<path class="edge-halo" d="{path}"/><path class="edge edge-{kind}" d="{path}"/>'
    '<polygon class="edge-head edge-{kind}" points="{arrow}"/></g>'
)


LINE = (
    '<li class="step-line{look}">{glyph}<div class="step-name"><a id="s{number}"'
    ' href="{url}" data-opens{current} hx-get="{url}" hx-target="#step"'
    ' hx-push-url="true">{number}. {title}</a><p>{note}{due}</p></div>'
    '<div class="step-size">{badge}<span>{hours} h</span></div>{word}</li>'
)
WORD = '<p class="step-word is-{}">{}</p>'
LATE = '<strong class="is-late">late</strong>'


@register.simple_tag
def map_nodes(nodes: Iterable[BoardNode], selected: str) -> SafeString:
    """Draw the steps of a map."""
    return _joined(_map_node(one, selected) for one in nodes)


def _map_node(one: BoardNode, selected: str) -> str:
    """Return a step: one link with its family, state, title and figures, escaped."""
    step, node = one.step, one.node
    is_selected = step.key == selected
    text_x = 66 if step.state else 40
    look = f" node-{step.state}" if step.state else ""
    return NODE.format(
        color=step.color,
        look=look + (" is-selected" if is_selected else ""),
        number=step.number,
        url=escape(step.url),
        label=escape(one.label),
        current=' aria-current="true"' if is_selected else "",
        ways=_ways(one),
        x=node.x,
        y=node.y,
        code=escape(node.category),
        glyph=_placed_glyph(one),
        lines="".join(_line(text_x, *line) for line in one.lines),
        text_x=text_x,
        meta_y=one.meta_y,
        meta=escape(node.meta),
    )


@register.simple_tag
def step_lines(lines: Iterable[StepLine], selected: str) -> SafeString:
    """Write the steps of a list."""
    return _joined(_step_line(one, selected) for one in lines)


def _step_line(one: StepLine, selected: str) -> str:
    """Return a step: state, link, what to know of it, family and hours, escaped."""
    is_selected = one.key == selected
    look = " is-selected" if is_selected else ""
    family = {"color_slot": one.color, "name": one.category, "code": one.code}
    return LINE.format(
        look=look + (" is-struck" if one.state == "skipped" else ""),
        glyph=_glyph(one.state) if one.state else '<span class="step-dot"></span>',
        number=one.number,
        url=escape(one.url),
        current=' aria-current="true"' if is_selected else "",
        title=escape(one.title),
        note=escape(one.note),
        due=_due(one),
        badge=category_badge(family),
        hours=hours(one.hours),
        word=WORD.format(one.state, escape(one.word)) if one.word else "",
    )


def _due(one: StepLine) -> str:
    if one.due_on is None:
        return ""
    on = f"{one.due_on:%-d %b %Y}"
    return f" · {LATE}, planned for {on}" if one.is_late else f" · due {on}"


@register.simple_tag
def map_edges(edges: Iterable[BoardEdge]) -> SafeString:
    """Draw the lines of a map, each with its halo and its arrow."""
    return _joined(
        EDGE.format(
            look=" is-selected" if edge.is_selected else "",
            ends=edge.ends,
            path=edge.path,
            kind=edge.kind,
            arrow=edge.arrow,
        )
        for edge in edges
    )


def _joined(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - every part escapes its texts


def _ways(one: BoardNode) -> str:
    """Return where the arrow keys lead from a node."""
    ways = {"up": one.up, "down": one.down, "left": one.left, "right": one.right}
    return "".join(f' data-{way}="n{number}"' for way, number in ways.items() if number)


def _placed_glyph(one: BoardNode) -> str:
    if not one.step.state:
        return ""
    y = 10 if len(one.lines) > 1 else 16
    return f'<svg x="38" y="{y}" overflow="visible">{_glyph(one.step.state)}</svg>'


def _line(x: int, y: float, text: str, held: int) -> str:
    width = f' textLength="{held}" lengthAdjust="spacingAndGlyphs"' if held else ""
    return f'<text class="node-title" x="{x}" y="{y}"{width}>{escape(text)}</text>'
