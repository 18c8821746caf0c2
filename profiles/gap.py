"""What a role asks against what a person holds (rule 15).

Levels are the six proficiency levels, 0 to 5; importance is 1 (helpful) to
5 (critical). Coverage and shares are fractions from 0 to 1. Unrated is not 0:
it counts as 0 in the sum and is listed apart.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from profiles.held import TOP_LEVEL, UNRATED, EvidenceState, Held, Mode

HOUSE_LEVELS = ("entry", "mid", "senior", "staff", "executive")


@dataclass(frozen=True, slots=True)
class Demand:
    """What a role asks of one skill: importance 1-5, required level 0-5."""

    skill: str
    category: str
    importance: int
    required: int

    def __post_init__(self) -> None:
        if not 1 <= self.importance <= 5:
            message = f"Importance of {self.skill} is not between 1 and 5."
            raise ValueError(message)
        if not 0 <= self.required <= TOP_LEVEL:
            message = f"Required level of {self.skill} is not between 0 and 5."
            raise ValueError(message)

    @property
    def weight(self) -> int:
        """Importance times required level: what the skill is worth in the sum."""
        return self.importance * self.required


@dataclass(frozen=True, slots=True)
class Closer:
    """A step or a certification that closes (part of) a gap; `level` it teaches."""

    kind: Literal["step", "certification"]
    key: str
    title: str
    number: int | None = None
    level: int | None = None
    state: str = ""
    url: str = ""
    hours: float | None = None
    roadmap: str = ""

    @property
    def name(self) -> str:
        """What addresses call a step: its roadmap and its key."""
        return f"{self.roadmap}/{self.key}"


@dataclass(frozen=True, slots=True)
class GapRow:
    """One skill of the gap.

    `share` is what the skill is worth of the whole (0 to 1), `earned` the part
    of it that is held; `missing` is in levels, `weighted_gap` is
    importance x missing.
    """

    skill: str
    category: str
    importance: int
    required: int
    held: int | None
    counted: int
    state: EvidenceState
    share: float
    earned: float
    missing: int
    weighted_gap: int
    closers: tuple[Closer, ...] = ()

    @property
    def is_met(self) -> bool:
        return self.missing == 0

    @property
    def is_unrated(self) -> bool:
        return self.state == "unrated"


@dataclass(frozen=True, slots=True)
class RadarAxis:
    """One category of the radar, fractions of D = sum(importance x 5)."""

    category: str
    yours: float
    needed: float
    weight: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap explained; `coverage` is None when there is a `reason` instead."""

    coverage: float | None
    reason: Literal["", "no_rows", "nothing_required", "not_offered"]
    rows: tuple[GapRow, ...] = ()
    unrated: tuple[GapRow, ...] = ()
    coverage_if_unrated_met: float | None = None
    radar: tuple[RadarAxis, ...] = ()
    mode: Mode = "claimed"
    level: str | None = None
    asked_level: str | None = None

    @property
    def is_fallback(self) -> bool:
        """Whether another level than the one asked for was taken."""
        return self.level is not None and self.level != self.asked_level

    @property
    def percent(self) -> int | None:
        """Coverage in whole percent, rounded down: 100 means all is met."""
        return None if self.coverage is None else percent(self.coverage)

    @property
    def percent_if_unrated_met(self) -> int | None:
        whole = self.coverage_if_unrated_met
        return None if whole is None else percent(whole)

    @property
    def open_rows(self) -> tuple[GapRow, ...]:
        return tuple(row for row in self.rows if not row.is_met)

    @property
    def met_rows(self) -> tuple[GapRow, ...]:
        return tuple(row for row in self.rows if row.is_met)


def percent(fraction: float) -> int:
    """Whole percent rounded down; the tiny addend undoes binary noise."""
    return int(fraction * 100 + 1e-9)


def gap(
    demands: Sequence[Demand],
    held: Mapping[str, Held],
    *,
    mode: Mode = "claimed",
    closers: Mapping[str, Sequence[Closer]] | None = None,
) -> Gap:
    """Compare demands with held skills (by skill key).

    coverage = sum(importance x min(held, required)) / sum(importance x required).
    Rows come by weighted gap, largest first, then by the number of the first
    step that closes them, then by skill key.
    """
    if not demands:
        return Gap(coverage=None, reason="no_rows", mode=mode)
    total = sum(demand.weight for demand in demands)
    if total == 0:
        return Gap(coverage=None, reason="nothing_required", mode=mode)
    rows = sorted(
        (
            _row(
                demand,
                held.get(demand.skill, UNRATED),
                mode=mode,
                total=total,
                closers=tuple((closers or {}).get(demand.skill, ())),
            )
            for demand in demands
        ),
        key=_by_weighted_gap,
    )
    unrated = tuple(row for row in rows if row.is_unrated)
    got = sum(row.importance * min(row.counted, row.required) for row in rows)
    got_if_met = got + sum(row.weighted_gap for row in unrated)
    return Gap(
        coverage=got / total,
        reason="",
        rows=tuple(rows),
        unrated=unrated,
        coverage_if_unrated_met=got_if_met / total,
        radar=radar(demands, held, mode=mode),
        mode=mode,
    )


