"""./dev check: all that can be found without running the tests."""

import os
import secrets
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from careersite import localdb
from careersite.dev.environment import database
from careersite.dev.terminal import ROOT, complain, say, tool

PACKAGES = ("careersite", "profiles", "roadmaps", "roles")
ENDED = {True: "passed", False: "FAILED"}


class Result(NamedTuple):
    """What one check found, and how long it took in seconds."""

    name: str
    is_passed: bool
    output: str
    seconds: float


def files(*patterns: str) -> list[str]:
    """Return the product's and the tests' files of these patterns."""
    found = (
        path.relative_to(ROOT)
        for package in (*PACKAGES, "tests")
        for pattern in patterns
        for path in (ROOT / package).rglob(pattern)
        if "migrations" not in path.parts
    )
    return sorted(map(str, found))


def checks() -> dict[str, list[str]]:
    """Return the checks: name -> command."""
    python, templates = files("*.py"), files("*.html")
    manage = [sys.executable, "manage.py"]
    return {
        "types (mypy)": [tool("mypy")],
        "lint (ruff)": [tool("ruff"), "check", "--quiet", ".", "dev"],
        "format (ruff)": [tool("ruff"), "format", "--check", ".", "dev"],
        "imports (import-linter)": [tool("lint-imports"), "--no-cache"],
        "idioms (django-upgrade)": [
            *(tool("django-upgrade"), "--check", "--target-version=5.2", *python),
        ],
        "template tags (djade)": [
            *(tool("djade"), "--check", "--target-version=5.2", *templates),
        ],
        "template indents (djhtml)": [tool("djhtml"), "--check", "-t2", *templates],
        "templates (djlint)": [
            *(tool("djlint"), "--lint", "--quiet", *templates),
        ],
        # Its milder findings are ruff's rules S, each judged where it stands.
        "security (bandit)": [
            *(tool("bandit"), "--quiet", "-lll", "--recursive", *PACKAGES, "dev"),
        ],
        "configuration (check --deploy)": [
            *(*manage, "check", "--deploy", "--fail-level=WARNING"),
        ],
        "migrations (makemigrations)": [*manage, "makemigrations", "--check"],
    }


def main(arguments: list[str]) -> int:
    """Run all checks, then show what failed and a table."""
    if arguments:
        complain("usage: ./dev check")
        return 2
    with database(), ThreadPoolExecutor(os.cpu_count()) as pool:
        environment = production_environment()
        running = [
            pool.submit(_run, name, command, environment)
            for name, command in checks().items()
        ]
        results = [future.result() for future in running]
    for result in results:
        if not result.is_passed:
            say(f"--- {result.name}\n{result.output.rstrip()}\n")
    width = max(len(result.name) for result in results)
    for name, is_passed, _, seconds in results:
        say(f"{name:{width}}  {ENDED[is_passed]}  {seconds:5.1f} s")
    failed = sum(not result.is_passed for result in results)
    say(f"{failed} of {len(results)} checks failed." if failed else "All is well.")
    return 1 if failed else 0


def production_environment() -> dict[str, str]:
    """Return an environment as in production: the strictest configuration."""
    return {
        **os.environ,
        "CAREERSITE_DEMO": "False",
        "DEBUG": "False",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": os.environ.get("DATABASE_URL") or localdb.database_url(),
        "SITE_URL": "https://careersite.example",
        "ALLOWED_HOSTS": "careersite.example",
        "DEFAULT_FROM_EMAIL": "site@careersite.example",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _run(name: str, command: list[str], environment: dict[str, str]) -> Result:
    begin = time.monotonic()
    done = subprocess.run(  # noqa: S603
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begin
    return Result(name, done.returncode == 0, done.stdout, seconds)
