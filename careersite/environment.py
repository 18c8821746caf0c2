"""Reading settings from the environment, with clear refusals.

Whatever cannot be read raises ImproperlyConfigured, which names it: a site does not
start with a setting that would fail its first visitor.
"""

import os
import re

import psycopg
from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from careersite import localdb

HOST = r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])"
# Form -> such as.
SITE = (rf"https?://{HOST}(?::\d+)?/?", "https://careersite.example")
ORIGINS = (rf"https?://(?:\*\.)?{HOST}(?::\d+)?", "https://careersite.example")
HOSTS = (rf"\*|{HOST}", "careersite.example")
SENDER = (
    r"[^<>@\s]+@[^<>@\s]+|[^<>]+ <[^<>@\s]+@[^<>@\s]+>",
    "site@careersite.example",
)
RATES = (
    r"\w+=[1-9]\d*/(?:s|sec|second|m|min|minute|h|hour|d|day)",
    "anonymous=300/min",
)
Form = tuple[str, str]


def demand(*names: str) -> None:
    """Refuse to go on while any of these settings is missing; name them all."""
    missing = [name for name in names if not os.environ.get(name, "").strip()]
    if missing:
        message = (
            f"Not set: {', '.join(missing)}."
            " Only the demonstration mode runs without (docs/operating.md)."
        )
        raise ImproperlyConfigured(message)


def env_bool(name: str, *, default: bool) -> bool:
    """Return the switch `name`; only the words True and False are accepted.

    A misspelled switch must not silently turn a protection off.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"True", "False"}:
        message = f"{name} must be True or False, not {value!r}."
        raise ImproperlyConfigured(message)
    return value == "True"


def env_int(name: str, *, default: int, least: int = 0, most: int = 65_535) -> int:
    """Return the whole number `name`."""
    value = os.environ.get(name) or str(default)
    if not (value.isdecimal() and least <= int(value) <= most):
        message = f"{name} must be a number from {least} to {most}, not {value!r}."
        raise ImproperlyConfigured(message)
    return int(value)


def env_text(name: str, *, default: str, form: Form) -> str:
    """Return `name`, which has a form."""
    return _formed(name, os.environ.get(name) or default, form)


def env_list(name: str, *, default: str = "", form: Form) -> list[str]:
    """Return the comma-separated words of `name`, each of which has a form."""
    words = map(str.strip, (os.environ.get(name) or default).split(","))
    return [_formed(name, word, form) for word in words if word]


def env_rates(name: str, *, default: str) -> dict[str, str]:
    """Return the rates of `name` over those of `default`: scope=count/period,..."""
    rates = dict(word.split("=") for word in default.split(","))
    given = dict(word.split("=") for word in env_list(name, form=RATES))
    if unknown := sorted(given.keys() - rates.keys()):
        message = f"{name} knows {', '.join(rates)}, not {', '.join(unknown)}."
        raise ImproperlyConfigured(message)
    return rates | given


def database_settings(name: str = "DATABASE_URL") -> dict[str, object]:
    """Return Django's connection settings from the address in `name`.

    Where it is not set the embedded server's address is used; nothing is
    started here.
    """
    try:
        parts = conninfo_to_dict(os.environ.get(name) or localdb.database_url())
    except psycopg.Error:
        # Neither the address nor the reason is told: both may hold the password.
        message = f"{name} must be such as postgresql://user:password@host/name."
        raise ImproperlyConfigured(message) from None
    named = {
        "NAME": parts.pop("dbname", "careersite"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{key: str(value) for key, value in named.items()},
        # A server that is away must not keep a reader waiting.
        "OPTIONS": {"connect_timeout": 5, **parts},
    }


def _formed(name: str, value: str, form: Form) -> str:
    pattern, such_as = form
    if not re.fullmatch(pattern, value):
        message = f"{name} must be such as {such_as}, not {value!r}."
        raise ImproperlyConfigured(message)
    return value