def gap_at_level(
    demands_by_level: Mapping[str, Sequence[Demand]],
    level: str,
    held: Mapping[str, Held],
    *,
    mode: Mode = "claimed",
    closers: Mapping[str, Sequence[Closer]] | None = None,
) -> Gap:
    """The gap at a house level, or at the nearest lower level that has rows.

    The result's `level` says which level was taken and `asked_level` which was
    asked for; `level` is None when neither it nor a lower one has rows.
    """
    taken = level_with_rows(demands_by_level, level)
    found = gap(
        demands_by_level[taken] if taken else (), held, mode=mode, closers=closers
    )
    return replace(found, level=taken, asked_level=level)


def coverage(
    demands: Sequence[Demand], held: Mapping[str, Held], *, mode: Mode = "claimed"
) -> float | None:
    """The coverage alone, 0 to 1, as `gap` has it; None where nothing is required."""
    got = total = 0
    for demand in demands:
        counted = held.get(demand.skill, UNRATED).counted(mode)
        got += demand.importance * min(counted, demand.required)
        total += demand.importance * demand.required
    return got / total if total else None


def after(
    held: Mapping[str, Held], taught: Iterable[tuple[str, int]], *, mode: Mode
) -> dict[str, Held]:
    """What would be held once skills were taught up to these levels.

    Where only confirmations count, a mentor confirms what is taught.
    """
    then = dict(held)
    for skill, level in taught:
        now = then.get(skill, UNRATED)
        then[skill] = Held(
            level=max(now.level or 0, level),
            state="evidenced" if mode == "claimed" else "verified",
            verified=max(now.verified or 0, level)
            if mode == "verified"
            else now.verified,
        )
    return then


def level_with_rows(
    demands_by_level: Mapping[str, Sequence[Demand]], level: str
) -> str | None:
    """The level itself if it has rows, else the nearest lower one that has."""
    at_or_below = HOUSE_LEVELS[: HOUSE_LEVELS.index(level) + 1]
    return next(
        (lower for lower in reversed(at_or_below) if demands_by_level.get(lower)), None
    )


def radar(
    demands: Sequence[Demand], held: Mapping[str, Held], *, mode: Mode = "claimed"
) -> tuple[RadarAxis, ...]:
    """One axis per category, in order of first appearance.

    D = sum(importance x 5); yours = sum(importance x level) / D, not capped by
    what is required; needed = sum(importance x required) / D.
    """
    by_category: dict[str, list[Demand]] = {}
    for demand in demands:
        by_category.setdefault(demand.category, []).append(demand)
    return tuple(
        _axis(category, rows, held, mode) for category, rows in by_category.items()
    )


def _axis(
    category: str, rows: Sequence[Demand], held: Mapping[str, Held], mode: Mode
) -> RadarAxis:
    whole = sum(row.importance * TOP_LEVEL for row in rows)
    yours = sum(
        row.importance * held.get(row.skill, UNRATED).counted(mode) for row in rows
    )
    needed = sum(row.weight for row in rows)
    return RadarAxis(
        category=category, yours=yours / whole, needed=needed / whole, weight=whole
    )


def _row(
    demand: Demand, held: Held, *, mode: Mode, total: int, closers: tuple[Closer, ...]
) -> GapRow:
    counted = held.counted(mode)
    missing = max(demand.required - counted, 0)
    return GapRow(
        skill=demand.skill,
        category=demand.category,
        importance=demand.importance,
        required=demand.required,
        held=None if held.is_unrated else counted,
        counted=counted,
        state="unrated" if held.is_unrated else held.state,
        share=demand.weight / total,
        earned=(demand.weight - demand.importance * missing) / total,
        missing=missing,
        weighted_gap=demand.importance * missing,
        closers=closers,
    )


def _by_weighted_gap(row: GapRow) -> tuple[int, float, str]:
    numbers = [closer.number for closer in row.closers if closer.number is not None]
    return (-row.weighted_gap, min(numbers, default=float("inf")), row.skill)
