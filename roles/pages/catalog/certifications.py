"""The list of certifications and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import cast

from django.db.models import Case, IntegerField, Value, When
from django.http import QueryDict

from roles.facets import Item
from roles.filters import CertificationFilter
from roles.models import (
    Certification,
    CertificationSkill,
    Role,
    RoleCertification,
    Rung,
    RungCertification,
)
from roles.models.certification import CertificationQuerySet
from roles.pages.catalog.found import Found, find
from roles.pages.listing import FacetOf


@dataclass(frozen=True, slots=True)
class CertificationLine:
    """A certification in the list, with the roles for which a source names it."""

    certification: Certification
    roles: tuple[Role, ...]
    best_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificationList:
    """One page of certifications, those no longer offered at the end."""

    found: Found
    lines: tuple[CertificationLine, ...]


@dataclass(frozen=True, slots=True)
class AskingRung:
    """A rung that asks for this certification, or for one of several."""

    rung: Rung
    role: Role
    instead: tuple[Certification, ...]


@dataclass(frozen=True, slots=True)
class CertificationPage:
    """What the page of a certification shows."""

    certification: Certification
    best_for: tuple[str, ...]
    skills: tuple[CertificationSkill, ...]
    links: tuple[RoleCertification, ...]
    rungs: tuple[AskingRung, ...]
    replaces: tuple[Certification, ...]


def certification_list(query: QueryDict) -> CertificationList:
    """Return one page of the published certifications that `query` asks for.

    A fixed number of queries for any number of certifications.
    """
    shown = cast("CertificationQuerySet", Certification.objects.published())
    links: dict[int, list[RoleCertification]] = {}
    for link in RoleCertification.objects.shown():
        links.setdefault(link.certification_id, []).append(link)
    facets, items = _known(shown, links)

    def results(data: QueryDict) -> CertificationQuerySet:
        fitting = CertificationFilter(data, shown).qs.order_by().values("pk")
        rows = shown.filter(pk__in=fitting).select_related("provider", "successor")
        gone = When(standing=Certification.Standing.RETIRED, then=Value(1))
        last = Case(gone, default=Value(0), output_field=IntegerField())
        return rows.order_by(last, "position", "slug")

    found = find(
        query,
        facets,
        items,
        results=results,
        named=lambda text: shown.named(text).values_list("pk", flat=True),
    )
    lines = tuple(_line(row, links.get(row.pk, ())) for row in found.page)
    return CertificationList(found, lines)


def _line(
    certification: Certification, links: Iterable[RoleCertification]
) -> CertificationLine:
    roles = {link.role_id: link.role for link in links}
    return CertificationLine(certification, tuple(roles.values()), _best_for(links))


def _best_for(links: Iterable[RoleCertification]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(who for link in links for who in link.best_for))


def _known(
    shown: CertificationQuerySet, links: dict[int, list[RoleCertification]]
) -> tuple[tuple[FacetOf, ...], list[Item]]:
    providers: dict[str, str] = {}
    items = []
    rows = shown.order_by("provider__name").values_list(
        "pk", "provider__slug", "provider__name", "standing"
    )
    for pk, slug, name, standing in rows:
        providers.setdefault(slug, name)
        roles = {link.role.slug for link in links.get(pk, ())}
        items.append(
            Item(pk, {"provider": {slug}, "standing": {standing}, "role": roles})
        )
    named = {
        link.role.slug: link.role.title for found in links.values() for link in found
    }
    by_title = sorted(named.items(), key=lambda pair: pair[1].lower())
    facets = (
        FacetOf("provider", "Provider", tuple(providers.items())),
        FacetOf("standing", "Standing", tuple(Certification.Standing.choices)),
        FacetOf("role", "For the role", tuple(by_title)),
    )
    return facets, items


def certification_page(certification: Certification) -> CertificationPage:
    """Load and put together the page of `certification`."""
    skills = (
        certification.validated_skills.under_published("skill")
        .select_related("skill__category", "source")
        .order_by("skill__category__position", "skill__position")
    )
    links = tuple(
        RoleCertification.objects.shown()
        .filter(certification=certification)
        .select_related("source", "role", "certification__provider")
    )
    replaced = certification.predecessors.published()
    return CertificationPage(
        certification,
        best_for=_best_for(links),
        skills=tuple(skills),
        links=links,
        rungs=_rungs(certification),
        replaces=tuple(replaced),
    )


def _rungs(certification: Certification) -> tuple[AskingRung, ...]:
    rows = RungCertification.objects.beside(certification)
    return tuple(
        AskingRung(
            asked[0].rung,
            asked[0].rung.ladder.role,
            tuple(
                row.certification
                for row in asked
                if row.certification_id != certification.pk
            ),
        )
        for _, members in groupby(rows, key=lambda row: (row.rung_id, row.choice))
        for asked in [list(members)]
    )
