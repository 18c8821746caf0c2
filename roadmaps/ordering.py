"""Order steps by what they need, find cycles, count what a step unlocks.

An edge is a prerequisite: `step.prerequisites` holds the keys of the steps that
come first. Keys that are not among the given steps are ignored. Wherever order is
free, the step number decides, then the key, so that every result is deterministic.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import Protocol, TypeVar


class Linked(Protocol):
    """Anything with a permanent key, a number and prerequisites."""

    @property
    def key(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def prerequisites(self) -> Collection[str]: ...


LinkedT = TypeVar("LinkedT", bound=Linked)


class WithHours(Protocol):
    """Anything that takes hours."""

    @property
    def hours(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Node:
    """The plainest thing that can be ordered."""

    key: str
    number: int
    prerequisites: tuple[str, ...] = ()
    hours: float = 0


class CycleError(ValueError):
    """Steps need each other; `path` starts and ends with the same key."""

    def __init__(self, path: tuple[str, ...]) -> None:
        self.path = path
        super().__init__(" needs ".join(path))


def total_hours(steps: Iterable[WithHours]) -> float:
    """Planned hours of all steps together."""
    return sum(step.hours for step in steps)


def ordered(steps: Sequence[LinkedT]) -> tuple[LinkedT, ...]:
    """Sort so that every step comes after what it needs, ties by number.

    Raise CycleError, naming the path, where that cannot be done.
    """
    by_key = {step.key: step for step in steps}
    waiting = needs(steps)
    dependants = _reverse(waiting)
    ready = [(by_key[key].number, key) for key, before in waiting.items() if not before]
    heapify(ready)
    result: list[LinkedT] = []
    while ready:
        _, key = heappop(ready)
        result.append(by_key[key])
        for dependant in dependants[key]:
            waiting[dependant].discard(key)
            if not waiting[dependant]:
                heappush(ready, (by_key[dependant].number, dependant))
    if len(result) < len(by_key):
        raise CycleError(find_cycle(steps) or ())
    return tuple(result)


def find_cycle(steps: Sequence[Linked]) -> tuple[str, ...] | None:
    """A path of keys that comes back to its start, or None.

    Each key needs the next one; the path starts at its lowest step number.
    """
    numbers = {step.key: (step.number, step.key) for step in steps}
    stuck = _without_satisfied(needs(steps))
    if not stuck:
        return None
    # Every stuck step still needs a stuck step, so the walk must come round.
    walk = [min(stuck, key=numbers.__getitem__)]
    while walk[-1] not in walk[:-1]:
        walk.append(min(stuck[walk[-1]], key=numbers.__getitem__))
    circle = walk[walk.index(walk[-1]) : -1]
    first = circle.index(min(circle, key=numbers.__getitem__))
    turned = circle[first:] + circle[:first]
    return (*turned, turned[0])


def needs(steps: Sequence[Linked]) -> dict[str, set[str]]:
    """Direct prerequisites by key, limited to the given steps."""
    known = {step.key for step in steps}
    return {step.key: known.intersection(step.prerequisites) for step in steps}


def ancestors(steps: Sequence[LinkedT]) -> dict[str, frozenset[str]]:
    """All steps that must come before each step, directly or not."""
    direct = needs(steps)
    found: dict[str, frozenset[str]] = {}
    for step in ordered(steps):
        before = direct[step.key]
        found[step.key] = frozenset(before).union(*(found[key] for key in before))
    return found


def descendants(steps: Sequence[LinkedT]) -> dict[str, frozenset[str]]:
    """All steps that come after each step, directly or not."""
    return {key: frozenset(later) for key, later in _reverse(ancestors(steps)).items()}


def unlock_counts(
    steps: Sequence[LinkedT], *, settled: Collection[str] = ()
) -> dict[str, int]:
    """How many later steps, not counting the settled ones, wait for each step."""
    return {
        key: len(later.difference(settled)) for key, later in descendants(steps).items()
    }


def transitive_reduction(steps: Sequence[LinkedT]) -> dict[str, tuple[str, ...]]:
    """Prerequisites that no other prerequisite implies, by key, in number order."""
    numbers = {step.key: (step.number, step.key) for step in steps}
    before = ancestors(steps)
    return {
        key: tuple(
            sorted(
                direct.difference(*(before[other] for other in direct)),
                key=numbers.__getitem__,
            )
        )
        for key, direct in needs(steps).items()
    }


def _reverse(edges: Mapping[str, Collection[str]]) -> dict[str, set[str]]:
    turned: dict[str, set[str]] = {key: set() for key in edges}
    for key, before in edges.items():
        for prerequisite in before:
            turned[prerequisite].add(key)
    return turned


def _without_satisfied(waiting: dict[str, set[str]]) -> dict[str, set[str]]:
    """Take away steps whose prerequisites are all taken away; leave the stuck."""
    while free := {key for key, before in waiting.items() if not before}:
        waiting = {
            key: before - free for key, before in waiting.items() if key not in free
        }
    return waiting
