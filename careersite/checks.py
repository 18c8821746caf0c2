"""Configuration that would fail or be unsafe later, said at the start with a hint."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.utils import OperationalError

from careersite.common.api_guards import parse_rate

SERVER_MIN = 150_000
PER_PROCESS_CACHES = ("locmem", "dummy")
RATE_SCOPES = {"anonymous", "reader", "writer"}


@register(Tags.caches)
def shared_cache(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Rate limits count in the cache, so all processes must share it."""
    backend = settings.CACHES["default"]["BACKEND"]
    if not any(name in backend for name in PER_PROCESS_CACHES):
        return []
    return [
        Error(
            "The cache is not shared by all processes.",
            hint="Use the database or Redis: rate limits are counted there.",
            id="careersite.E001",
        )
    ]


@register(Tags.compatibility)
def readable_rates(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Every scope has a rate that can be read."""
    rates = cast(
        "dict[str, str]", settings.REST_FRAMEWORK.get("DEFAULT_THROTTLE_RATES", {})
    )
    missing = RATE_SCOPES - set(rates)
    unreadable = [name for name, rate in rates.items() if not _is_rate(rate)]
    return [
        Error(
            f"The rate of {name!r} is missing or unreadable.",
            hint="Set API_RATES to words such as anonymous=300/min.",
            id="careersite.E002",
        )
        for name in sorted({*missing, *unreadable})
    ]


@register(Tags.security)
def readable_list_of_passwords(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """The list of stolen passwords, where there is one, is such a list."""
    path = settings.BREACHED_PASSWORDS
    if not path or _begins_with_hash(Path(path)):
        return []
    return [
        Error(
            f"{path} is no readable list of stolen passwords.",
            hint="Set BREACHED_PASSWORDS to a file of SHA-1 hashes, one a line, in"
            " order, or leave it out.",
            id="careersite.E004",
        )
    ]


def _begins_with_hash(path: Path) -> bool:
    try:
        with path.open("rb") as lines:
            return re.match(rb"[0-9A-Fa-f]{40}\b", lines.read(41)) is not None
    except OSError:
        return False


def _is_rate(rate: str) -> bool:
    try:
        return parse_rate(rate)[0] > 0
    except (ValueError, KeyError, IndexError):
        return False


@register(Tags.security, deploy=True)
def reachable_sender(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Invitations are answered by people: they come from a real address."""
    if settings.CAREERSITE_DEMO or "localhost" not in settings.DEFAULT_FROM_EMAIL:
        return []
    return [
        checks.Warning(
            "Mail is sent from an address at localhost.",
            hint="Set DEFAULT_FROM_EMAIL to an address of yours.",
            id="careersite.W001",
        )
    ]


@register(Tags.security, deploy=True)
def demo_is_off(
    app_configs: Sequence[AppConfig] | None, **_: Any
) -> list[CheckMessage]:
    """Known accounts have no place on a public site."""
    if not settings.CAREERSITE_DEMO:
        return []
    return [
        checks.Warning(
            "The demonstration mode is on: accounts with known passwords exist.",
            hint="Unset CAREERSITE_DEMO and remove the demonstration accounts.",
            id="careersite.W002",
        )
    ]


@register(Tags.database)
def recent_server(
    app_configs: Sequence[AppConfig] | None,
    databases: Sequence[str] | None = None,
    **_: Any,
) -> list[CheckMessage]:
    """PostgreSQL 15 or newer; asked only where a command names the database."""
    return [
        Error(
            f"The server of {alias!r} is older than PostgreSQL 15.",
            hint="Point DATABASE_URL to PostgreSQL 15 or newer.",
            id="careersite.E003",
        )
        for alias in databases or ()
        if _server_version(alias) < SERVER_MIN
    ]


def _server_version(alias: str) -> int:
    """Return the server's version number; one that is away is not too old."""
    try:
        connections[alias].ensure_connection()
    except OperationalError:
        return SERVER_MIN
    return connections[alias].connection.info.server_version
