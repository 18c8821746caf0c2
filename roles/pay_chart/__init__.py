"""Geometry of the pay charts: x and width in percent, y in pixels.

A chart is one region, currency and period; total pay is a chart of its own. A
template draws the shapes as they are; pixel shapes at a percent position (open
ends) sit in a nested `<svg x="…%" overflow="visible">`.
"""

from roles.pay_chart.chart import (
    ComponentRows,
    PayChart,
    pay_charts,
    total_pay_charts,
)
from roles.pay_chart.scale import (
    MiniRange,
    Scale,
    Tick,
    mini_range,
    scale_for,
    tick_label,
    ticks_of,
)
from roles.pay_chart.shapes import LevelRows, OpenEnd, Point, Rect, Row

__all__ = [
    "ComponentRows",
    "LevelRows",
    "MiniRange",
    "OpenEnd",
    "PayChart",
    "Point",
    "Rect",
    "Row",
    "Scale",
    "Tick",
    "mini_range",
    "pay_charts",
    "scale_for",
    "tick_label",
    "ticks_of",
    "total_pay_charts",
]
