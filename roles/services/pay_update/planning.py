"""Which figures a filled-in workbook changes, and everything wrong with it."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from roles.models import SalaryBand, Source
from roles.models.salary_band import SalaryBandQuerySet
from roles.money import money_range
from roles.services.imports.table import Table
from roles.services.pay_update.prefilled import SERIES, TO_FILL_IN, series_of
from roles.sheets import Fault, Row, SheetError

JUMP = Decimal("0.25")
FIGURE = {"low", "high", "high_open", "qualifier"}


def jump_of(old: str | None, new: str | None) -> str:
    """Return how far a figure jumps, such as "+40%"; empty up to 25 % either way."""
    if not old or not new or Decimal(old) == 0:
        return ""
    share = Decimal(new) / Decimal(old) - 1
    if abs(share) <= JUMP:
        return ""
    # A jump never reads as no jump: 25.4 % is not rounded to the limit.
    return f"{share * 100:+.1f}%".replace(".0%", "%")


class Planner:
    """Compares the lines of a workbook with the figures that count now."""

    def __init__(self, *, published_on: date) -> None:
        self.published_on = published_on
        self.table = Table(SalaryBand)
        live = SalaryBand.objects.live().select_related(
            "role", "region", "published_in__family"
        )
        self.live = {band.key: band for band in live}
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}

    def plan(self, rows: Sequence[Row]) -> list[dict[str, Any]]:
        """Return the lines that change a figure; raises SheetError."""
        self._check_columns(rows)
        planned = [one for row in rows if (one := self._plan(row))]
        self.faults += [*self._left_behind(planned), *self._newer_editions(planned)]
        if not planned and not self.faults:
            self.faults.append(Fault(0, "", "No figure is changed: nothing to do."))
        if self.faults:
            raise SheetError(sorted(self.faults, key=lambda fault: fault.line))
        return planned

    def _check_columns(self, rows: Sequence[Row]) -> None:
        given = dict.fromkeys(name for row in rows for name in row.cells)
        faults = [
            Fault(1, name, "There is no such column.")
            for name in given
            if name not in {*SERIES, *TO_FILL_IN}
        ]
        if "series_key" not in given:
            faults.append(Fault(1, "series_key", "This column finds the figure."))
        if faults:
            raise SheetError(faults)

    def _plan(self, row: Row) -> dict[str, Any] | None:
        key = str(row.cells.get("series_key") or "")
        band = self.live.get(key)
        if band is None:
            self._fault(row, "series_key", "No figure that counts now has this key.")
            return None
        if key in self.lines:
            text = f"“{key}” stands in line {self.lines[key]} already."
            self._fault(row, "series_key", text)
            return None
        self.lines[key] = row.line
        self._check_series(row, band)
        return self._changes(row, band)

    def _check_series(self, row: Row, band: SalaryBand) -> None:
        for name, value in series_of(band).items():
            if str(row.cells.get(name, value) or "") != value:
                text = "This says which series it is, and is not changed here."
                self._fault(row, name, text)

    def _changes(self, row: Row, band: SalaryBand) -> dict[str, Any] | None:
        cells = {name: row.cells[name] for name in TO_FILL_IN if name in row.cells}
        old = {name: self.table.cell(band, name) for name in TO_FILL_IN}
        try:
            self.table.fill(band, cells)
        except ValidationError as error:
            self._note(row, error)
            return None
        changed = self._differences(band, old)
        if not changed:
            return None
        self._complete(band, changed)
        self._check(row, band)
        new = self._differences(band, old)
        return {
            "line": row.line,
            "key": band.key,
            "pk": band.pk,
            "family": band.published_in.family.slug,
            "old": {name: old[name] for name in new},
            "new": new,
            "jumps": {
                name: jump
                for name in ("low", "high")
                if (jump := jump_of(old[name], self.table.cell(band, name)))
            },
        }

    def _differences(self, band: SalaryBand, old: dict[str, Any]) -> dict[str, Any]:
        now = {name: self.table.cell(band, name) for name in TO_FILL_IN}
        return {name: value for name, value in now.items() if value != old[name]}

    def _complete(self, band: SalaryBand, changed: dict[str, Any]) -> None:
        """Never show a new figure under the old label, nor with the old date."""
        if FIGURE & set(changed) and "as_printed" not in changed:
            band.as_printed = money_range(
                band.low,
                band.high,
                currency=band.currency,
                high_open=band.high_open,
                period=band.period,
                qualifier=band.qualifier,
                is_long=True,
            )
        if "as_of" not in changed:
            band.as_of = self.published_on.isoformat()

    def _check(self, row: Row, band: SalaryBand) -> None:
        try:
            band.clean_fields()
            band.clean()
            band.validate_constraints()
        except ValidationError as error:
            self._note(row, error)

    def _left_behind(self, planned: Sequence[dict[str, Any]]) -> Iterator[Fault]:
        """Find figures that the new edition would hide although nobody changed them."""
        changed = {one["key"]: one["line"] for one in planned}
        by_series: dict[tuple[Any, ...], int] = {
            series_values(self.live[key]): line for key, line in changed.items()
        }
        for key, band in self.live.items():
            line = by_series.get(series_values(band))
            if line is not None and key not in changed:
                text = (
                    f"“{key}” is of the same series and would become history too: "
                    "change its figure, date or note as well."
                )
                yield Fault(line, "series_key", text)

    def _newer_editions(self, planned: Sequence[dict[str, Any]]) -> Iterator[Fault]:
        """Find families of which readers have a newer edition: old never replaces new.

        A family without a dated edition is taken as the editor says.
        """
        families = {one["family"]: one["line"] for one in reversed(planned)}
        newer = Source.objects.published().filter(
            family__slug__in=families, published_on__gt=self.published_on
        )
        for source in newer.select_related("family").order_by("-edition"):
            line = families.pop(source.family.slug, None)
            if line is not None:
                day = source.published_on
                text = f"{source} is of {day}: figures before it replace none of it."
                yield Fault(line, "source_family", text)

    def _fault(self, row: Row, column: str, text: str) -> None:
        self.faults.append(Fault(row.line, column, text))

    def _note(self, row: Row, error: ValidationError) -> None:
        for name, messages in error.message_dict.items():
            column = "" if name == NON_FIELD_ERRORS else name
            for text in messages:
                self._fault(row, column, text)


def series_values(band: SalaryBand) -> tuple[Any, ...]:
    """Return what makes two figures one series, in which the newer hides the older."""
    parts = (getattr(band, name) for name in SalaryBandQuerySet.series)
    return (band.published_in.family_id, band.region_id, *parts)
