"""The environment that the site's programs run in, and their database."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from careersite.dev.terminal import ROOT, VAR
from careersite.localdb import LocalDatabase, Use


def site_environment() -> dict[str, str]:
    """Return the environment of the site: the demonstration, unless told otherwise."""
    environment = {"CAREERSITE_DEMO": "True", **os.environ}
    if environment["CAREERSITE_DEMO"] == "True":
        environment.setdefault("SECRET_KEY", demonstration_key())
    return environment


def tests_environment() -> dict[str, str]:
    """Return the environment of tests: without what belongs to the site."""
    site = {"CAREERSITE_DEMO", "DEBUG", "SECRET_KEY"}
    return {key: value for key, value in os.environ.items() if key not in site}


def demonstration_key() -> str:
    """Return the demonstration's secret key, made once, so that sessions last."""
    path = VAR / "secret-key"
    if not path.exists():
        fresh = path.with_name(f"secret-key.{os.getpid()}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(50))
        fresh.replace(path)
    return path.read_text()


def own_database() -> LocalDatabase | None:
    """Return the embedded database, unless DATABASE_URL names another."""
    return None if os.environ.get("DATABASE_URL") else LocalDatabase(ROOT)


def claim_database() -> Use | None:
    """Start the embedded server and keep it, unless DATABASE_URL names another."""
    embedded = own_database()
    return embedded.use() if embedded else None


@contextmanager
def database() -> Iterator[None]:
    """Have a database for the time of a block."""
    use = claim_database()
    try:
        yield
    finally:
        if use:
            use.close()
