"""The list of roles with its filters, their counts, and the cards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import QueryDict

from roles.facets import Item, Relief, best_relief, counts, matching
from roles.filters import RoleFilter
from roles.models import Role
from roles.models.role import RoleQuerySet
from roles.pages.cards import Card, Knowledge, cards

PAGE_SIZE = 12
SORTS = {
    "demand": "Demand",
    "pay": "Highest pay",
    "name": "Name",
}


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
    """The way out of an empty list."""

    label: str
    count: int
    query: str


@dataclass(frozen=True, slots=True)
class Explorer:
    """What the list of roles shows for one query."""

    query: str
    sort: str
    sorts: Mapping[str, str]
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    cards: tuple[Card, ...]
    count: int
    total: int
    more_query: str
    more_count: int
    way: Way | None


def explore(query: QueryDict, *, country: str) -> Explorer:
    """Return the roles that `query` asks for; what it does not know is left out."""
    known = Knowledge()
    picked = _picked(query, known)
    text = query.get("q", "").strip()[:80]
    items = known.items(_ids_matching(text))
    sort = query.get("sort", "") if query.get("sort") in SORTS else "demand"
    ids = list(_sorted(_results(picked, text), sort).values_list("pk", flat=True))
    shown = min(_shown(query), len(ids))
    everything = known.items(None)
    reliefs = (
        best_relief(items, picked),
        Relief("q", len(matching(everything, picked))) if text else None,
    )
    facets = tuple(
        _facet(name, label, values, picked, items)
        for name, label, values in known.facets
    )
    return Explorer(
        query=text,
        sort=sort,
        sorts=SORTS,
        facets=facets,
        chips=tuple(_chips(query, text, facets)),
        cards=cards(ids[:shown], known, country),
        count=len(ids),
        total=len(known.role_ids),
        more_query=_with(query, shown=str(shown + PAGE_SIZE)),
        more_count=min(PAGE_SIZE, len(ids) - shown),
        way=None if ids else _way(query, picked, reliefs, known),
    )


def _picked(query: QueryDict, known: Knowledge) -> dict[str, set[str]]:
    return {
        name: {value for value, _ in values} & set(query.getlist(name))
        for name, _, values in known.facets
    }


def _ids_matching(text: str) -> list[int] | None:
    if not text:
        return None
    found = Role.objects.published().matching(text)
    return list(found.values_list("pk", flat=True))


def _results(picked: Mapping[str, set[str]], text: str) -> RoleQuerySet:
    data = QueryDict(mutable=True)
    for name, values in picked.items():
        data.setlist(name, sorted(values))
    data["q"] = text
    return cast("RoleQuerySet", RoleFilter(data, Role.objects.published()).qs)


def _sorted(roles: RoleQuerySet, sort: str) -> RoleQuerySet:
    # Filters join rows of other tables; the ordering starts from plain ids.
    plain = Role.objects.filter(pk__in=roles.order_by().values("pk"))
    orders = {"pay": plain.by_pay, "name": plain.by_name}
    return cast("RoleQuerySet", orders.get(sort, plain.by_demand)())


def _shown(query: QueryDict) -> int:
    asked = query.get("shown", "")
    return max(int(asked), PAGE_SIZE) if asked.isdecimal() and len(asked) < 7 else 12


def _facet(
    name: str,
    label: str,
    values: Sequence[tuple[str, str]],
    picked: Mapping[str, set[str]],
    items: Sequence[Item],
) -> Facet:
    found = counts(items, picked, name)
    return Facet(
        name,
        label,
        tuple(
            Choice(value, text, found.get(value, 0), value in picked[name])
            for value, text in values
            if found.get(value) or value in picked[name]
        ),
    )


def _with(query: QueryDict, **values: str) -> str:
    changed = query.copy()
    for name, value in values.items():
        changed[name] = value
    return changed.urlencode()


def _without(query: QueryDict, name: str, value: str | None = None) -> str:
    changed = query.copy()
    changed.pop("shown", None)
    left = [old for old in changed.getlist(name) if old != value]
    if value is None or not left:
        changed.pop(name, None)
    else:
        changed.setlist(name, left)
    return changed.urlencode()


def _chips(query: QueryDict, text: str, facets: Iterable[Facet]) -> Iterable[Chip]:
    if text:
        yield Chip(f"“{text}”", _without(query, "q"))
    for facet in facets:
        for choice in facet.ticked:
            lead = "" if facet.name == "has_pay" else f"{facet.label}: "
            yield Chip(lead + choice.label, _without(query, facet.name, choice.value))


def _way(
    query: QueryDict,
    picked: Mapping[str, set[str]],
    reliefs: Iterable[Relief | None],
    known: Knowledge,
) -> Way | None:
    """Offer to drop the one filter (or the search text) that frees most results."""
    useful = [relief for relief in reliefs if relief and relief.count]
    if not useful:
        return None
    best = max(useful, key=lambda relief: relief.count)
    labels = {name: f"{label.lower()} filter" for name, label, _ in known.facets}
    label = labels.get(best.facet, "search text")
    return Way(label, best.count, _without(query, best.facet))
