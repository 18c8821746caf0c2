"""Lay a roadmap out as a map of rows, nodes and lines.

The layout depends on the version alone; it is computed once, kept as JSON with
the version, and a learner's states are painted on it.
"""

from roadmaps.map_layout.drawing import (
    LayoutStage,
    LayoutStep,
    MapEdge,
    MapLayout,
    MapNode,
    MapStage,
)
from roadmaps.map_layout.labels import fit_line, text_width, wrap
from roadmaps.map_layout.layout import STEPS_MAX, lay_out, lay_out_version

__all__ = [
    "STEPS_MAX",
    "LayoutStage",
    "LayoutStep",
    "MapEdge",
    "MapLayout",
    "MapNode",
    "MapStage",
    "fit_line",
    "lay_out",
    "lay_out_version",
    "text_width",
    "wrap",
]
