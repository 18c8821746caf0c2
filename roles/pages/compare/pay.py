"""Pay of the roles compared: on one axis within one basis, or why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from roles.bands import as_band
from roles.models import Fact, Role, SalaryBand
from roles.pages.letters import Letters
from roles.pay import COMPONENTS, NOT_STATED, Band, derive
from roles.pay.comparison import CommonAxis, CommonGroup, common_axis
from roles.pay_chart import Row, Scale, Tick, scale_for, ticks_of
from roles.pay_chart.shapes import level_rows

HUNDRED = 100
NO_PAY = "No source gives its pay."


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One figure of one role; `place` is that of the role among those compared."""

    place: int
    role: Role
    row: Row

    @property
    def region_basis(self) -> str:
        """How the country is known."""
        return SalaryBand.RegionBasis(self.row.band.region_basis).label


@dataclass(frozen=True, slots=True)
class ComparedLevel:
    """The figures of one level and component; `lone` where only one role has some."""

    label: str
    rows: tuple[ComparedRow, ...]
    height: int
    is_lone: bool


@dataclass(frozen=True, slots=True)
class ComparedComponent:
    """Base pay, or pay whose component is not stated."""

    label: str
    levels: tuple[ComparedLevel, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """Why a bar is hatched: what a source says of one role against another."""

    text: str
    letter: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Lack:
    """Why a role is not in the chart."""

    place: int
    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ComparedPay:
    """The chart, or, without an axis, the reasons why figures cannot be compared."""

    axis: CommonAxis | None
    region_label: str
    components: tuple[ComparedComponent, ...]
    ticks: tuple[Tick, ...]
    derivations: tuple[Derivation, ...]
    lacks: tuple[Lack, ...]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The figures drawn."""
        return tuple(
            compared.row.band
            for component in self.components
            for level in component.levels
            for compared in level.rows
        )

    @property
    def has_context(self) -> bool:
        """Whether a figure is drawn whose country is known from context."""
        return any(band.region_basis == "context" for band in self.bands)


def compared_pay(
    roles: Sequence[Role],
    rows: Sequence[SalaryBand],
    premiums: Sequence[Fact],
    letters: Letters,
    country: str,
    *,
    with_lone: bool,
) -> ComparedPay:
    """Return the roles' pay on one axis; `with_lone` also where one role stands alone.

    Figures that speak of somebody else or of a special case are left out: their
    basis is narrower than the role.
    """
    by_role = [
        [
            as_band(row, letters.of(row.published_in_id))
            for row in rows
            if row.role_id == role.pk and not row.subject and not row.condition
        ]
        for role in roles
    ]
    derivations = []
    for base, role, fact in _between(roles, premiums):
        made = _derived(by_role[base], fact)
        by_role[role] = [*by_role[role], *made]
        if made:
            text = f"{fact.label}: {fact.as_printed}."
            letter = letters.of(fact.published_in_id)
            derivations.append(Derivation(text, letter, fact))
    axis = common_axis(by_role, region=country)
    if axis is None:
        lacks = tuple(map(_all_bases, range(len(roles)), roles, by_role))
        return ComparedPay(None, "", (), (), (), lacks)
    groups = axis.groups if with_lone else axis.shared
    drawn = [band for group in groups for _, band in group.bands]
    scale = scale_for(drawn)
    is_hatched = any(band.is_derived for band in drawn)
    return ComparedPay(
        axis=axis,
        region_label=drawn[0].region_label or NOT_STATED,
        components=_components(roles, groups, scale),
        ticks=ticks_of(scale, axis.currency),
        derivations=tuple(derivations) if is_hatched else (),
        lacks=_missing(roles, by_role, axis),
    )


def _between(
    roles: Sequence[Role], premiums: Sequence[Fact]
) -> list[tuple[int, int, Fact]]:
    """Return (role measured against, role measured, fact) for premiums between them.

    Such a fact belongs to the one and names the other in its dimension.
    """
    places = {role.slug: at for at, role in enumerate(roles)}
    owners = {role.pk: at for at, role in enumerate(roles)}
    return [
        (owners[fact.role_id], places[fact.dimension], fact)
        for fact in premiums
        if fact.dimension in places
        and fact.unit == Fact.Unit.PERCENT
        and fact.low is not None
        and fact.high is not None
    ]


def _derived(bands: Sequence[Band], fact: Fact) -> list[Band]:
    """Work out the figures that a source's premium gives on its own figures."""
    family = str(fact.published_in.family_id)
    low, high = float(fact.low or 0), float(fact.high or 0)
    return [
        derive(
            band,
            key=f"{band.key}-derived",
            factor_low=1 + low / HUNDRED,
            factor_high=1 + high / HUNDRED,
        )
        for band in bands
        if band.source == family and band.component == fact.component
    ]


def _components(
    roles: Sequence[Role], groups: Sequence[CommonGroup], scale: Scale
) -> tuple[ComparedComponent, ...]:
    found = []
    for component, members in groupby(groups, key=lambda group: group.key.component):
        levels = []
        for group in members:
            chart = level_rows([band for _, band in group.bands], scale)
            places = [place for place, _ in group.bands]
            levels.append(
                ComparedLevel(
                    label=chart.label,
                    rows=tuple(
                        ComparedRow(place, roles[place], row)
                        for place, row in zip(places, chart.rows, strict=True)
                    ),
                    height=chart.height,
                    is_lone=group.role_count == 1,
                )
            )
        found.append(ComparedComponent(COMPONENTS[component], tuple(levels)))
    return tuple(found)


def _bases(bands: Sequence[Band]) -> str:
    """Name the bases of figures: "United States in USD a year (3 sources)"."""
    found: dict[str, set[str]] = {}
    for band in bands:
        region = band.region_label or NOT_STATED.lower()
        period = "an hour" if band.period == "hour" else "a year"
        found.setdefault(f"{region} in {band.currency} {period}", set()).add(
            band.source
        )
    return "; ".join(
        f"{basis} ({len(sources)} {'source' if len(sources) == 1 else 'sources'})"
        for basis, sources in found.items()
    )


def _all_bases(place: int, role: Role, bands: Sequence[Band]) -> Lack:
    if not bands:
        return Lack(place, role, NO_PAY)
    return Lack(place, role, f"Figures for {_bases(bands)}.")


def _missing(
    roles: Sequence[Role], by_role: Sequence[Sequence[Band]], axis: CommonAxis
) -> tuple[Lack, ...]:
    drawn = {role for group in axis.shared for role, _ in group.bands}
    return tuple(
        Lack(at, role, NO_PAY)
        if not by_role[at]
        else Lack(at, role, f"Not comparable here: {_bases(by_role[at])}.")
        for at, role in enumerate(roles)
        if at not in drawn
    )
