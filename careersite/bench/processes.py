"""What processes used, as Linux tells it."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
NANO = 1e9


def cpu_seconds(pid: int) -> float:
    """Return user and system time of all threads of a process; 0 once it is gone."""
    total = 0
    for task in (PROC / str(pid) / "task").glob("*/schedstat"):
        with suppress(OSError):
            total += int(task.read_text().split()[0])
    return total / NANO


def used_between(before: dict[int, float], after: dict[int, float]) -> float:
    """Return the seconds that processes used; one begun meanwhile counts whole."""
    return sum(now - before.get(pid, 0) for pid, now in after.items())


def snapshot(pids: Iterable[int]) -> dict[int, float]:
    """Return the time that each process has used so far."""
    return {pid: cpu_seconds(pid) for pid in pids}


def children(parent: int) -> list[int]:
    """Return the processes that `parent` started and that still run."""
    found = (PROC / str(parent) / "task" / str(parent) / "children").read_text()
    return [int(pid) for pid in found.split()]


def memory_mb(pid: int, field: str = "VmRSS") -> float:
    """Return the memory that a process holds, or held at most (`VmHWM`), in MB."""
    for line in (PROC / str(pid) / "status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def forget_peak(pid: int) -> None:
    """Let the peak of memory count anew from now on."""
    (PROC / str(pid) / "clear_refs").write_text("5")


def machine() -> dict[str, int]:
    """Return what there is: cores, and memory in GB."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return {"cores": len(os.sched_getaffinity(0)), "memory_gb": round(pages / 2**30)}
