"""The map of roles on the home page: families as lines, roles as stops."""

from dataclasses import dataclass
from typing import Literal

from roles.models import Role, RoleMapLine, RoleMapStop

STOP_WIDTH = 16
LABEL_GAP = 12
LABEL_RISE = 10
LABEL_DROP = 20
BADGE_WIDTH, BADGE_HEIGHT = 28, 20


@dataclass(frozen=True, slots=True)
class Line:
    """A family's line as the points of a polyline, and its badge's corner."""

    code: str
    name: str
    color_slot: int
    points: str
    badge_x: float
    badge_y: float
    code_x: float
    code_y: float


@dataclass(frozen=True, slots=True)
class Stop:
    """A role's capsule and where its label stands."""

    role: Role
    x: float
    y: float
    width: int
    height: int
    label_x: float
    label_y: float
    anchor: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class RoleMap:
    """What the map draws, on a board of 712 by 408 units."""

    lines: tuple[Line, ...]
    stops: tuple[Stop, ...]


def role_map() -> RoleMap | None:
    """Return the map of published roles; None where editors keep none."""
    stops = [
        _stop(stop)
        for stop in RoleMapStop.objects.under_published("role")
        .select_related("role")
        .order_by("role__position", "role__slug")
    ]
    lines = RoleMapLine.objects.select_related("category").order_by(
        "category__position"
    )
    return (
        RoleMap(tuple(_line(line) for line in lines), tuple(stops)) if stops else None
    )


def _line(line: RoleMapLine) -> Line:
    x, y = line.badge
    return Line(
        code=line.category.code,
        name=line.category.name,
        color_slot=line.category.color_slot,
        points=" ".join(f"{px:g},{py:g}" for px, py in line.points),
        badge_x=x - BADGE_WIDTH / 2,
        badge_y=y - BADGE_HEIGHT / 2,
        code_x=x,
        code_y=y + 4,
    )


def _stop(stop: RoleMapStop) -> Stop:
    half = stop.height / 2
    places: dict[str, tuple[float, float, Literal["start", "middle", "end"]]] = {
        "start": (stop.x + LABEL_GAP + 2, stop.y + 5, "start"),
        "end": (stop.x - LABEL_GAP - 2, stop.y + 5, "end"),
        "above": (stop.x, stop.y - half - LABEL_RISE, "middle"),
        "below": (stop.x, stop.y + half + LABEL_DROP, "middle"),
    }
    x, y, anchor = places[stop.anchor]
    height = max(stop.height, STOP_WIDTH)
    return Stop(
        role=stop.role,
        x=stop.x - STOP_WIDTH / 2,
        y=stop.y - height / 2,
        width=STOP_WIDTH,
        height=height,
        label_x=x,
        label_y=y,
        anchor=anchor,
    )
