"""Facts of a role that are not pay, and duties: scores, work, outlook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roles.models import Duty, Fact, HouseLevel
from roles.pages.letters import Letters

# Growth of pay is printed like that of jobs, and is another thing.
SALARY_GROWTH = "salary-growth"
OUTLOOK = (
    Fact.Measure.GROWTH,
    Fact.Measure.MARKET,
    Fact.Measure.REMOTE,
    Fact.Measure.TIME_TO_ROLE,
    Fact.Measure.PREMIUM,
    Fact.Measure.PERK,
    Fact.Measure.CHALLENGE,
    Fact.Measure.DEMAND,
)
# What is done at one level stands apart from what everybody does.
LEVEL_LABELS = {
    str(level): level.label if level == HouseLevel.EXECUTIVE else f"{level.label} level"
    for level in HouseLevel
}
DUTY_LABELS = (
    Duty.Cadence.CORE.label,
    *LEVEL_LABELS.values(),
    *(one.label for one in Duty.Cadence if one != Duty.Cadence.CORE),
)


@dataclass(frozen=True, slots=True)
class LetteredFact:
    """A fact with the letter of the source that prints it."""

    fact: Fact
    letter: str
    origin: str

    @property
    def label(self) -> str:
        """What is measured, in the source's words where it has any."""
        return self.fact.label or self.fact.dimension.replace("-", " ").capitalize()

    @property
    def words(self) -> str:
        """What it means in words, unless what is printed says just that."""
        words, printed = self.fact.text_value, self.fact.as_printed
        return "" if words.lower() == printed.lower() else words


class Bar(NamedTuple):
    """A bar, solid to the low end and hatched on to the high: widths in percent."""

    solid: float
    hatched: float


@dataclass(frozen=True, slots=True)
class TimeShare:
    """A share of working time; without a bar where an end is open or empty."""

    item: LetteredFact
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class DutyGroup:
    """What people do at one level or rhythm, each with its source's letter."""

    label: str
    duties: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts of one kind."""

    label: str
    facts: tuple[LetteredFact, ...]


def sourced(facts: Sequence[Fact], letters: Letters) -> tuple[LetteredFact, ...]:
    """Give facts their letters, in the order in which they stand."""
    return tuple(
        LetteredFact(
            fact,
            letters.of(fact.published_in_id),
            fact.attributed_to.cited_name if fact.attributed_to else "",
        )
        for fact in facts
    )


def of_measure(facts: Sequence[Fact], *measures: str) -> list[Fact]:
    """Return the facts of the measures named."""
    return [fact for fact in facts if fact.measure in measures]


def time_shares(facts: Sequence[Fact], letters: Letters) -> tuple[TimeShare, ...]:
    """Return shares of working time, bars in percent of the longest."""
    ends = [_closed_ends(fact) for fact in facts]
    # Nothing at all is a share, too, and may be the only one.
    longest = max((found[1] for found in ends if found), default=0) or 1
    return tuple(
        TimeShare(item, _bar(*found, longest) if found else None)
        for item, found in zip(sourced(facts, letters), ends, strict=True)
    )


def _closed_ends(fact: Fact) -> tuple[float, float] | None:
    if fact.low is None or fact.high is None or fact.high_open:
        return None
    return float(fact.low), float(fact.high)


def _bar(low: float, high: float, longest: float) -> Bar:
    return Bar(round(low / longest * 100, 2), round((high - low) / longest * 100, 2))


def duty_groups(
    rows: Sequence[Mapping[str, object]], letters: Letters
) -> tuple[DutyGroup, ...]:
    """Return what everybody does, then what each level does, then each rhythm."""
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in DUTY_LABELS}
    for row in rows:
        letter = letters.of(int(str(row["source_id"])))
        groups[_duty_label(row)].append((str(row["text"]), letter))
    return tuple(
        DutyGroup(label, tuple(duties)) for label, duties in groups.items() if duties
    )


def _duty_label(row: Mapping[str, object]) -> str:
    """Return the level where a source names one: the rhythm then is not the point."""
    level = str(row["level"] or "")
    return LEVEL_LABELS[level] if level else Duty.Cadence(str(row["cadence"])).label


def outlook_groups(facts: Sequence[Fact], letters: Letters) -> tuple[FactGroup, ...]:
    """Return growth, market, remote work and all that has no other place, by name."""
    groups: dict[str, list[Fact]] = {}
    for measure in OUTLOOK:
        for fact in of_measure(facts, measure):
            groups.setdefault(_outlook_label(fact), []).append(fact)
    return tuple(
        FactGroup(label, sourced(found, letters)) for label, found in groups.items()
    )


def has_prospects(facts: Sequence[Fact]) -> bool:
    """Tell whether a source says how many jobs there are, or will be."""
    about_jobs = {Fact.Measure.GROWTH, Fact.Measure.MARKET}
    return any(
        fact.measure in about_jobs and fact.dimension != SALARY_GROWTH for fact in facts
    )


def _outlook_label(fact: Fact) -> str:
    if fact.dimension == SALARY_GROWTH:
        return "Growth of pay"
    return Fact.Measure(fact.measure).label
