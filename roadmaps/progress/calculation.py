"""One progress calculation for page, API, mentor, export and admin (rule 23).

done hours = done + waived steps; total = all steps not skipped; remaining =
total - done hours; percent = done / total, rounded down. Personal steps and steps
kept from an older version are not part of it: leave them out of the input.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from roadmaps.progress.steps import STATES, TrackedStep, blocked_by

BarKind = Literal[
    "done",
    "waived",
    "skipped",
    "submitted",
    "changes_requested",
    "in_progress",
    "rest",
]
BAR_ORDER: tuple[BarKind, ...] = (
    "done",
    "waived",
    "skipped",
    "submitted",
    "changes_requested",
    "in_progress",
    "rest",
)


@dataclass(frozen=True, slots=True)
class BarPiece:
    """One step in the bar: `start` and `width` in percent of the whole bar."""

    key: str
    hours: float
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class BarPart:
    """All steps of one kind in the bar, in hours and percent of the whole bar."""

    kind: BarKind
    hours: float
    count: int
    start: float
    width: float
    pieces: tuple[BarPiece, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """The stacked bar; its whole is all planned hours, skipped ones included."""

    hours: float
    parts: tuple[BarPart, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a learner is, in hours and steps.

    `percent` is None where nothing counts. `counts` has every state plus
    `locked`; a locked step is counted as locked, not as not_started.
    `ticked_hours` are finished parts of steps under way: shown beside the percent,
    not in it.
    """

    done_hours: float
    total_hours: float
    remaining_hours: float
    percent: int | None
    ticked_hours: float
    approved_hours: float
    self_reported_hours: float
    waived_hours: float
    step_count: int
    approved_count: int
    self_reported_count: int
    counts: Mapping[str, int]
    locked: Mapping[str, tuple[str, ...]]
    bar: Bar

    @property
    def done_count(self) -> int:
        """Steps that count as done: done or waived."""
        return self.counts["done"] + self.counts["waived"]

    @property
    def can_be_completed(self) -> bool:
        return self.percent == 100


def calculate(steps: Sequence[TrackedStep]) -> Progress:
    """Work out the progress over the steps of one enrollment."""
    done = [step for step in steps if step.state == "done"]
    approved = [step for step in done if step.is_approved]
    self_reported = [step for step in done if not step.is_approved]
    waived = [step for step in steps if step.state == "waived"]
    counted = [step for step in steps if step.state != "skipped"]
    passed_hours = _hours([*done, *waived])
    locked = blocked_by(steps)
    return Progress(
        done_hours=passed_hours,
        total_hours=_hours(counted),
        remaining_hours=_rounded(_hours(counted) - passed_hours),
        percent=percent_done(passed_hours, _hours(counted)),
        ticked_hours=_rounded(
            sum(
                step.ticked_hours
                for step in counted
                if step.state not in {"done", "waived"}
            )
        ),
        approved_hours=_hours(approved),
        self_reported_hours=_hours(self_reported),
        waived_hours=_hours(waived),
        step_count=len(steps),
        approved_count=len(approved),
        self_reported_count=len(self_reported),
        counts=_counts(steps, locked),
        locked=locked,
        bar=bar(steps),
    )


def percent_done(done: float, total: float) -> int | None:
    """Whole percent rounded down, or None where there is nothing to do.

    Tenths of hours are whole numbers: 9.2 of 9.2 hours are 100 percent, not 99.
    """
    return round(done * 10) * 100 // round(total * 10) if total else None


def bar(steps: Sequence[TrackedStep]) -> Bar:
    """The stacked bar: done, waived, skipped, in review, changes, under way, rest.

    Inside a kind, steps stand in the order in which they came to their state;
    the rest in number order. Kinds without steps are left out.
    """
    whole = _hours(steps)
    parts = []
    start: float = 0
    for kind in BAR_ORDER:
        members = sorted(
            (step for step in steps if _bar_kind(step) == kind), key=_by_time
        )
        if members:
            part = _bar_part(kind, members, start=start, whole=whole)
            parts.append(part)
            start += part.hours
    return Bar(hours=whole, parts=tuple(parts))


def _bar_part(
    kind: BarKind, members: Sequence[TrackedStep], *, start: float, whole: float
) -> BarPart:
    pieces = []
    at = start
    for step in members:
        pieces.append(
            BarPiece(
                key=step.key,
                hours=step.hours,
                start=_share(at, whole),
                width=_share(step.hours, whole),
            )
        )
        at += step.hours
    return BarPart(
        kind=kind,
        hours=_rounded(at - start),
        count=len(members),
        start=_share(start, whole),
        width=_share(at - start, whole),
        pieces=tuple(pieces),
    )


def _share(hours: float, whole: float) -> float:
    """Percent of the bar, to three places: fine enough for any screen."""
    return round(float(hours) * 100 / float(whole), 3) if whole else 0.0


def _bar_kind(step: TrackedStep) -> BarKind:
    return "rest" if step.state == "not_started" else step.state


def _by_time(step: TrackedStep) -> tuple[bool, float, int]:
    if step.state == "not_started" or step.state_since is None:
        return (True, 0, step.number)
    return (False, step.state_since.timestamp(), step.number)


def _counts(
    steps: Iterable[TrackedStep], locked: Mapping[str, tuple[str, ...]]
) -> dict[str, int]:
    found = Counter("locked" if step.key in locked else step.state for step in steps)
    return {state: found[state] for state in (*STATES, "locked")}


def _hours(steps: Iterable[TrackedStep]) -> float:
    return _rounded(sum(step.hours for step in steps))


def _rounded(hours: float) -> float:
    """Hours to the one decimal that they have, without binary noise."""
    return round(hours * 10) / 10
