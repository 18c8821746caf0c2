"""Fill a database of its own with many people, for measuring."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careersite.population import (
    NotOursError,
    Progress,
    count_learners,
    make_population,
)
from careersite.population.plan import NoContentError

WIDTH = 30


class Command(BaseCommand):
    """Stopped and started again, it goes on with the next learner."""

    help = (
        "Fills a database of its own with learners, mentors and what they did."
        " Started again, it goes on where it stopped."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--learners", type=int, required=True, help="how many there shall be"
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="another number, other people"
        )
        parser.add_argument(
            "--beside-others",
            action="store_true",
            help="also where people have accounts that were not made by this",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = options["learners"]
        if not 0 < wanted <= 100_000_000:
            raise CommandError("--learners takes a number from 1 to 100,000,000.")
        try:
            before, there = count_learners(), self._make(options)
        except NotOursError as error:
            message = f"{error} Use an empty one, or say --beside-others."
            raise CommandError(message) from error
        except NoContentError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"\n{there - before:,} made, {there:,} learners are there."
            )

    def _make(self, options: dict[str, Any]) -> int:
        """Make what is missing, in view; return how many learners there are."""
        began, before = time.monotonic(), count_learners()
        for progress in make_population(
            learners=options["learners"],
            seed=options["seed"],
            now=timezone.now(),
            beside_others=options["beside_others"],
        ):
            if options["verbosity"]:
                seconds = time.monotonic() - began
                self._show(progress, options["learners"], before, seconds=seconds)
        return progress.learners

    def _show(
        self, progress: Progress, wanted: int, before: int, *, seconds: float
    ) -> None:
        """Draw the bar anew: share, rate and what remains of making people."""
        share = min(1.0, progress.learners / wanted)
        rate = (progress.learners - before) / max(seconds, 0.001)
        left = (wanted - progress.learners) / rate if rate > 0 else 0
        bar = "#" * round(share * WIDTH)
        self.stdout.write(
            f"\r[{bar:.<{WIDTH}}] {share:4.0%}  {rate:,.0f} learners/s"
            f"  {left:,.0f} s left  {progress.doing:<18}",
            ending="",
        )
        self.stdout.flush()
