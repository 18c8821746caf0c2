"""What to say where the disk of the embedded database is full."""

import errno
import os
import shutil

from careersite.localdb.place import Place

# PostgreSQL writes its journal in files of 16 MB; new data take 40 MB beside one.
NEEDED = 64_000_000  # bytes
FULL = os.strerror(errno.ENOSPC)  # PostgreSQL's programs say it in the same words


def advice_on_room(place: Place, said: str = "") -> str:
    """Return what to do where the disk is full, on a line of its own, or nothing.

    It is full where a program `said` so, or where less is free than a start may need:
    a server that ends for want of room is told of as a lost connection only.
    """
    there = next(path for path in (place.home, *place.home.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if FULL not in said and free >= NEEDED:
        return ""
    return (
        f"\nThe disk of the database is full, or nearly so: {free // 1_000_000} MB are"
        f" free at {place.home}. Make room, {NEEDED // 1_000_000} MB or more, and start"
        " again: all that was saved is still there."
    )
