"""What a concern of editors is, and who counts some: for the desk's list of care."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.urls import NoReverseMatch, reverse

SHOWN_MAX = 50
# Of fewer learners a figure would tell of persons.
FEWEST = 5
# Seconds; counted anew every hour, so that no editor waits for it.
KEPT_FOR = 2 * 60 * 60


@dataclass(frozen=True)
class Finding:
    """One thing to mend, and its page at the desk."""

    text: str
    url: str


@dataclass(frozen=True)
class Concern:
    """One kind of care; `count` may be more than the findings shown."""

    key: str
    title: str
    why: str
    count: int
    findings: tuple[Finding, ...]


# What higher apps count: this app knows no learner.
_PROVIDERS: list[Callable[[date], Concern]] = []


def provide(count: Callable[[date], Concern]) -> None:
    """Take in one more kind of care from a higher app, once."""
    if count not in _PROVIDERS:
        _PROVIDERS.append(count)


def provided(today: date) -> list[Concern]:
    """Return what higher apps counted, as a rule an hour ago at most."""
    found: list[Concern] | None = cache.get(_kept_at(today))
    return count_anew(today) if found is None else found


def count_anew(today: date) -> list[Concern]:
    """Let higher apps count, and keep it: they read all rows of all learners."""
    found = [count(today) for count in _PROVIDERS]
    cache.set(_kept_at(today), found, KEPT_FOR)
    return found


def _kept_at(today: date) -> str:
    return f"care/{today}"


def desk_url(row: Any) -> str:
    """Return the address of a row's form at the desk; empty where it has none."""
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_change"
    try:
        return reverse(name, args=[row.pk])
    except NoReverseMatch:
        return ""
