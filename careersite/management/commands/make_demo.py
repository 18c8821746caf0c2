"""Make the accounts of the demonstration mode."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from careersite.demo import PASSWORD, make_people, make_story


class Command(BaseCommand):
    """Run twice, it adds only what is missing."""

    help = "Makes the demonstration accounts and their story, where missing."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CAREERSITE_DEMO:
            raise CommandError("Only in demonstration mode: set CAREERSITE_DEMO=True.")
        now = timezone.now()
        made = make_people(now=now) + make_story(now=now)
        if options["verbosity"]:
            for line in made or ["Nothing was missing."]:
                self.stdout.write(line)
            self.stdout.write(f"Password of all accounts: {PASSWORD}")
