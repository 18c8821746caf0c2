"""Check the addresses that readers are led to, a few at a time."""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import models

from careersite.common.models import Publishable
from roles.links import Resolve, ask, resolve_public
from roles.models import Certification, Guidance, LinkCheck, Provider

AT_ONCE = 40
PAUSE = 2.0  # seconds between two questions to one host


def check_links(
    *, now: datetime, resolve: Resolve = resolve_public, pause: float = PAUSE
) -> int:
    """Ask for the addresses that are due; return how many.

    Running twice asks only for what is due still. What no content names any more
    is forgotten.
    """
    named = {url for _, url in named_addresses()}
    LinkCheck.objects.exclude(url__in=named).delete()
    asked_at: dict[str, float] = {}
    due = _due(named, now)
    for check in due:
        _wait(check.url, asked_at, pause)
        check.take(ask(check.url, resolve=resolve), now=now)
    return len(due)


def named_addresses() -> Iterator[tuple[Any, str]]:
    """Yield what readers see with each address that it leads them to."""
    for rows in _shown():
        for column in rows.model._meta.concrete_fields:
            if isinstance(column, models.URLField):
                for row in rows.exclude(**{column.name: ""}):
                    yield row, getattr(row, column.name)


def _shown() -> Iterator[models.QuerySet[Any]]:
    """Yield what is published, and what it leads on with or is given by."""
    for model in apps.get_models():
        if issubclass(model, Publishable):
            yield model.objects.published()  # type: ignore[attr-defined]
    yield Guidance.objects.under_published("role").filter(is_promotional=False)
    given = Certification.objects.published().filter(provider=models.OuterRef("pk"))
    yield Provider.objects.filter(models.Exists(given))


def broken_addresses() -> list[tuple[Any, LinkCheck]]:
    """Return what is published and names an address that does not answer."""
    broken = {check.url: check for check in LinkCheck.objects.broken()}
    if not broken:
        return []
    return [(row, broken[url]) for row, url in named_addresses() if url in broken]


def _due(named: set[str], now: datetime) -> list[LinkCheck]:
    known = {check.url: check for check in LinkCheck.objects.all()}
    new = [LinkCheck(url=url) for url in sorted(named - known.keys())]
    late = [check for check in known.values() if check.due_at <= now]
    late.sort(key=lambda check: check.due_at)
    return [*new, *late][:AT_ONCE]


def _wait(url: str, asked_at: dict[str, float], pause: float) -> None:
    """Leave a host alone for a while between two questions."""
    host = urlsplit(url).netloc
    since = time.monotonic() - asked_at.get(host, float("-inf"))
    if since < pause:
        time.sleep(pause - since)
    asked_at[host] = time.monotonic()
