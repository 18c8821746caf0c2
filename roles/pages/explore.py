"""The list of roles with its filters, their counts, and the cards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, QueryDict

from careersite.common.htmx import wants_fragment
from roles.filters import RoleFilter
from roles.models import Role
from roles.models.role import RoleQuerySet
from roles.orders import with_figures
from roles.pages.cards import Card, Knowledge, cards
from roles.pages.listing import (
    PAGE_SIZE,
    Chip,
    Facet,
    Way,
    Wish,
    chips_of,
    facet_choices,
    way_out,
    wish_of,
    with_values,
)
from roles.pages.tray import tray_of
from roles.reader import Reader, reader_of

# "Show more" makes the list longer up to so many cards; then a new one begins.
CARDS_MAX = 8 * PAGE_SIZE
CLOSEST = "closest"
SORTS = {
    "demand": "Demand",
    "pay": "Highest pay",
    "name": "Name",
}
ORDERS = {
    "demand": ("-demand", "position", "slug"),
    "pay": ("-pay_low", "position", "slug"),
}


@dataclass(frozen=True, slots=True)
class Explorer:
    """What the list of roles shows for one query.

    `first_new` is the place of the first card that the last "Show more" brought, None
    if none; `next_slug` is the first role that the next one brings. `before_query`
    leads to the cards before these, where there are any.
    """

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
    before_query: str
    first_new: int | None
    next_slug: str
    way: Way | None


def explore_context(request: HttpRequest) -> dict[str, object]:
    """Return what the list of roles and its tray need for a request."""
    user, reader = request.user, reader_of(request)
    with_drafts = user.is_staff and user.has_perm("roles.change_role")
    return {
        "explorer": explore(request.GET, reader, with_drafts=with_drafts),
        "tray": tray_of(request),
        "tray_next": request.get_full_path(),
        "takes_focus": wants_fragment(request),
    }


def explore(query: QueryDict, reader: Reader, *, with_drafts: bool = False) -> Explorer:
    """Return the roles that `query` asks for; what it does not know is left out.

    Takes a fixed number of queries, whatever the number of roles. For a learner
    who has rated skills the closest roles come first unless another order is asked.
    """
    roles = Role.objects.listed(with_drafts=with_drafts)
    known = Knowledge(roles, reader, side_move_from=query.get("side_move_from", ""))
    wish = wish_of(query, known.facets)
    items = known.items(_ids_matching(roles, wish.text))
    sorts = {CLOSEST: "Closest to my skills", **SORTS} if reader.levels() else SORTS
    sort = query.get("sort", "") if query.get("sort") in sorts else next(iter(sorts))
    ids = _sorted_ids(_results(roles, wish), sort, reader)
    shown = min(wish.shown(), len(ids))
    first = max(shown - 1, 0) // CARDS_MAX * CARDS_MAX
    facets = facet_choices(known.facets, wish, items)
    everything = () if ids else known.items(None)
    return Explorer(
        query=wish.text,
        sort=sort,
        sorts=sorts,
        facets=facets,
        chips=chips_of(wish, facets),
        cards=cards(ids[first:shown], known, reader.country),
        count=len(ids),
        total=len(known.role_ids),
        more_query=with_values(query, shown=str(shown + PAGE_SIZE)),
        more_count=min(PAGE_SIZE, len(ids) - shown),
        before_query=with_values(query, shown=str(first)) if first else "",
        first_new=_first_new(shown - first) if shown > PAGE_SIZE else None,
        next_slug=known.slugs[ids[shown]] if shown < len(ids) else "",
        way=None if ids else way_out(wish, known.facets, items, everything),
    )


def _first_new(length: int) -> int:
    """Return the place of the first card of the last lot in a list of `length`."""
    return max(length - 1, 0) // PAGE_SIZE * PAGE_SIZE


def _ids_matching(roles: RoleQuerySet, text: str) -> list[int] | None:
    return list(roles.matching(text).values_list("pk", flat=True)) if text else None


def _results(roles: RoleQuerySet, wish: Wish) -> RoleQuerySet:
    return cast("RoleQuerySet", RoleFilter(wish.as_filter(), roles).qs)


def _sorted_ids(roles: RoleQuerySet, sort: str, reader: Reader) -> Sequence[int]:
    # Filters join rows of other tables; the ordering starts from plain ids.
    plain = cast(
        "RoleQuerySet", Role.objects.filter(pk__in=roles.order_by().values("pk"))
    )
    if sort == "name":
        return list(plain.by_name().values_list("pk", flat=True))
    ordered = with_figures(plain).order_by(*ORDERS.get(sort, ORDERS["demand"]))
    ids = list(ordered.values_list("pk", flat=True))
    if sort != CLOSEST:
        return ids
    coverage = reader.coverage()
    return sorted(ids, key=lambda pk: -coverage[pk].share if pk in coverage else 0)
