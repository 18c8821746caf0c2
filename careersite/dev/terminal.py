"""Words for the person at the terminal, and the programs that speak to them."""

import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Tell the person at the terminal what went wrong."""
    sys.stdout.flush()
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def tool(name: str) -> str:
    """Return the path of a program of the virtual environment."""
    return str(Path(sys.executable).with_name(name))


def call(command: list[str], environment: Mapping[str, str]) -> int:
    """Run a program in the checkout, in view; return its exit status."""
    sys.stdout.flush()
    done = subprocess.run(  # noqa: S603
        command, cwd=ROOT, env=environment, check=False
    )
    return done.returncode


@contextmanager
def start(
    command: list[str], environment: Mapping[str, str]
) -> Iterator[Callable[[], tuple[int, str]]]:
    """Run a program in the checkout, out of view.

    Yield a function that waits for its end and returns exit status and all it said.
    Who leaves without calling it ends the program.
    """
    with tempfile.TemporaryFile("w+") as said:

        def finish() -> tuple[int, str]:
            code = running.wait()
            said.seek(0)
            return code, said.read()

        with subprocess.Popen(  # noqa: S603
            command, cwd=ROOT, env=environment, stdout=said, stderr=subprocess.STDOUT
        ) as running:
            try:
                yield finish
            finally:
                running.terminate()
