"""Put rows, routes and labels together into a map."""

from collections.abc import Mapping, Sequence

from roadmaps.map_layout.drawing import (
    LEAD,
    NODE_HEIGHT,
    ROW_GAP,
    SPAN_MAX,
    TOP_PAD,
    TRACK,
    LayoutStage,
    LayoutStep,
    MapEdge,
    MapLayout,
    MapNode,
    MapStage,
    arrow_head,
    rounded_path,
)
from roadmaps.map_layout.labels import fit_line, wrap
from roadmaps.map_layout.routes import Link, map_width, node_x, route
from roadmaps.map_layout.rows import Edge, column_count, rows_of, slots_of
from roadmaps.ordering import transitive_reduction

STEPS_MAX = 60
TITLE_WIDTH = 150
TITLE_LINES = 2
META_WIDTH = 150
META_SIZE = 12
STAGE_WIDTH = 120
STAGE_LINES = 3
STAGE_SIZE = 15
RULE_ABOVE = 26


def lay_out_version(
    stages: Sequence[LayoutStage], steps: Sequence[LayoutStep]
) -> tuple[MapLayout, ...]:
    """One map up to 60 steps, above that one per stage."""
    if len(steps) <= STEPS_MAX:
        return (lay_out(stages, steps),)
    return tuple(
        lay_out([stage], [step for step in steps if step.stage == stage.key], steps)
        for stage in stages
    )


def lay_out(
    stages: Sequence[LayoutStage],
    steps: Sequence[LayoutStep],
    all_steps: Sequence[LayoutStep] | None = None,
) -> MapLayout:
    """Lay out these steps; raise CycleError where they need each other.

    `all_steps` are those of the version where the map shows only a part: what is
    needed from elsewhere stands as "after n".
    """
    numbers = {step.key: step.number for step in all_steps or steps}
    rows = rows_of(steps, [stage.key for stage in stages])
    reduced = transitive_reduction(all_steps or steps)
    edges = [
        (before, step.key)
        for step in sorted(steps, key=lambda step: step.number)
        for before in reduced[step.key]
        if before in rows and 1 <= rows[step.key] - rows[before] <= SPAN_MAX
    ]
    columns = column_count(rows)
    slots = slots_of(rows, numbers, edges, columns)
    routes = route(edges, rows=rows, slots=slots, columns=columns)
    tops = _row_tops(max(rows.values(), default=-1) + 1, routes.tracks)
    return MapLayout(
        width=map_width(columns),
        height=(tops[-1] + NODE_HEIGHT if tops else 0) + TOP_PAD,
        columns=columns,
        nodes=tuple(
            _node(
                step,
                row=rows[step.key],
                x=node_x(slots[step.key]),
                y=tops[rows[step.key]],
                after=tuple(
                    numbers[before]
                    for before in reduced[step.key]
                    if (before, step.key) not in routes.links
                ),
            )
            for step in sorted(steps, key=lambda step: step.number)
        ),
        edges=tuple(_edge(edge, links, tops) for edge, links in routes.links.items()),
        stages=_stages(stages, steps, rows, tops),
    )


def _row_tops(count: int, tracks: Mapping[int, int]) -> list[float]:
    tops: list[float] = []
    top: float = TOP_PAD
    for row in range(count):
        tops.append(top)
        gap = max(ROW_GAP, LEAD + TRACK * tracks.get(row, 0) + 14)
        top += NODE_HEIGHT + gap
    return tops


def _node(
    step: LayoutStep, *, row: int, x: float, y: float, after: tuple[int, ...]
) -> MapNode:
    parts = [str(step.number), f"{float(step.hours):g} h"]
    if after:
        parts.append(f"after {', '.join(map(str, after))}")
    meta = " \N{MIDDLE DOT} ".join(parts)
    return MapNode(
        key=step.key,
        number=step.number,
        title=step.title,
        title_lines=wrap(step.title, width=TITLE_WIDTH, lines=TITLE_LINES),
        meta=fit_line(meta, width=META_WIDTH, size=META_SIZE),
        category=step.category,
        stage=step.stage,
        row=row,
        x=x,
        y=y,
        after=after,
    )


def _edge(edge: Edge, links: Sequence[Link], tops: Sequence[float]) -> MapEdge:
    points: list[tuple[float, float]] = []
    for link in links:
        bottom_of_row = tops[link.gap] + NODE_HEIGHT
        points.append((link.top.x, bottom_of_row))
        if link.track is not None:
            y = bottom_of_row + LEAD + TRACK * link.track
            points += [(link.top.x, y), (link.bottom.x, y)]
    last = links[-1]
    points.append((last.bottom.x, tops[last.gap + 1]))
    corners = tuple((round(x, 1), round(y, 1)) for x, y in _corners(points))
    tip = corners[-1]
    # The line stops inside the arrow head, so that its end never shows.
    drawn = (*corners[:-1], (tip[0], tip[1] - 5))
    return MapEdge(
        source=edge[0],
        target=edge[1],
        points=corners,
        path=rounded_path(drawn),
        arrow=arrow_head(tip),
    )


def _corners(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Leave out points in the middle of a straight piece."""
    middle = [
        at
        for before, at, after in zip(points, points[1:], points[2:], strict=False)
        if not (before[0] == at[0] == after[0] or before[1] == at[1] == after[1])
    ]
    return [points[0], *middle, points[-1]]


def _stages(
    stages: Sequence[LayoutStage],
    steps: Sequence[LayoutStep],
    rows: Mapping[str, int],
    tops: Sequence[float],
) -> tuple[MapStage, ...]:
    found: list[MapStage] = []
    for stage in stages:
        own = [rows[step.key] for step in steps if step.stage == stage.key]
        if own:
            top = tops[min(own)]
            found.append(
                MapStage(
                    key=stage.key,
                    number=stage.number,
                    title=stage.title,
                    title_lines=wrap(
                        stage.title,
                        width=STAGE_WIDTH,
                        lines=STAGE_LINES,
                        size=STAGE_SIZE,
                    ),
                    y=top,
                    rule_y=top - RULE_ABOVE if found else None,
                )
            )
    return tuple(found)


__all__ = ["STEPS_MAX", "lay_out", "lay_out_version"]
