"""Whether the site can answer, and whether its worker does what waits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import uuid4

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max, Min, QuerySet
from procrastinate.contrib.django.models import (
    ProcrastinateEvent,
    ProcrastinateJob,
    ProcrastinateWorker,
)

# A worker signs every ten seconds.
SILENT_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. Not every failing one stops the pages."""

    name: str
    is_fine: bool
    said: str
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Queue:
    """How much waits: jobs by status, and since when the oldest due one waits."""

    counts: dict[str, int]
    oldest_due_at: datetime | None
    worker_seen_at: datetime | None

    def waited(self, now: datetime) -> timedelta:
        """Return how long the oldest due job has waited."""
        since = self.oldest_due_at
        return max(now - since, timedelta()) if since else timedelta()

    def is_worker_alive(self, now: datetime) -> bool:
        """Tell whether a worker gave a sign of life lately."""
        seen = self.worker_seen_at
        return seen is not None and now - seen < SILENT_AFTER


def look(*, now: datetime, queue: Queue | None = None) -> Iterator[Finding]:
    """Yield what is needed to answer, then what is needed to do what waits.

    The queue is read unless it is given. Raises DatabaseError where the database is
    away.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield Finding("database", is_fine=True, said="ok")
    missing = len(_known_migrations() - _applied_migrations())
    yield Finding("migrations", not missing, f"{missing} missing" if missing else "ok")
    is_kept = _cache_keeps()
    yield Finding("cache", is_kept, "ok" if is_kept else "keeps nothing")
    is_alive = (queue or read_queue(now=now)).is_worker_alive(now)
    said = "ok" if is_alive else "no sign of life"
    yield Finding("worker", is_alive, said, is_needed=False)


def read_queue(*, now: datetime) -> Queue:
    """Return the state of the queue (four queries, whatever its length)."""
    jobs = ProcrastinateJob.objects
    # What was done well is the history of the queue, not its load.
    counted = jobs.exclude(status="succeeded").values("status").annotate(n=Count("pk"))
    due = jobs.filter(status="todo").exclude(scheduled_at__gt=now)
    return Queue(
        counts={row["status"]: row["n"] for row in counted.order_by("status")},
        oldest_due_at=_waiting_since(due),
        worker_seen_at=ProcrastinateWorker.objects.aggregate(
            seen=Max("last_heartbeat")
        )["seen"],
    )


def database_bytes() -> int:
    """Return how large the database is (one query)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0])


def _waiting_since(due: QuerySet[ProcrastinateJob]) -> datetime | None:
    """Return when the oldest job could have begun: when due, else when queued."""
    when_due = due.aggregate(at=Min("scheduled_at"))["at"]
    at_once = due.filter(scheduled_at__isnull=True)
    when_queued = ProcrastinateEvent.objects.filter(
        job__in=at_once, type="deferred"
    ).aggregate(at=Min("at"))["at"]
    return min((at for at in (when_due, when_queued) if at), default=None)


@lru_cache(maxsize=1)
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return what the code in this process expects; read from disk once."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    return frozenset(loader.disk_migrations)


def _applied_migrations() -> set[tuple[str, str]]:
    return set(MigrationRecorder(connection).applied_migrations())


def _cache_keeps() -> bool:
    """Tell whether the shared cache gives back what was put in."""
    value = uuid4().hex
    try:
        cache.set("health", value, timeout=60)
        return cache.get("health") is not None
    except DatabaseError:
        return False
