"""Cards of roles, and what filters and cards need to know of all roles."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import findall

from django.urls import reverse

from roles.bands import as_band
from roles.facets import Item
from roles.filters import DEMAND_LEVELS
from roles.models import Fact, Role, RoleSkill, SalaryBand, SkillCategory
from roles.models.role import RoleQuerySet
from roles.pages.listing import FacetOf
from roles.pages.pay import envelope_band
from roles.pay import Band, PayGroup, card_group
from roles.pay_chart import MiniRange, Scale, mini_range, scale_for
from roles.reader import Reader

BADGES = 5
Axis = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CardPay:
    """One named group of pay on a card; no bar where its axis is another."""

    text: str
    basis: str
    source_count: int
    bar: MiniRange | None


@dataclass(frozen=True, slots=True)
class Card:
    """One role in the list."""

    role: Role
    families: tuple[SkillCategory, ...]
    coding: str
    math: str
    demand: Fact | None
    pay: CardPay | None

    @property
    def is_draft(self) -> bool:
        """Whether only editors see it."""
        return self.role.status != Role.Status.PUBLISHED

    @property
    def url(self) -> str:
        """The role's page; for what is not published yet its place at the desk."""
        if self.is_draft:
            return reverse("admin:roles_role_change", args=[self.role.pk])
        return self.role.get_absolute_url()


class Knowledge:
    """What filters and cards need to know of all roles listed: five queries at most.

    A choice to see side moves from a role is offered for the reader's target, and
    kept where an address already asks for one.
    """

    def __init__(
        self, roles: RoleQuerySet, reader: Reader, *, side_move_from: str = ""
    ) -> None:
        listed = list(roles.values_list("pk", "slug", "title"))
        self.role_ids = [pk for pk, _, _ in listed]
        self.slugs = {pk: slug for pk, slug, _ in listed}
        self.categories = {row.pk: row for row in SkillCategory.objects.all()}
        self._families: dict[int, list[int]] = {}
        for row in RoleSkill.objects.weights_by_family(self.role_ids):
            self._families.setdefault(row["role_id"], []).append(
                row["skill__category_id"]
            )
        self._read_facts()
        self._paid = set(SalaryBand.objects.shown().values_list("role_id", flat=True))
        start = next(
            (row for row in listed if row[1] == side_move_from),
            next((row for row in listed if row[0] == reader.target_role_id), None),
        )
        self._beside = (
            set(roles.beside(start[1]).values_list("pk", flat=True)) if start else set()
        )
        self._start = start[1] if start else ""
        self.facets = tuple(self._facets_of(start[2] if start else ""))

    def _read_facts(self) -> None:
        self.facts: dict[tuple[int, str], Fact] = {}
        self._said: dict[tuple[int, str], set[str]] = {}
        measures = [Fact.Measure.DEMAND, Fact.Measure.SCORE]
        for fact in Fact.objects.shown().filter(measure__in=measures):
            about = (fact.role_id, fact.dimension)
            self.facts.setdefault(about, fact)
            if fact.measure == Fact.Measure.DEMAND:
                words = findall(r"\w+", fact.text_value.lower())
                self._said.setdefault(about, set()).update(words)

    def _facets_of(self, start_title: str) -> Iterator[FacetOf]:
        yield FacetOf("coding", "Coding", tuple(DEMAND_LEVELS))
        yield FacetOf("math", "Math", tuple(DEMAND_LEVELS))
        lines = tuple((row.code, row.name) for row in self.categories.values())
        yield FacetOf("category", "Skill line", lines)
        paid = (("true", "With sourced pay"),)
        yield FacetOf("has_pay", "Show only", paid, is_flag=True)
        if start_title:
            label = f"A side move from {start_title}"
            start = ((self._start, label),)
            yield FacetOf("side_move_from", "Moves", start, is_flag=True)

    def families(self, role_id: int) -> list[SkillCategory]:
        """Return the role's families, the one that weighs most first."""
        return [self.categories[pk] for pk in self._families.get(role_id, [])]

    def demand(self, role_id: int, dimension: str) -> str:
        """Return how much of coding, math or the like a source says it asks."""
        fact = self.facts.get((role_id, dimension))
        return fact.text_value if fact else ""

    def items(self, ids: Iterable[int] | None) -> list[Item]:
        """Return the roles with these ids (None: all) as things to filter."""
        wanted = set(self.role_ids if ids is None else ids)
        return [self._item(pk) for pk in self.role_ids if pk in wanted]

    def _item(self, role_id: int) -> Item:
        return Item(
            role_id,
            {
                "coding": self._said.get((role_id, "coding"), set()),
                "math": self._said.get((role_id, "math"), set()),
                "category": {row.code for row in self.families(role_id)},
                "has_pay": {"true"} if role_id in self._paid else set(),
                "side_move_from": {self._start} if role_id in self._beside else set(),
            },
        )


def cards(ids: Sequence[int], known: Knowledge, country: str) -> tuple[Card, ...]:
    """Return the cards of roles; all pay bars share one axis (two queries)."""
    roles = Role.objects.in_bulk(ids)
    groups = _card_groups(ids, country)
    axis, scale = _shared_scale(groups.values())
    return tuple(
        Card(
            role=roles[pk],
            families=tuple(known.families(pk)[:BADGES]),
            coding=known.demand(pk, "coding"),
            math=known.demand(pk, "math"),
            demand=known.facts.get((pk, "demand")),
            pay=_card_pay(groups[pk], axis, scale) if pk in groups else None,
        )
        for pk in ids
    )


def _card_groups(ids: Sequence[int], country: str) -> dict[int, PayGroup]:
    bands: dict[int, list[Band]] = {}
    for row in SalaryBand.objects.shown().with_sources().filter(role__in=ids):
        bands.setdefault(row.role_id, []).append(as_band(row))
    found = {pk: card_group(rows, region=country) for pk, rows in bands.items()}
    return {pk: group for pk, group in found.items() if group is not None}


def _axis(group: PayGroup) -> Axis:
    return (group.key.currency, group.key.period)


def _shared_scale(groups: Iterable[PayGroup]) -> tuple[Axis, Scale | None]:
    """One axis, for the commonest currency and period among the cards."""
    by_axis: dict[Axis, list[Band]] = {}
    for group in groups:
        by_axis.setdefault(_axis(group), []).extend(group.bands)
    if not by_axis:
        return ("", ""), None
    axis, bands = max(by_axis.items(), key=lambda item: len(item[1]))
    return axis, scale_for(bands)


def _card_pay(group: PayGroup, axis: Axis, scale: Scale | None) -> CardPay:
    band = envelope_band(group)
    fits = scale is not None and _axis(group) == axis
    return CardPay(
        text=band.text(),
        basis=_basis(band),
        source_count=group.source_count,
        bar=mini_range(band, low=scale.low, high=scale.high)
        if scale is not None and fits
        else None,
    )


def _basis(band: Band) -> str:
    parts = [
        {"median": "Median", "average": "Average"}.get(band.statistic, ""),
        {"base": "base pay"}.get(band.component, ""),
        band.name,
        band.region_label or "country not stated",
    ]
    text = ", ".join(part for part in parts if part)
    return text[:1].upper() + text[1:]
