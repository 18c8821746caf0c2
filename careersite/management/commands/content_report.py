"""manage.py content_report: what of the five documents the database holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careersite.content_report import (
    NOT_TAKEN_OVER,
    Line,
    content_lines,
    differences,
    missing_figures,
)
from careersite.printed_pay import PayFigure, read_pay_table


class Command(BaseCommand):
    """Account for each row of the inventory, each difference and each pay figure."""

    help = (
        "List how many records hold each kind of content of the five documents, and"
        " where each point is said on which they differ; fails where one is missing or"
        " a pay figure was altered."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; raise CommandError where something is missing."""
        lines, missing = content_lines(), missing_figures()
        for line in lines:
            self.stdout.write(_of_line(line))
        self.stdout.write(f"  53  {NOT_TAKEN_OVER}: not taken over")
        unsaid = self._differences()
        printed = len(read_pay_table())
        self.stdout.write(f"Pay figures: {printed - len(missing)} of {printed}")
        for figure in missing:
            self.stdout.write(f"  missing or altered: {_said(figure)}")
        short = sum(line.is_short for line in lines)
        if short or unsaid or missing:
            raise CommandError(
                f"{short} rows are short, {unsaid} differences are not said,"
                f" {len(missing)} pay figures are missing."
            )

    def _differences(self) -> int:
        """Print where the documents differ; return how many points no page says."""
        found = differences()
        for one in found:
            where = " ".join([*one.places, *(f"missing: {key}" for key in one.missing)])
            self.stdout.write(f"C{one.number:<4} {one.title:28}{where}")
        return sum(len(one.missing) for one in found)


def _of_line(line: Line) -> str:
    mark = (
        "  too few"
        if line.is_short
        else "  more than were counted"
        if line.has_more
        else ""
    )
    held = sum(line.held)
    return f"{line.number:4}  {line.title:28}{held:5}  {line.by_document}{mark}"


def _said(figure: PayFigure) -> str:
    ends = f"{figure.low or ''}-{figure.high or ''}{'+' if figure.is_open else ''}"
    where = figure.region or "country not stated"
    return f"{figure.seed}, {figure.level}, {where}: {figure.currency} {ends}"
