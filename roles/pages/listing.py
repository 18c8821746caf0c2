"""What every list with filters shows: counts, chips, more, and the way out.

A list has a search text and facets, each a group of tick boxes. What an address asks
and no facet knows is left out: an old bookmark still opens.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from django.http import QueryDict

from roles.facets import Item, Relief, best_relief, counts, matching

TEXT_MAX = 80
PAGE_SIZE = 12


@dataclass(frozen=True, slots=True)
class FacetOf:
    """A question that a list can be filtered by, with (value, label) pairs.

    The choices of a flag speak for themselves: their chips need no heading.
    """

    name: str
    label: str
    values: tuple[tuple[str, str], ...]
    is_flag: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One tick box: its count is what the results would hold of it."""

    value: str
    label: str
    count: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of tick boxes."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    is_flag: bool = False

    @property
    def ticked(self) -> tuple[Choice, ...]:
        return tuple(choice for choice in self.choices if choice.is_ticked)


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force; `query` is the address without it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Way:
    """The way out of an empty list: drop one filter, and see `count`."""

    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What an address asks of a list: text, and the values ticked by facet."""

    query: QueryDict
    text: str
    picked: Mapping[str, Set[str]]

    def as_filter(self) -> QueryDict:
        """Return it as the data of the list's FilterSet, unknown values left out."""
        data = QueryDict(mutable=True)
        for name, values in self.picked.items():
            data.setlist(name, sorted(values))
        data["q"] = self.text
        return data

    def shown(self) -> int:
        """Return how many results to show: a whole number of pages, at least one."""
        asked = self.query.get("shown", "")
        is_number = asked.isascii() and asked.isdecimal() and len(asked) < 6
        return max(int(asked), PAGE_SIZE) if is_number else PAGE_SIZE


def wish_of(query: QueryDict, facets: Iterable[FacetOf]) -> Wish:
    """Read an address; unknown filters and values are left out."""
    return Wish(
        query,
        query.get("q", "").strip()[:TEXT_MAX],
        {
            facet.name: {value for value, _ in facet.values}
            & set(query.getlist(facet.name))
            for facet in facets
        },
    )


def facet_choices(
    facets: Iterable[FacetOf], wish: Wish, items: Sequence[Item]
) -> tuple[Facet, ...]:
    """Return the tick boxes; `items` are what the text alone finds.

    A choice that would give nothing is left out unless it is ticked.
    """
    return tuple(_facet(facet, wish, items) for facet in facets)


def chips_of(wish: Wish, facets: Iterable[Facet]) -> tuple[Chip, ...]:
    """Return what is in force, each with the address without it."""
    found = [Chip(f"“{wish.text}”", without(wish.query, "q"))] if wish.text else []
    for facet in facets:
        lead = "" if facet.is_flag else f"{facet.label}: "
        found += [
            Chip(lead + choice.label, without(wish.query, facet.name, choice.value))
            for choice in facet.ticked
        ]
    return tuple(found)


def way_out(
    wish: Wish,
    facets: Iterable[FacetOf],
    items: Sequence[Item],
    everything: Sequence[Item],
) -> Way | None:
    """Offer to drop the one filter, or the text, that frees most results.

    `items` are what the text alone finds, `everything` what no text leaves.
    """
    reliefs = [best_relief(items, wish.picked)]
    if wish.text:
        reliefs.append(Relief("q", len(matching(everything, wish.picked))))
    useful = [relief for relief in reliefs if relief and relief.count]
    if not useful:
        return None
    best = max(useful, key=lambda relief: relief.count)
    labels = {facet.name: f"{facet.label.lower()} filter" for facet in facets}
    label = labels.get(best.facet, "search text")
    return Way(label, best.count, without(wish.query, best.facet))


def with_values(query: QueryDict, **values: str) -> str:
    """Return the address's query with these values in place of its own."""
    changed = query.copy()
    for name, value in values.items():
        changed[name] = value
    return changed.urlencode()


def without(query: QueryDict, name: str, value: str | None = None) -> str:
    """Return the query without one value of `name`, or without all; from the top."""
    changed = query.copy()
    for paging in ("shown", "page"):
        changed.pop(paging, None)
    left = [old for old in changed.getlist(name) if old != value]
    if value is None or not left:
        changed.pop(name, None)
    else:
        changed.setlist(name, left)
    return changed.urlencode()


def _facet(facet: FacetOf, wish: Wish, items: Sequence[Item]) -> Facet:
    found = counts(items, wish.picked, facet.name)
    ticked = wish.picked[facet.name]
    return Facet(
        facet.name,
        facet.label,
        tuple(
            Choice(value, text, found.get(value, 0), value in ticked)
            for value, text in facet.values
            if found.get(value) or value in ticked
        ),
        facet.is_flag,
    )
