"""Load the content that the site is born with."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from careersite.common.progress import Progress
from careersite.seeding import Report, seed


class Command(BaseCommand):
    """`manage.py seed`: safe to run at any time; editors' changes stay."""

    help = "Load the content of fixtures/; what editors changed or removed is left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--again",
            action="store_true",
            help="Compare every row even if the files did not change.",
        )
        parser.add_argument(
            "--directory", type=Path, default=Path(settings.FIXTURE_DIRS[0])
        )

    def handle(self, *args: Any, **options: Any) -> None:
        progress = Progress(self.stdout, is_wanted=options["verbosity"] > 0)
        report = seed(
            directory=options["directory"],
            now=timezone.now(),
            again=options["again"],
            tell=progress.tell,
        )
        progress.clear()
        if not options["verbosity"]:
            return
        if report.is_skipped:
            self.stdout.write("Content is up to date.")
        else:
            self._print(report)

    def _print(self, report: Report) -> None:
        for name, counter in report.counts.items():
            counts = ", ".join(f"{n} {outcome}" for outcome, n in counter.items())
            self.stdout.write(f"{name}: {counts}")
        if report.kept:
            self.stdout.write("Left as they are:")
        for line in report.kept:
            self.stdout.write(f"  {line}")
