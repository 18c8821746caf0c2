"""Whether a password is in a list of those that were stolen elsewhere.

Such lists are published as SHA-1 hashes in capitals, one a line, in order, each with
how often it was met: `0018A45C4D1DEF81644B54AB7F969B88D65:21`. They have some
900 million lines, so nothing is read into memory: a search reads about forty places.
"""

from hashlib import sha1
from pathlib import Path
from typing import BinaryIO

HASH_LENGTH = 40  # hexadecimal digits of SHA-1


def is_breached(password: str, listed: Path) -> bool:
    """Tell whether the file `listed` holds the password; raises OSError without it."""
    encoded = password.encode(errors="replace")
    wanted = sha1(encoded, usedforsecurity=False).hexdigest().upper().encode()
    with listed.open("rb") as lines:
        return _holds(lines, wanted, size=listed.stat().st_size)


def _holds(lines: BinaryIO, wanted: bytes, *, size: int) -> bool:
    """Tell whether a line begins with `wanted`, halving the bytes where it can be.

    `low` is where a line begins; none that begins at `high` or later can be it.
    """
    low, high = 0, size
    while low < high:
        begin, line = _line_after(lines, low, (low + high) // 2)
        if begin >= high:
            begin, line = _line_after(lines, low, low)
        found = line[:HASH_LENGTH].upper()
        if found == wanted:
            return True
        if found < wanted:
            low = begin + len(line)
        else:
            high = begin
    return False


def _line_after(lines: BinaryIO, low: int, place: int) -> tuple[int, bytes]:
    """Return the first line that begins at `place` or later, and where it begins."""
    if place > low:
        lines.seek(place - 1)
        lines.readline()  # the rest of the line before
    else:
        lines.seek(low)
    return lines.tell(), lines.readline()
