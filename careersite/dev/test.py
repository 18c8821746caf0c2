"""./dev test: the tests; in a call of their own, those in a browser."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from careersite.dev.environment import database, tests_environment
from careersite.dev.terminal import call, complain, say, start, tool
from careersite.dev.test_database import template_database

# Playwright's event loop would break asyncio.run() in the tests after it.
IN_PROCESS = "not browser and not assure"
IN_BROWSER = "browser and not assure"
NOTHING_COLLECTED = 5
# The shell without a window does the same work with less: it is asked for first.
CHROMIUM_NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "chrome",
)
CHROMIUM_ON_MACOS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def main(arguments: list[str]) -> int:
    """Run the tests that pytest's arguments select, or all."""
    with database(), tempfile.TemporaryDirectory() as kept:
        environment = tests_environment()
        environment["CAREERSITE_TEST_CONTENT"] = kept
        environment["CAREERSITE_TEST_TEMPLATE"] = template_database(environment)
        run = _test_in_turn if arguments else _test_side_by_side
        codes = {*run(arguments, environment)}
    if codes == {NOTHING_COLLECTED}:
        complain("These arguments select no test.")
        return NOTHING_COLLECTED
    # A program that a signal ended has a negative status.
    return max(map(abs, codes - {NOTHING_COLLECTED}))


def _test_in_turn(arguments: list[str], environment: dict[str, str]) -> Iterator[int]:
    """Run both kinds of tests in view, the second where the first passed."""
    say("Tests without a browser")
    code = call(_command(IN_PROCESS, "loadfile", arguments), environment)
    yield code
    if code in {0, NOTHING_COLLECTED} and _may_hold_browser_tests(arguments):
        chromium = _chromium()
        if chromium:
            say(f"Tests in a browser: {chromium}")
            yield call(*_in_browser(chromium, arguments, environment))


def _test_side_by_side(
    arguments: list[str], environment: dict[str, str]
) -> Iterator[int]:
    """Run both kinds at the same time: a browser leaves the cores much idle time.

    What the one in the browser says is shown at its end.
    """
    without = _command(IN_PROCESS, "loadfile", arguments)
    chromium = _chromium()
    if chromium is None:
        yield call(without, environment)
        return
    with start(*_in_browser(chromium, arguments, environment)) as finish:
        say("Tests without a browser; of those in one, run meanwhile, the end tells.")
        yield call(without, environment)
        code, told = finish()
        say(f"Tests in a browser: {chromium}\n{told}")
        yield code


def find_chromium() -> str | None:
    """Return the path of a Chromium; CAREERSITE_CHROMIUM names one."""
    named = os.environ.get("CAREERSITE_CHROMIUM")
    found = (shutil.which(name) for name in CHROMIUM_NAMES)
    installed = (path for path in CHROMIUM_ON_MACOS if Path(path).exists())
    return named or next((path for path in (*found, *installed) if path), None)


def _may_hold_browser_tests(arguments: list[str]) -> bool:
    """Tell whether pytest's arguments may name a test in a browser: paths tell."""
    paths = [word.partition("::")[0].rstrip("/") for word in arguments]
    named = [path for path in paths if path.split("/")[0] == "tests"]
    return not named or any(
        path == "tests" or path.startswith("tests/browser") for path in named
    )


def _chromium() -> str | None:
    """Return the path of a Chromium, or say that there is none."""
    chromium = find_chromium()
    if chromium is None:
        say(
            "Tests in a browser: left out, for there is no Chromium here"
            " (Debian: apt-get install chromium-headless-shell;"
            " or name one in CAREERSITE_CHROMIUM)."
        )
    return chromium


def _in_browser(
    chromium: str, arguments: list[str], environment: dict[str, str]
) -> tuple[list[str], dict[str, str]]:
    """Return the call of the tests in a browser, on databases of their own."""
    # Naming the folder where nothing is named spares all processes the other files.
    where = [] if arguments else ["tests/browser"]
    return [*_command(IN_BROWSER, "loadgroup", arguments), *where], {
        **environment,
        "CAREERSITE_CHROMIUM": chromium,
        "CAREERSITE_TEST_DATABASE": "test_careersite_browser",
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
    }


def _command(selection: str, unit: str, arguments: list[str]) -> list[str]:
    """Return the call of pytest: on all cores where everything is run.

    The unit that stays on one core is a file, since its tests share what is slow to
    build; or in a browser each test, since each builds its own.
    """
    spread = [] if arguments else ["--numprocesses=auto", f"--dist={unit}"]
    return [tool("pytest"), "-q", "-m", selection, *spread, *arguments]
