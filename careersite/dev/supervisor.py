"""Runs the parts of the site together, and stops all of them together.

`./dev run` becomes this supervisor. Only the standard library is used, so it
goes on working whatever happens to the parts.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from careersite.dev.terminal import ROOT, say
from careersite.localdb.place import RunAs

LOOK_EVERY = 0.2  # seconds
STEADY_AFTER = 10.0  # a part that ran so long starts afresh at the shortest pause
LONGEST_PAUSE = 10.0
STOP_WITHIN = 8.0
PR_SET_PDEATHSIG = 1


class PartFailedError(Exception):
    """A part ended before the site was up; the text says which."""


@dataclass
class Part:
    """One program of the site, started again when it ends.

    `run_as` hands it over to another user; without it, it runs as we do.
    """

    name: str
    command: list[str]
    environment: dict[str, str]
    run_as: RunAs = field(default_factory=RunAs)
    process: "subprocess.Popen[bytes] | None" = None
    started_at: float = 0.0
    pause: float = 0.5
    due_at: float = field(default=0.0)

    def start(self) -> None:
        """Start in a process group of its own, so that Ctrl-C reaches only us."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=self.environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=_end_with_parent,
            **self.run_as,
        )

    def look_after(self) -> None:
        """Start again when it has ended, after a pause that doubles each time."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.due_at:
                self.start()
            return
        code = self.process.poll()
        if code is None:
            return
        self.signal(signal.SIGKILL)  # what the dead program left behind
        self.process = None
        steady = now - self.started_at > STEADY_AFTER
        self.pause = 0.5 if steady else min(2 * self.pause, LONGEST_PAUSE)
        self.due_at = now + self.pause
        say(f"{self.name} ended ({_reason(code)}); starting it again.")

    def has_ended(self) -> bool:
        """Return whether the program is not running now."""
        return self.process is None or self.process.poll() is not None

    def signal(self, number: int) -> None:
        """Send a signal to the program and all it started."""
        if self.process is not None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """The parts, kept running until somebody asks to stop."""

    def __init__(self, parts: list[Part]) -> None:
        self.parts = parts
        self.is_stopping = False

    def listen(self) -> None:
        """Take Ctrl-C, SIGTERM and a closed terminal as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def start(self, is_up: Callable[[], bool]) -> bool:
        """Start all parts and wait until the site answers.

        Returns False where somebody stopped it meanwhile. Raises
        PartFailedError where a part ended instead of coming up.
        """
        for part in self.parts:
            part.start()
        while not self.is_stopping and not is_up():
            for part in self.parts:
                if part.has_ended():
                    raise PartFailedError(f"{part.name} did not start; see above.")
            time.sleep(LOOK_EVERY / 2)
        return not self.is_stopping

    def watch(self, each_time: Callable[[], None]) -> None:
        """Keep all parts running until asked to stop."""
        while not self.is_stopping:
            each_time()
            for part in self.parts:
                part.look_after()
            time.sleep(LOOK_EVERY)

    def stop(self) -> None:
        """Ask all parts to end, and end those that do not."""
        for part in self.parts:
            part.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_WITHIN
        while not all(part.has_ended() for part in self.parts):
            if time.monotonic() > deadline:
                break
            time.sleep(LOOK_EVERY / 4)
        for part in self.parts:
            part.signal(signal.SIGKILL)
            if part.process is not None:
                part.process.wait()


def _end_with_parent() -> None:
    """Ask Linux to end this process when the supervisor is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _reason(code: int) -> str:
    """Return how a program ended, as people say it."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit status {code}"
