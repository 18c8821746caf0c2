"""What goes into the layout and what comes out, in pixels."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

NODE_WIDTH = 220
NODE_HEIGHT = 72
PITCH = 248
GUTTER = 148
SIDE_PAD = 12
TOP_PAD = 16
ROW_GAP = 50
LEAD = 16
TRACK = 9
RUN_APART = 14
PORT = 24
RADIUS = 10
COLUMNS_MIN = 3
COLUMNS_MAX = 4
SPAN_MAX = 2
CLEARANCE = 8


@dataclass(frozen=True, slots=True)
class LayoutStage:
    """A stage in its order; `number` is what readers see."""

    key: str
    number: int
    title: str


@dataclass(frozen=True, slots=True)
class LayoutStep:
    """A step of a version as far as the map needs it."""

    key: str
    number: int
    title: str
    hours: float
    category: str
    stage: str
    prerequisites: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MapNode:
    """A drawn step; `after` are numbers of prerequisites without a line."""

    key: str
    number: int
    title: str
    title_lines: tuple[str, ...]
    meta: str
    category: str
    stage: str
    row: int
    x: float
    y: float
    after: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MapEdge:
    """A drawn line: corner points, an SVG path with round corners, the arrow."""

    source: str
    target: str
    points: tuple[tuple[float, float], ...]
    path: str
    arrow: str


@dataclass(frozen=True, slots=True)
class MapStage:
    """A stage's label in the gutter; the first stage has no rule above it."""

    key: str
    number: int
    title: str
    title_lines: tuple[str, ...]
    y: float
    rule_y: float | None


@dataclass(frozen=True, slots=True)
class MapLayout:
    """One map: nodes in number order, then lines and stage labels."""

    width: float
    height: float
    columns: int
    nodes: tuple[MapNode, ...]
    edges: tuple[MapEdge, ...]
    stages: tuple[MapStage, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain data that JSON can hold."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "MapLayout":
        """Read back what `to_json` wrote, through JSON or not."""
        return cls(
            width=data["width"],
            height=data["height"],
            columns=data["columns"],
            nodes=tuple(MapNode(**_tupled(row)) for row in data["nodes"]),
            edges=tuple(MapEdge(**_tupled(row)) for row in data["edges"]),
            stages=tuple(MapStage(**_tupled(row)) for row in data["stages"]),
        )


def _tupled(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: _as_tuple(value) for name, value in row.items()}


def _as_tuple(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_as_tuple(item) for item in value)
    return value


def rounded_path(points: Sequence[tuple[float, float]]) -> str:
    """An SVG path through the points, corners rounded by up to 10 px."""
    parts = [f"M{_place(points[0])}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(
            RADIUS, _distance(before, corner) / 2, _distance(corner, after) / 2
        )
        start = _towards(corner, before, radius)
        stop = _towards(corner, after, radius)
        parts.append(f"L{_place(start)}Q{_place(corner)} {_place(stop)}")
    parts.append(f"L{_place(points[-1])}")
    return "".join(parts)


def arrow_head(tip: tuple[float, float]) -> str:
    """Points of a 10 px arrow head that points down at the tip."""
    x, y = tip
    return " ".join(
        f"{left:g},{top:g}" for left, top in ((x - 5, y - 10), (x + 5, y - 10), (x, y))
    )


def _place(point: tuple[float, float]) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"


def _distance(one: tuple[float, float], other: tuple[float, float]) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _towards(
    corner: tuple[float, float], other: tuple[float, float], by: float
) -> tuple[float, float]:
    """The point `by` pixels from the corner; lines are level or upright."""
    whole = _distance(corner, other) or 1
    return (
        corner[0] + (other[0] - corner[0]) * by / whole,
        corner[1] + (other[1] - corner[1]) * by / whole,
    )
