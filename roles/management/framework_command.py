"""What the commands that import public frameworks share."""

from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils import timezone

from careersite.common.actor import Named
from roles.frameworks import Findings, FrameworkError
from roles.models import FrameworkPlan
from roles.services import frameworks

LEFT_SHOWN = 20


class FrameworkCommand(BaseCommand):
    """Reads files, keeps a plan, and says where an editor confirms it."""

    source = ""
    code_help = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, help="where the files are")
        parser.add_argument("--codes", nargs="+", required=True, help=self.code_help)
        parser.add_argument(
            "--category",
            default="PS",
            help="code of the family that new skills join (default: PS)",
        )

    def read(self, directory: Path, codes: Sequence[str]) -> Findings:
        """Return what the named occupations reach."""
        raise NotImplementedError

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what would be added, left and left out, and the plan's address."""
        say: Callable[[str], Any] = self.stdout.write if options["verbosity"] else str
        say(f"Reading {options['directory']} ...")
        try:
            findings = self.read(options["directory"], options["codes"])
            say(f"Planning {len(findings.mentions)} mentions of skills ...")
            batch = frameworks.plan(
                findings=findings,
                source=self.source,
                category=options["category"],
                by=Named(None, f"import_{self.source}"),
                now=timezone.now(),
            )
        except FrameworkError as error:
            raise CommandError(f"Nothing was planned. {error}") from error
        for line in _lines(batch):
            say(line)


def _lines(batch: FrameworkPlan) -> list[str]:
    lines = [*batch.summary(), f"{batch.unchanged} unchanged"]
    lines += [f"{number} left out, {text}" for text, number in batch.left_out.items()]
    lines += [f"Left: {text}" for text in batch.left[:LEFT_SHOWN]]
    if len(batch.left) > LEFT_SHOWN:
        lines.append(f"Left: {len(batch.left) - LEFT_SHOWN} more, see the plan.")
    address = reverse("admin:framework_plan", args=[batch.pk])
    if batch.rows:
        lines.append("Nothing is written yet. An editor looks at it and confirms it at")
    else:
        lines.append("There is nothing to do. The plan is kept at")
    return [*lines, f"{settings.SITE_URL}{address}"]
