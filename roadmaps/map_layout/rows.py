"""Which row and which column a step gets."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise, permutations

from roadmaps.map_layout.drawing import COLUMNS_MAX, COLUMNS_MIN, LayoutStep
from roadmaps.ordering import ordered

Edge = tuple[str, str]


def rows_of(steps: Sequence[LayoutStep], stages: Sequence[str]) -> dict[str, int]:
    """Row by key: the first row below all prerequisites of the stage with room.

    Stages stack: each starts below the last row of the one before.
    """
    rows: dict[str, int] = {}
    first = 0
    in_order = ordered(steps)
    for stage in stages:
        members = [step for step in in_order if step.stage == stage]
        _fill_stage(members, rows, first=first)
        first = max((rows[step.key] + 1 for step in members), default=first)
    return rows


def _fill_stage(
    members: Sequence[LayoutStep], rows: dict[str, int], *, first: int
) -> None:
    same_stage = {step.key for step in members}
    for step in members:
        before = same_stage.intersection(step.prerequisites)
        row = max((rows[key] + 1 for key in before), default=first)
        while sum(rows.get(key) == row for key in same_stage) >= COLUMNS_MAX:
            row += 1
        rows[step.key] = row


def column_count(rows: Mapping[str, int]) -> int:
    """At least three columns, else as many as the widest row has steps."""
    sizes = [list(rows.values()).count(row) for row in set(rows.values())]
    return max(COLUMNS_MIN, *sizes) if sizes else COLUMNS_MIN


@dataclass(slots=True)
class _Board:
    """Slots as they are found; a slot is a column number in steps of a half."""

    rows: Mapping[str, int]
    numbers: Mapping[str, int]
    edges: Sequence[Edge]
    middle: float
    slots: dict[str, float]


def slots_of(
    rows: Mapping[str, int],
    numbers: Mapping[str, int],
    edges: Iterable[Edge],
    columns: int,
) -> dict[str, float]:
    """Slot by key: sweep down, up and down, each row at its least cost.

    cost = 1.5 x crossings + sum((slot - neighbor's slot)^2)
    + .12 sum((slot - middle)^2) + .3 (mean - middle)^2. Ties go to the order
    by step number.
    """
    board = _Board(rows, numbers, tuple(edges), (columns - 1) / 2, {})
    layers = _layers(rows, numbers)
    for layer in [*layers, *reversed(layers), *layers]:
        board.slots.update(_best(board, layer, columns))
    return board.slots


def _layers(rows: Mapping[str, int], numbers: Mapping[str, int]) -> list[list[str]]:
    last = max(rows.values(), default=-1)
    return [
        sorted((key for key, at in rows.items() if at == row), key=numbers.__getitem__)
        for row in range(last + 1)
    ]


def _best(board: _Board, layer: Sequence[str], columns: int) -> dict[str, float]:
    touching = _edges_near(board, layer)
    return min(
        _candidates(layer, columns), key=lambda found: _cost(board, found, touching)
    )


def _candidates(layer: Sequence[str], columns: int) -> Iterator[dict[str, float]]:
    for order in permutations(layer):
        for places in _slot_sets(len(layer), columns):
            yield dict(zip(order, places, strict=True))


@cache
def _slot_sets(size: int, columns: int) -> tuple[tuple[float, ...], ...]:
    """All ways to set so many nodes on half columns, at least one column apart."""
    halves = range(2 * (columns - 1) + 1)
    return tuple(
        tuple(half / 2 for half in chosen)
        for chosen in combinations(halves, size)
        if all(b - a >= 2 for a, b in pairwise(chosen))
    )


def _edges_near(board: _Board, layer: Sequence[str]) -> list[Edge]:
    """Edges with both ends placed (or in this layer) that pass this layer's gaps."""
    row = board.rows[layer[0]]
    known = board.slots.keys() | set(layer)
    return [
        (source, target)
        for source, target in board.edges
        if source in known
        and target in known
        and board.rows[source] <= row <= board.rows[target]
    ]


def _cost(board: _Board, found: Mapping[str, float], edges: Sequence[Edge]) -> float:
    slots = {**board.slots, **found}
    own = [edge for edge in edges if edge[0] in found or edge[1] in found]
    stretch = sum((slots[source] - slots[target]) ** 2 for source, target in own)
    off_middle = sum((slot - board.middle) ** 2 for slot in found.values())
    mean = sum(found.values()) / len(found)
    return round(
        1.5 * _crossings(board.rows, slots, edges)
        + stretch
        + 0.12 * off_middle
        + 0.3 * (mean - board.middle) ** 2,
        6,
    )


def _crossings(
    rows: Mapping[str, int], slots: Mapping[str, float], edges: Sequence[Edge]
) -> int:
    """Pairs of lines that change sides between the rows that both pass."""
    spans = [
        (rows[source], rows[target], slots[source], slots[target])
        for source, target in edges
    ]
    return sum(_cross(one, other) for one, other in combinations(spans, 2))


_Span = tuple[int, int, float, float]


def _cross(one: _Span, other: _Span) -> bool:
    top, bottom = max(one[0], other[0]), min(one[1], other[1])
    if top >= bottom:
        return False
    above = _at(one, top) - _at(other, top)
    below = _at(one, bottom) - _at(other, bottom)
    return above * below < 0


def _at(span: _Span, row: int) -> float:
    """Where a straight line between both ends passes a row."""
    top, bottom, start, end = span
    return start + (end - start) * (row - top) / (bottom - top)
