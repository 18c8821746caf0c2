"""A long list with filters, counts and pages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import QueryDict

from careersite.common.paging import Paginator
from roles.facets import Item
from roles.pages.listing import (
    Chip,
    Facet,
    FacetOf,
    Way,
    chips_of,
    facet_choices,
    way_out,
    wish_of,
)

PER_PAGE = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what an address asks for, with the filters and the way out."""

    query: str
    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    page: Page
    count: int
    total: int
    way: Way | None


def find(
    query: QueryDict,
    facets: Sequence[FacetOf],
    items: Sequence[Item],
    *,
    results: Callable[[QueryDict], QuerySet],
    named: Callable[[str], Iterable[int]],
) -> Found:
    """Return one page of a list.

    `items` is everything with its values for each facet; `results` gives the rows for
    a FilterSet's data, `named` the ids of what has a text in its name.
    """
    wish = wish_of(query, facets)
    ids = set(named(wish.text)) if wish.text else None
    fitting = [item for item in items if ids is None or item.id in ids]
    shown = facet_choices(facets, wish, fitting)
    rows: Any = results(wish.as_filter())
    page = Paginator(rows, PER_PAGE).get_page(query.get("page"))
    count = page.paginator.count
    return Found(
        query=wish.text,
        facets=shown,
        chips=chips_of(wish, shown),
        page=page,
        count=count,
        total=len(items),
        way=None if count else way_out(wish, facets, fitting, items),
    )
