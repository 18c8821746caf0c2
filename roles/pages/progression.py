"""Ladders side by side, and the moves that leave them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from roles.bands import as_band, years_label
from roles.models import CareerMove, HouseLevel, Ladder, Rung, SalaryBand
from roles.pages.letters import Letters
from roles.pages.pay import currency_words

MOVE_HEADINGS = {
    CareerMove.Kind.ADVANCEMENT: "Ways up",
    CareerMove.Kind.LATERAL: "Ways to the side",
    CareerMove.Kind.SIMILAR: "Similar roles",
    CareerMove.Kind.SPECIALTY: "Specialties",
    CareerMove.Kind.CONTRACT: "Contract work",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A move with its source; `target_url` is empty where it leads to no page."""

    move: CareerMove
    letter: str
    target_url: str

    @property
    def printed(self) -> str:
        """What the source prints, unless that is the label itself."""
        printed = self.move.as_printed
        return "" if printed.lower() == self.move.to_label.lower() else printed

    @property
    def origin(self) -> str:
        """Whom the source names for it, if anybody."""
        named = self.move.attributed_to
        return named.cited_name if named else ""


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """Moves of one kind that hang at no rung."""

    label: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class StopPay:
    """What a rung pays, and what the figure speaks of."""

    text: str
    basis: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A rung of one ladder, with pay where its source gives some."""

    rung: Rung
    years: str
    pay: tuple[StopPay, ...]
    level: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class LadderLine:
    """One source's ladder; ladders are never merged."""

    ladder: Ladder
    letter: str
    stops: tuple[Stop, ...]

    @property
    def pay_basis(self) -> str:
        """What all pay of the ladder speaks of; empty where rungs differ."""
        bases = {pay.basis for stop in self.stops for pay in stop.pay}
        return bases.pop() if len(bases) == 1 else ""


def ladder_lines(
    rungs: Sequence[Rung],
    moves: Sequence[CareerMove],
    bands: Sequence[SalaryBand],
    letters: Letters,
) -> tuple[LadderLine, ...]:
    """Return each source's ladder, its moves hanging at the rung they leave from."""
    pay: dict[int, list[StopPay]] = {}
    for band in bands:
        if band.rung_id:
            pay.setdefault(band.rung_id, []).append(_stop_pay(band))
    leaving = _leaving(moves)
    return tuple(
        _ladder_line(list(members), leaving, pay, letters)
        for _, members in groupby(rungs, key=lambda rung: rung.ladder_id)
    )


def other_moves(
    moves: Sequence[CareerMove], lines: Sequence[LadderLine], letters: Letters
) -> tuple[MoveGroup, ...]:
    """Return the moves that hang at no rung, by kind."""
    hanging = {
        move.move.pk for line in lines for stop in line.stops for move in stop.moves
    }
    left = [_move(move, letters) for move in moves if move.pk not in hanging]
    groups = (
        MoveGroup(
            MOVE_HEADINGS[kind], tuple(move for move in left if move.move.kind == kind)
        )
        for kind in CareerMove.Kind
    )
    return tuple(group for group in groups if group.moves)


def _leaving(
    moves: Sequence[CareerMove],
) -> dict[tuple[int, str], list[CareerMove]]:
    found: dict[tuple[int, str], list[CareerMove]] = {}
    for move in moves:
        if move.from_level:
            found.setdefault((move.published_in_id, move.from_level), []).append(move)
    return found


def _ladder_line(
    rungs: Sequence[Rung],
    leaving: dict[tuple[int, str], list[CareerMove]],
    pay: Mapping[int, Sequence[StopPay]],
    letters: Letters,
) -> LadderLine:
    ladder = rungs[0].ladder
    letter = letters.of(ladder.source_id)
    stops = []
    for rung in rungs:
        moves = leaving.pop((ladder.source_id, rung.house_level), [])
        stops.append(
            Stop(
                rung=rung,
                years=years_label(rung.years_from, rung.years_to),
                pay=tuple(pay.get(rung.pk, ())),
                level=HouseLevel(rung.house_level).label if rung.house_level else "",
                moves=tuple(_move(move, letters) for move in moves),
            )
        )
    return LadderLine(ladder, letter, tuple(stops))


def _stop_pay(row: SalaryBand) -> StopPay:
    band = as_band(row)
    counted = currency_words(band.currency, band.period)
    what = row.get_component_display().lower()
    where = band.region_label or "country not stated"
    return StopPay(band.text(), f"{counted}, {what}, {where}")


def _move(move: CareerMove, letters: Letters) -> Move:
    target = move.to_role
    is_open = target is not None and target.status == target.Status.PUBLISHED
    return Move(
        move,
        letters.of(move.published_in_id),
        target.get_absolute_url() if target is not None and is_open else "",
    )
