"""The real content, for tests that read it."""

from pathlib import Path

from django.conf import settings
from django.utils import timezone

from careersite.seeding import Report, seed

FIXTURES = Path(settings.FIXTURE_DIRS[0])


def load_content() -> Report:
    """Load every fixture into the database of the running test."""
    return seed(directory=FIXTURES, now=timezone.now())
