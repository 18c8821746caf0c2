"""How many roles each filter would give, worked out without asking again.

A facet is one question, such as how much coding a role asks for. Values of one
facet are joined by "or", facets by "and".
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

Selection = Mapping[str, Set[str]]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to filter, with its values for each facet."""

    id: int
    values: Mapping[str, Set[str]]


@dataclass(frozen=True, slots=True)
class Relief:
    """The one facet whose dropping frees most results."""

    facet: str
    count: int


def matching(
    items: Sequence[Item], selection: Selection, *, without: str = ""
) -> list[Item]:
    """Return the items that fit every facet selected, `without` one of them."""
    asked = {
        name: values for name, values in selection.items() if values and name != without
    }
    return [
        item
        for item in items
        if all(item.values.get(name, set()) & values for name, values in asked.items())
    ]


def counts(items: Sequence[Item], selection: Selection, facet: str) -> dict[str, int]:
    """Return, for each value of `facet`, how many results have it.

    What is selected in the other facets holds; what is selected in this one does
    not, since its values are joined by "or".
    """
    found: dict[str, int] = {}
    for item in matching(items, selection, without=facet):
        for value in item.values.get(facet, set()):
            found[value] = found.get(value, 0) + 1
    return found


def best_relief(items: Sequence[Item], selection: Selection) -> Relief | None:
    """Return which selected facet to drop to see most; None if none helps."""
    reliefs = [
        Relief(name, len(matching(items, selection, without=name)))
        for name, values in selection.items()
        if values
    ]
    best = max(reliefs, key=lambda relief: relief.count, default=None)
    return best if best and best.count else None
