"""What both charts are drawn of: level lines and texts, in pixels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """A text of the chart at a place; anchor as in SVG."""

    x: float
    y: float
    text: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class GridLine:
    """A level line with its label in hours."""

    y: float
    hours: float
    label: str
