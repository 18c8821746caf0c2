"""Reading settings from the environment, with clear refusals."""

import os

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

from careersite import localdb


def env_bool(name: str, *, default: bool) -> bool:
    """Return the switch `name`; only the words True and False are accepted.

    Raises ImproperlyConfigured for anything else, since a misspelled switch
    must not silently turn a protection off.
    """
    value = os.environ.get(name)
    if value is None:
        return default
    if value not in {"True", "False"}:
        message = f"{name} must be True or False, not {value!r}."
        raise ImproperlyConfigured(message)
    return value == "True"


def env_list(name: str, *, default: str = "") -> list[str]:
    """Return the comma-separated words of `name`."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word]


def env_rates(name: str, *, default: str) -> dict[str, str]:
    """Return the rates of `name` over those of `default`: scope=count/period,..."""
    words = [*default.split(","), *env_list(name)]
    return dict(word.split("=", 1) for word in words)


def env_required(name: str, *, unless: bool, fallback: str) -> str:
    """Return `name`, which may be missing only where `unless` holds.

    Raises ImproperlyConfigured where it is missing outside demonstration mode.
    """
    value = os.environ.get(name, "")
    if value:
        return value
    if not unless:
        message = f"{name} is not set. Only the demonstration mode runs without it."
        raise ImproperlyConfigured(message)
    return fallback


def database_settings(name: str = "DATABASE_URL") -> dict[str, object]:
    """Return Django's connection settings from the address in `name`.

    Where it is not set the embedded server's address is used; nothing is
    started here.
    """
    url = os.environ.get(name) or localdb.database_url()
    parts = conninfo_to_dict(url)
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
