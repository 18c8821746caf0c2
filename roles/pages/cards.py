"""Cards of roles, and what filters and cards need to know of all roles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from roles.bands import as_band
from roles.facets import Item
from roles.filters import DEMAND_LEVELS
from roles.models import Fact, Role, RoleSkill, SalaryBand, SkillCategory
from roles.pages.pay import envelope_band
from roles.pay import Band, PayGroup, card_group
from roles.pay_chart import MiniRange, Scale, mini_range, scale_for

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


class Knowledge:
    """What filters and cards need to know of all published roles: four queries."""

    def __init__(self) -> None:
        published = Role.objects.published()
        self.role_ids = list(published.values_list("pk", flat=True))
        self.categories = {row.pk: row for row in SkillCategory.objects.all()}
        self._families: dict[int, list[int]] = {}
        weights = (
            RoleSkill.objects.filter(role__in=published)
            .values("role_id", "skill__category_id")
            .annotate(weight=Sum("importance"))
            .order_by("-weight", "skill__category__position")
        )
        for row in weights:
            self._families.setdefault(row["role_id"], []).append(
                row["skill__category_id"]
            )
        self.facts: dict[tuple[int, str], Fact] = {}
        measures = [Fact.Measure.DEMAND, Fact.Measure.SCORE]
        for fact in Fact.objects.published().filter(measure__in=measures):
            self.facts.setdefault((fact.role_id, fact.dimension), fact)
        self._paid = set(
            SalaryBand.objects.published().values_list("role_id", flat=True)
        )
        self.facets = (
            ("coding", "Coding", tuple(DEMAND_LEVELS)),
            ("math", "Math", tuple(DEMAND_LEVELS)),
            (
                "category",
                "Skill line",
                tuple((row.code, row.name) for row in self.categories.values()),
            ),
            ("has_pay", "Show only", (("true", "With sourced pay"),)),
        )

    def families(self, role_id: int) -> list[SkillCategory]:
        return [self.categories[pk] for pk in self._families.get(role_id, [])]

    def demand(self, role_id: int, dimension: str) -> str:
        fact = self.facts.get((role_id, dimension))
        return fact.text_value if fact else ""

    def items(self, ids: Iterable[int] | None) -> list[Item]:
        wanted = set(self.role_ids if ids is None else ids)
        return [self._item(pk) for pk in self.role_ids if pk in wanted]

    def _item(self, role_id: int) -> Item:
        return Item(
            role_id,
            {
                "coding": set(self.demand(role_id, "coding").lower().split(" to ")),
                "math": set(self.demand(role_id, "math").lower().split(" to ")),
                "category": {row.code for row in self.families(role_id)},
                "has_pay": {"true"} if role_id in self._paid else set(),
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
    for row in SalaryBand.objects.live().with_sources().filter(role__in=ids):
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
        basis=f"{band.level_label}, {band.region_label or 'country not stated'}",
        source_count=group.source_count,
        bar=mini_range(band, low=scale.low, high=scale.high)
        if scale is not None and fits
        else None,
    )
