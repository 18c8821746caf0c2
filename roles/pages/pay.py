"""The pay section of a role page: countries, charts, notes, one sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from roles.bands import as_band
from roles.models import Region, SalaryBand
from roles.pages.letters import Letters
from roles.pay import NOT_STATED, Band, PayGroup, level_order, pay_groups
from roles.pay_chart import PayChart, pay_charts, total_pay_charts

UNSTATED = "not-stated"
CURRENCIES = {
    "USD": "US dollars",
    "GBP": "pounds",
    "EUR": "euros",
    "INR": "Indian rupees",
}
STATISTICS = {"average": "average", "median": "median"}
FULL_EVIDENCE = 2


@dataclass(frozen=True, slots=True)
class Place:
    """A country of which sources speak, with how many do."""

    slug: str
    label: str
    source_count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A figure that does not fit a chart, in words."""

    letter: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table: the band and the row that it came from."""

    band: Band
    row: SalaryBand


@dataclass(frozen=True, slots=True)
class PaySection:
    """What the pay section shows for one country."""

    place: Place
    places: tuple[Place, ...]
    finding: str
    thin_evidence: str
    better_place: Place | None
    charts: tuple[PayChart, ...]
    total_charts: tuple[PayChart, ...]
    notes: tuple[Note, ...]
    figures: tuple[Figure, ...]
    small_charts: tuple[PayChart, ...]

    @property
    def bands(self) -> tuple[Band, ...]:
        """The figures of the table."""
        return tuple(figure.band for figure in self.figures)


def pay_section(
    rows: Sequence[SalaryBand], letters: Letters, country: str
) -> PaySection | None:
    """Return the section opened at `country` (a region's slug), None without pay.

    Where no figure speaks of that country, the section says so and opens at the
    place of which most sources speak, in its own currency.
    """
    if not rows:
        return None
    bands = [as_band(row, letters.of(row.published_in_id)) for row in rows]
    places = places_of(bands, country)
    here = next(place for place in places if place.is_current)
    by_key = {row.key: row for row in rows}
    local = [band for band in bands if _slug(band.region) == here.slug]
    charts = [chart for chart in pay_charts(bands) if chart.components]
    missing = missing_country(country, places)
    thin, better = _thin_evidence(here, places)
    totals = total_pay_charts(local)
    return PaySection(
        place=here,
        places=places,
        finding=_finding(local, here),
        thin_evidence=f"{missing} {thin}".strip(),
        better_place=better,
        charts=tuple(chart for chart in charts if _slug(chart.region) == here.slug),
        total_charts=tuple(chart for chart in totals if chart.components),
        notes=_notes(local, charts, totals, by_key),
        figures=tuple(Figure(band, by_key[band.key]) for band in local),
        small_charts=tuple(
            chart
            for chart in charts
            if _slug(chart.region) != here.slug and chart.source_count == 1
        ),
    )


def basis_words(chart: PayChart) -> str:
    """Return the basis under a chart's title: "US dollars a year"."""
    return currency_words(chart.currency, chart.period)


def currency_words(currency: str, period: str) -> str:
    """Return what a figure is counted in: "US dollars a year"."""
    name = CURRENCIES.get(currency, currency)
    return f"{name} {'an hour' if period == 'hour' else 'a year'}"


def region_slug(row: SalaryBand) -> str:
    """Return the slug of a figure's region as addresses name it."""
    return _slug(row.region.slug if row.region else "")


def missing_country(country: str, places: Sequence[Place]) -> str:
    """Say that no source speaks of the country asked for, if it is one (rule 3).

    One query, and only where figures are shown for another country.
    """
    if not country or any(place.slug == country for place in places):
        return ""
    name = Region.objects.filter(slug=country).values_list("name", flat=True).first()
    return f"No source here gives pay for {_with_article(name)}." if name else ""


def _slug(region: str) -> str:
    return region or UNSTATED


def places_of(bands: Sequence[Band], country: str) -> tuple[Place, ...]:
    """Return the countries of which figures speak, most sources first.

    The current one is `country` where figures speak of it, else the first.
    """
    found: dict[str, tuple[str, set[str]]] = {}
    for band in bands:
        label = band.region_label if band.region else NOT_STATED
        found.setdefault(_slug(band.region), (label, set()))[1].add(band.source)
    ranked = sorted(
        found.items(),
        key=lambda item: (item[0] == UNSTATED, -len(item[1][1]), item[1][0]),
    )
    current = country if country in found else next((slug for slug, _ in ranked), "")
    return tuple(
        Place(slug, label, len(sources), is_current=slug == current)
        for slug, (label, sources) in ranked
    )


def _finding(bands: Sequence[Band], place: Place) -> str:
    groups = [
        group
        for group in pay_groups(band for band in bands if not band.group.is_narrowed)
        if group.key.component != "total" and group.key.statistic in {"range", "point"}
    ]
    best = min(
        groups,
        key=lambda group: (-group.source_count, level_order(group.key.level)),
        default=None,
    )
    if best is None or best.source_count < FULL_EVIDENCE:
        return ""
    return f"{_spread(best, place)} {_agreement(best)}"


def _spread(group: PayGroup, place: Place) -> str:
    level = f"{group.bands[0].level_label.lower()} " if group.key.level else ""
    where = (
        "with no country stated"
        if place.slug == UNSTATED
        else f"in {_with_article(place.label)}"
    )
    text = _envelope_text(group)
    return f"{_count(group.source_count)} sources put {level}pay {where} {text}."


def _with_article(label: str) -> str:
    return f"the {label}" if label.startswith("United ") else label


def _envelope_text(group: PayGroup) -> str:
    return f"at {envelope_band(group).text(is_long=True)}"


def envelope_band(group: PayGroup) -> Band:
    """Return the outer ends of a group as one figure, to be written or drawn."""
    found = group.envelope
    if found.band_count == 1:
        return group.bands[0]
    return replace(
        group.bands[0],
        low=found.low,
        high=found.high,
        low_open=found.low_open,
        high_open=found.high_open,
        qualifier="",
    )


def _agreement(group: PayGroup) -> str:
    if group.sources_disagree:
        return f"They disagree: {group.overlap_label}."
    return f"{group.overlap_label}."


def _count(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight")
    return words[number] if number < len(words) else str(number)


def _thin_evidence(here: Place, places: Sequence[Place]) -> tuple[str, Place | None]:
    if here.source_count >= FULL_EVIDENCE:
        return "", None
    better = max(places, key=lambda place: place.source_count)
    text = f"Only one source speaks of this: {here.label}."
    if here.slug == UNSTATED:
        text = "Only one source gives this pay, and it states no country."
    return text, better if better.source_count > here.source_count else None


def _notes(
    bands: Sequence[Band],
    charts: Iterable[PayChart],
    totals: Iterable[PayChart],
    rows: Mapping[str, SalaryBand],
) -> tuple[Note, ...]:
    drawn = {
        row.band.key
        for chart in (*charts, *totals)
        for group in chart.components
        for level in group.levels
        for row in level.rows
    }
    return tuple(
        Note(band.source_letter, _note_text(band, rows[band.key]))
        for band in bands
        if band.key not in drawn
    )


def _note_text(band: Band, row: SalaryBand) -> str:
    component = {"base": "base pay", "total": "total pay"}.get(band.component, "")
    who = row.subject or row.condition or row.label or row.level_label
    kind = STATISTICS.get(band.statistic, "")
    # "Average salary" says already that it is an average.
    kind = "" if kind in who.lower() else kind
    level = band.level_label if band.level else ""
    origin = f"from {row.attributed_to.cited_name}" if row.attributed_to else ""
    parts = [part for part in (kind, component, level, who, origin) if part]
    return f"{band.text(is_long=True)}{': ' if parts else ''}{', '.join(parts)}"
