"""How the site is, for whoever runs it: what fails, what is kept, how large it is."""

import platform
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version

import django
from django.db import connection
from django.db.models import Count, Max, Q
from procrastinate.contrib.django.models import ProcrastinateJob

from careersite.common.build import build_id
from careersite.health import Finding, Queue, database_bytes, look
from careersite.jobs import purpose_of
from careersite.models import BackupRun

# Tasks of which each failure is a mail that somebody waits for.
MAIL_TASKS = "profiles.send_"
# Backups are made each night and proven each week: a day and some days for a delay.
RUN_IS_OLD = {
    BackupRun.Kind.BACKUP: timedelta(days=2),
    BackupRun.Kind.DRILL: timedelta(days=14),
}
LARGEST = 6
LIBRARIES = ("procrastinate", "psycopg", "django-allauth", "djangorestframework")


@dataclass(frozen=True, slots=True)
class Trouble:
    """A task whose jobs fail: how many for the last time, how many are tried again."""

    task: str
    purpose: str
    failed: int
    retried: int
    last_at: datetime | None

    @property
    def is_mail(self) -> bool:
        """Whether somebody waits for a mail."""
        return self.task.startswith(MAIL_TASKS)


@dataclass(frozen=True, slots=True)
class Kept:
    """The last backup or drill, and whether it is good enough to rely on."""

    name: str
    run: BackupRun | None
    passed_at: datetime | None
    is_old: bool

    @property
    def is_fine(self) -> bool:
        """Whether the last run passed, and lately."""
        return self.run is not None and self.run.is_passed and not self.is_old


@dataclass(frozen=True, slots=True)
class Size:
    """The database in bytes, its largest tables, and how many connections it has."""

    bytes: int
    tables: list[tuple[str, int]]
    connections: int
    most_connections: int


def findings(queue: Queue, *, now: datetime) -> list[Finding]:
    """Return what the site needs, as `/readyz` tells it."""
    return list(look(now=now, queue=queue))


def troubles() -> list[Trouble]:
    """Return the tasks with jobs that failed or are tried again, worst first.

    One query: of jobs that went well nothing is read.
    """
    failing = Q(status="failed") | Q(status__in=["todo", "doing"], attempts__gt=0)
    rows = (
        ProcrastinateJob.objects.filter(failing)
        .values("task_name")
        .annotate(
            failed=Count("pk", filter=Q(status="failed"), distinct=True),
            every=Count("pk", distinct=True),
            last_at=Max("procrastinateevent__at"),
        )
        .order_by("-failed", "-every", "task_name")
    )
    return [
        Trouble(
            task=row["task_name"],
            purpose=purpose_of(row["task_name"]),
            failed=row["failed"],
            retried=row["every"] - row["failed"],
            last_at=row["last_at"],
        )
        for row in rows
    ]


def kept(*, now: datetime) -> list[Kept]:
    """Return how the last backup and the last drill went (two queries each)."""
    return [_last(kind, now) for kind in BackupRun.Kind]


def size() -> Size:
    """Return how large the database is (three queries)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, pg_total_relation_size(oid) FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
            " ORDER BY 2 DESC, 1 LIMIT %s",
            [LARGEST],
        )
        tables = cursor.fetchall()
        cursor.execute(
            "SELECT count(*), current_setting('max_connections')::int"
            " FROM pg_stat_activity WHERE backend_type = 'client backend'"
        )
        connections, most = cursor.fetchone()
    return Size(database_bytes(), tables, connections, most)


def versions() -> list[tuple[str, str]]:
    """Return what runs: this build, and what it stands on."""
    server = str(connection.pg_version)  # type: ignore[attr-defined]
    return [
        ("careersite, build", build_id()[:12]),
        ("Python", platform.python_version()),
        ("Django", django.get_version()),
        ("PostgreSQL", f"{server[:-4]}.{int(server[-4:])}"),
        *((name, version(name)) for name in LIBRARIES),
    ]


def worries(
    found: Iterable[Finding], failing: Iterable[Trouble], runs: Iterable[Kept]
) -> list[str]:
    """Return in words what an operator should act on; nothing where all is well."""
    failing = list(failing)
    mails = sum(one.failed for one in failing if one.is_mail)
    others = sum(one.failed for one in failing if not one.is_mail)
    return [
        *(f"{one.name.capitalize()}: {one.said}." for one in found if not one.is_fine),
        *([f"Mails that were given up: {mails}."] if mails else []),
        *([f"Other jobs that were given up: {others}."] if others else []),
        *(_said_of(one) for one in runs if not one.is_fine),
    ]


def _last(kind: BackupRun.Kind, now: datetime) -> Kept:
    runs = BackupRun.objects.latest_of(kind)
    passed = runs.filter(file_bytes__isnull=False).first()
    passed_at = passed.ended_at if passed else None
    is_old = passed_at is None or now - passed_at > RUN_IS_OLD[kind]
    return Kept(str(kind.label), runs.first(), passed_at, is_old)


def _said_of(one: Kept) -> str:
    if one.run is None:
        return f"{one.name}: never noted."
    if not one.run.is_passed:
        return f"{one.name}: the last try failed."
    return f"{one.name}: the last one is old."
