"""Geometry of progress over time and of hours by week, in pixels."""

from roadmaps.progress_chart.hours import HoursChart, WeekBar, hours_chart
from roadmaps.progress_chart.progress import (
    SMALL,
    WIDE,
    ChartData,
    Point,
    ProgressChart,
    progress_chart,
)
from roadmaps.progress_chart.shapes import GridLine, Label

__all__ = [
    "SMALL",
    "WIDE",
    "ChartData",
    "GridLine",
    "HoursChart",
    "Label",
    "Point",
    "ProgressChart",
    "WeekBar",
    "hours_chart",
    "progress_chart",
]
