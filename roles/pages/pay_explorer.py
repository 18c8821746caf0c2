"""All pay in one place: by role, level, country, component and source.

Figures meet only as on a role's page: per role, inside one basis (rule 2).
"""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from django.http import QueryDict

from roles.bands import as_band
from roles.facets import Item
from roles.filters import SalaryBandFilter
from roles.models import Fact, HouseLevel, Role, SalaryBand, Source
from roles.models.salary_band import SalaryBandQuerySet
from roles.pages.facts import LetteredFact, sourced
from roles.pages.letters import Letters
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
from roles.pages.pay import (
    UNSTATED,
    PaySection,
    Place,
    missing_country,
    pay_section,
    places_of,
    region_slug,
)

COMPONENTS = {
    "base": "Base pay",
    "not_stated": "Base or total not stated",
    "total": "Total pay, with bonus and stock",
}


@dataclass(frozen=True, slots=True)
class RolePay:
    """The figures of one role for the country shown."""

    role: Role
    pay: PaySection


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A role with figures, but none for the country shown."""

    role: Role
    place: Place


@dataclass(frozen=True, slots=True)
class PayExplorer:
    """What the page shows for one query."""

    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    places: tuple[Place, ...]
    place: Place | None
    missing: str
    roles: tuple[RolePay, ...]
    elsewhere: tuple[Elsewhere, ...]
    relative: tuple[LetteredFact, ...]
    sources: tuple[tuple[str, Source], ...]
    count: int
    total: int
    way: Way | None


def pay_explorer(query: QueryDict, *, country: str) -> PayExplorer:
    """Return the live figures that `query` asks for, opened at `country`.

    A fixed number of queries, however many figures there are.
    """
    live = public_bands()
    known = _Known(live)
    wish = wish_of(query, known.facets)
    rows = list(_filtered(live, wish.as_filter()))
    letters = Letters(Source.objects.all())
    facets = facet_choices(known.facets, wish, known.items)
    places = places_of([as_band(row) for row in rows], country)
    place = next((one for one in places if one.is_current), None)
    opened = place.slug if place else country
    roles, elsewhere = _by_role(rows, letters, opened)
    return PayExplorer(
        facets=facets,
        chips=chips_of(wish, facets),
        places=places,
        place=place,
        missing=missing_country(country, places) if rows else "",
        roles=tuple(roles),
        elsewhere=tuple(elsewhere),
        relative=sourced(_relative(wish.picked), letters),
        sources=tuple(letters.used()),
        count=len(rows),
        total=len(known.items),
        way=None if rows else way_out(wish, known.facets, known.items, known.items),
    )


def public_bands() -> SalaryBandQuerySet:
    """Return the live figures of published roles and sources, in reading order."""
    bands = SalaryBand.objects.shown().published_with("role")
    return cast(
        "SalaryBandQuerySet",
        bands.with_sources().order_by(
            "role__position", "role__slug", "position", "key"
        ),
    )


def filtered_bands(query: QueryDict) -> SalaryBandQuerySet:
    """Return the figures that an address asks for, of all countries or of one."""
    live = public_bands()
    rows = _filtered(live, wish_of(query, _Known(live).facets).as_filter())
    country = query.get("country", "")
    return rows.of_region("" if country == UNSTATED else country) if country else rows


def _filtered(bands: SalaryBandQuerySet, data: QueryDict) -> SalaryBandQuerySet:
    return cast("SalaryBandQuerySet", SalaryBandFilter(data, bands).qs)


class _Known:
    """What the filters offer: one query."""

    def __init__(self, live: SalaryBandQuerySet) -> None:
        rows = live.values_list(
            *("pk", "role__slug", "role__title", "house_level", "component"),
            *("published_in__slug", "published_in__title", "published_in__publisher"),
        )
        self.items: list[Item] = []
        roles: dict[str, str] = {}
        sources: dict[str, str] = {}
        for pk, role, title, level, component, source, name, publisher in rows:
            roles.setdefault(role, title)
            sources.setdefault(source, name or publisher or f"Untitled ({source})")
            values = {
                "role": {role},
                "level": {level},
                "component": {component},
                "source": {source},
            }
            self.items.append(Item(pk, values))
        self.facets = (
            FacetOf("role", "Role", tuple(roles.items())),
            FacetOf("level", "Level", tuple(HouseLevel.choices)),
            FacetOf("component", "Kind of pay", tuple(COMPONENTS.items())),
            FacetOf("source", "Source", tuple(sources.items())),
        )


def _by_role(
    rows: Sequence[SalaryBand], letters: Letters, country: str
) -> tuple[list[RolePay], list[Elsewhere]]:
    here: list[RolePay] = []
    elsewhere: list[Elsewhere] = []
    for _, members in groupby(rows, key=lambda row: row.role_id):
        figures = list(members)
        role = figures[0].role
        if any(region_slug(row) == country for row in figures):
            pay = pay_section(figures, letters, country)
            here += [RolePay(role, pay)] if pay else []
        else:
            best = places_of([as_band(row) for row in figures], "")[0]
            elsewhere.append(Elsewhere(role, best))
    return here, elsewhere


def _relative(picked: Mapping[str, Set[str]]) -> list[Fact]:
    """Return premiums and growth of pay that fit what is picked: they are no pay."""
    facts = Fact.objects.shown().published_with("role").relative_pay()
    fields = {
        "role": "role__slug",
        "level": "house_level",
        "component": "component",
        "source": "published_in__slug",
    }
    wanted = {
        f"{field}__in": picked[name] for name, field in fields.items() if picked[name]
    }
    return list(
        facts.filter(**wanted)
        .select_related("role", "attributed_to", "region")
        .order_by("role__position", "position", "key")
    )
