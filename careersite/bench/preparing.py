"""Making the bench's database ready, and writing down what is to be measured.

A program of its own: `python -m careersite.bench.preparing FILE LEARNERS`.
"""

import io
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from careersite.bench.subjects import Subject

STEPS: tuple[tuple[str, dict[str, object]], ...] = (
    ("migrate", {"interactive": False}),
    ("createcachetable", {}),
    ("collectstatic", {"interactive": False}),
    ("seed", {}),
)


def main(arguments: Sequence[str]) -> None:
    """Prepare everything and write the subjects into a file of ours alone."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careersite.bench.settings")
    django.setup()
    path, learners = Path(arguments[0]), int(arguments[1])
    for name, options in STEPS:
        call_command(name, verbosity=0, stdout=io.StringIO(), **options)
    call_command("make_population", learners=learners)
    from careersite.bench.content import make_content

    make_content()
    path.unlink(missing_ok=True)
    path.touch(mode=0o600)  # it holds sessions and tokens
    path.write_text(json.dumps(_subjects()))


def _subjects() -> list[dict[str, object]]:
    """Return what is to be measured, with the queries that each takes."""
    from django.utils import timezone

    from careersite.bench.choosing import first_calls, subjects
    from careersite.bench.counting import count_queries, make

    _forget_tokens()
    found = subjects(now=timezone.now())
    for call in first_calls(found):
        make(call)
    counted = [replace(one, queries=count_queries(one.calls)) for one in found]
    return [_no_more_queries(one, counted).to_json() for one in counted]


def _no_more_queries(subject: "Subject", others: "Sequence[Subject]") -> "Subject":
    """Let a page take no more queries than the same page where it is the reference."""
    same = next((one for one in others if one.name == subject.reference), None)
    is_same = same is not None and bool(same.reference) and subject.queries is not None
    return replace(subject, query_bar=same.queries) if same and is_same else subject


def _forget_tokens() -> None:
    """Remove what an earlier bench made: a person keeps at most twenty."""
    from profiles.models import ApiToken

    ApiToken.objects.filter(name="bench").delete()


if __name__ == "__main__":
    main(sys.argv[1:])
