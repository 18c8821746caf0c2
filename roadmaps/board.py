"""The board of a roadmap: a map painted with states, and its text (no Django).

Everything that the templates repeat for each step is worked out here once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from roadmaps.map_layout import MapLayout, MapNode, text_width

# Keeps whether somebody prefers the map or the list.
VIEW_COOKIE = "roadmap_view"
# Faces differ: from this width on a line is held to its measure, so that the
# widest face cannot push it past the node's edge.
HELD_FROM = 112
FACE_SPARE = 1.1
# Without a learner no line is held up.
PASSED = frozenset({"done", "waived", "submitted", ""})


@dataclass(frozen=True, slots=True)
class BoardStep:
    """What the map says of one step; `state` and `word` are empty without learner."""

    key: str
    number: int
    url: str
    color: int
    state: str = ""
    word: str = ""
    needs: tuple[int, ...] = ()
    opens: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class StepLine:
    """What the list says of one step; `due_on` is None where nothing is due."""

    key: str
    number: int
    url: str
    title: str
    state: str
    word: str
    note: str
    color: int
    code: str
    category: str
    hours: float
    due_on: date | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class BoardNode:
    """A node of the map; a line is its height, text and the width it is held to."""

    step: BoardStep
    node: MapNode
    lines: tuple[tuple[float, str, int], ...]
    meta_y: float
    label: str
    up: int | None
    down: int | None
    left: int | None
    right: int | None


@dataclass(frozen=True, slots=True)
class BoardEdge:
    """A line; passed ones are dark, those of the open step thick and last.

    `ends` are the numbers of the steps that it joins.
    """

    path: str
    arrow: str
    kind: str
    ends: tuple[int, int]
    is_selected: bool


@dataclass(frozen=True, slots=True)
class BoardStage:
    """A stage's label: lines of its name with their height, its counts."""

    number: int
    y: float
    rule_y: float | None
    lines: tuple[tuple[float, str], ...]
    count_y: float
    count: str


@dataclass(frozen=True, slots=True)
class BoardMap:
    """One drawn map."""

    width: float
    height: float
    nodes: tuple[BoardNode, ...]
    edges: tuple[BoardEdge, ...]
    stages: tuple[BoardStage, ...]


def paint(
    layout: MapLayout,
    steps: Mapping[str, BoardStep],
    counts: Mapping[str, str],
    *,
    selected: str = "",
) -> BoardMap:
    """Paint a layout with a learner's states; `counts` are by stage key."""
    in_rows = _rows(layout)
    return BoardMap(
        width=layout.width,
        height=layout.height,
        nodes=tuple(_node(node, steps[node.key], in_rows) for node in layout.nodes),
        edges=_edges(layout, steps, selected),
        stages=tuple(
            BoardStage(
                number=stage.number,
                y=stage.y,
                rule_y=stage.rule_y,
                lines=tuple(
                    (stage.y + 48 + 18 * i, line)
                    for i, line in enumerate(stage.title_lines)
                ),
                count_y=stage.y + 50 + 18 * len(stage.title_lines),
                count=counts[stage.key],
            )
            for stage in layout.stages
        ),
    )


def stage_count(done: int, total: int, skipped: int) -> str:
    """Say how far a stage is, such as "3 of 4 done, 1 skipped"."""
    said = f"{done} of {total} done"
    return f"{said}, {skipped} skipped" if skipped else said


def _rows(layout: MapLayout) -> dict[int, list[MapNode]]:
    rows: dict[int, list[MapNode]] = {}
    for node in sorted(layout.nodes, key=lambda node: node.x):
        rows.setdefault(node.row, []).append(node)
    return rows


def _node(
    node: MapNode, step: BoardStep, rows: Mapping[int, Sequence[MapNode]]
) -> BoardNode:
    row = rows[node.row]
    place = row.index(node)
    top = 31 if len(node.title_lines) == 1 else 22
    return BoardNode(
        step=step,
        node=node,
        lines=tuple(
            (top + 17 * i, line, _held_width(line))
            for i, line in enumerate(node.title_lines)
        ),
        meta_y=top + 17 * len(node.title_lines) + 3,
        label=_label(node, step),
        up=step.needs[0] if step.needs else None,
        down=step.opens[0] if step.opens else None,
        left=row[place - 1].number if place else None,
        right=row[place + 1].number if place + 1 < len(row) else None,
    )


def _held_width(line: str) -> int:
    """Return the pixels that a long line is held to, 0 for a short one."""
    width = text_width(line)
    return round(width / FACE_SPARE) if width > HELD_FROM else 0


def _label(node: MapNode, step: BoardStep) -> str:
    """Name a node: what is seen on it in order, its state, what it needs."""
    said = f"{node.category} {' '.join(node.title_lines)} {node.meta}"
    if node.title not in said:
        said += f", {node.title}"
    if step.word:
        said += f". {step.word}"
    if step.needs:
        word = "step" if len(step.needs) == 1 else "steps"
        said += f". Needs {word} {', '.join(map(str, step.needs))}"
    return said


def _edges(
    layout: MapLayout, steps: Mapping[str, BoardStep], selected: str
) -> tuple[BoardEdge, ...]:
    edges = [
        BoardEdge(
            path=edge.path,
            arrow=edge.arrow,
            kind=_edge_kind(steps[edge.source]),
            ends=(steps[edge.source].number, steps[edge.target].number),
            is_selected=selected in {edge.source, edge.target},
        )
        for edge in layout.edges
    ]
    return tuple(sorted(edges, key=lambda edge: edge.is_selected))


def _edge_kind(source: BoardStep) -> str:
    return "passed" if source.state in PASSED else "open"
