"""How far a long command is, for the person who waits for it."""

from typing import Any

BAR = 24
WIDTH = 79


class Progress:
    """A bar that a terminal draws over itself; elsewhere nothing, so that logs stay.

    A command that is silent by wish (`-v0`) gets no bar either.
    """

    def __init__(self, out: Any, *, is_wanted: bool = True) -> None:
        self._out = out
        self._is_shown = is_wanted and out.isatty()

    def tell(self, what: str, number: int, total: int) -> None:
        """Say that part `number` of `total` begins."""
        if self._is_shown:
            done = BAR * (number - 1) // max(total, 1)
            bar = "#" * done + "." * (BAR - done)
            self._draw(f"[{bar}] {number}/{total} {what}"[:WIDTH])

    def clear(self) -> None:
        """Take the bar away: what follows starts on a clean line."""
        if self._is_shown:
            self._draw("")
            self._out.write("\r", ending="")
            self._out.flush()

    def _draw(self, text: str) -> None:
        self._out.write(f"\r{text:<{WIDTH}}", ending="")
        self._out.flush()
