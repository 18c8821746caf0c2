"""Calling subject and reference by turns, and what each cost."""

import http.client
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from statistics import median, quantiles

from careersite.bench.processes import forget_peak, memory_mb, snapshot, used_between
from careersite.bench.subjects import Call, Subject

RUNS = 5
WARM_UP = 20
BLOCK_SECONDS = 0.5
FEWEST_CALLS = 20
MANY_CALLS = 400

Pids = Callable[[], list[int]]


class AnswerError(Exception):
    """Something that is measured answered with an error."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one call of a block cost: milliseconds, on the CPU and waited."""

    cpu_ms: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians of all runs; `ratio` is that of the runs' CPU ratios."""

    cost: Cost
    reference: Cost
    ratio: float
    lowest: float
    highest: float


class Site:
    """The served site: one kept connection, and the processes that do the work."""

    def __init__(self, port: int, pids: Pids, web: int = 0) -> None:
        self.web = web
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._pids = pids

    def close(self) -> None:
        """Hang up."""
        self._connection.close()

    def call(self, call: Call) -> http.client.HTTPResponse:
        """Make one call and read it whole; raises AnswerError for an error."""
        self._connection.request(
            call.method, call.path, call.as_bytes(), dict(call.headers)
        )
        response = self._connection.getresponse()
        response.read()
        if response.status >= 400:
            message = f"{call.method} {call.path}: {response.status}"
            raise AnswerError(message)
        return response

    def with_etags(self, subject: Subject) -> Subject:
        """Return the subject as somebody asks who holds its pages already."""
        if not subject.is_revalidated:
            return subject
        held = []
        for call in subject.calls:
            etag = self.call(call).headers["ETag"] or ""
            held.append(replace(call, headers={**call.headers, "If-None-Match": etag}))
        return replace(subject, calls=held)

    def block(self, subject: Subject, count: int) -> Cost:
        """Make `count` calls, one after another."""
        waited = []
        before = snapshot(self._pids())
        for call in islice(cycle(subject.calls), count):
            began = time.perf_counter()
            self.call(call)
            waited.append((time.perf_counter() - began) * 1000)
        used = used_between(before, snapshot(self._pids()))
        p95 = quantiles(waited, n=20, method="inclusive")[-1]
        return Cost(used * 1000 / count, median(waited), p95)

    def compare(
        self, subject: Subject, reference: Subject, *, at: "Site | None" = None
    ) -> Compared:
        """Measure both by turns, after a warm-up; the reference `at` another site."""
        other = at or self
        sizes = other.warm_up(reference), self.warm_up(subject)
        runs = [
            (other.block(reference, sizes[0]), self.block(subject, sizes[1]))
            for _ in range(RUNS)
        ]
        ratios = [own.cpu_ms / bare.cpu_ms for bare, own in runs]
        bare, own = (_middle(costs) for costs in zip(*runs, strict=True))
        return Compared(own, bare, median(ratios), min(ratios), max(ratios))

    def peak_more(self, less: Call, more: Call) -> float:
        """Return how many MB more one call takes at most than another.

        The lesser one comes first, so that what it leaves behind is in both.
        """
        self.call(less)
        return -self._peak(less) + self._peak(more)

    def _peak(self, call: Call) -> float:
        """Return the most memory that the web process held during a call, in MB."""
        forget_peak(self.web)
        self.call(call)
        return memory_mb(self.web, "VmHWM")

    def hold(self, calls: Sequence[Call], count: int) -> tuple[float, float]:
        """Make `count` calls in turn; return the MB held half way and at the end."""
        held = []
        turn = cycle(calls)
        for _ in range(2):
            for call in islice(turn, count // 2):
                self.call(call)
            held.append(memory_mb(self.web))
        return held[0], held[1]

    def warm_up(self, subject: Subject) -> int:
        """Call it some times; return how many calls fill a block.

        The number is even, since some calls are pairs.
        """
        seconds = self.block(subject, WARM_UP).p50_ms / 1000
        wanted = round(BLOCK_SECONDS / max(seconds, 1e-4))
        return min(max(wanted, FEWEST_CALLS), MANY_CALLS) // 2 * 2


def _middle(costs: tuple[Cost, ...]) -> Cost:
    return Cost(
        median(one.cpu_ms for one in costs),
        median(one.p50_ms for one in costs),
        median(one.p95_ms for one in costs),
    )
