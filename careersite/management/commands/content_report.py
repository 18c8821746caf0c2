"""manage.py content_report: what of the five documents the database holds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from careersite.content_report import (
    NOT_TAKEN_OVER,
    content_lines,
    missing_figures,
)
from careersite.printed_pay import PayFigure, read_pay_table


class Command(BaseCommand):
    """Account for each row of the inventory and each printed pay figure."""

    help = (
        "List how many records hold each kind of content of the five documents;"
        " fails where one is missing or a pay figure was altered."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the report; raise CommandError where something is missing."""
        lines, missing = content_lines(), missing_figures()
        for line in lines:
            mark = f"at least {line.wanted} wanted" if line.is_short else ""
            self.stdout.write(f"{line.number:4}  {line.title:36}{line.held:6}  {mark}")
        self.stdout.write(f"  53  {NOT_TAKEN_OVER}: not taken over")
        printed = len(read_pay_table())
        self.stdout.write(f"Pay figures: {printed - len(missing)} of {printed}")
        for figure in missing:
            self.stdout.write(f"  missing or altered: {_said(figure)}")
        short = sum(line.is_short for line in lines)
        if short or missing:
            message = f"{short} rows are short, {len(missing)} pay figures are missing."
            raise CommandError(message)


def _said(figure: PayFigure) -> str:
    ends = f"{figure.low or ''}-{figure.high or ''}{'+' if figure.is_open else ''}"
    where = figure.region or "country not stated"
    return f"{figure.seed}, {figure.level}, {where}: {figure.currency} {ends}"
