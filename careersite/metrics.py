"""Figures for whoever runs the site, in the text format of Prometheus.

Each web process counts for itself. Where PROMETHEUS_MULTIPROC_DIR names a directory,
the counts of all processes are added up; without it one process tells of itself.
"""

import hmac
import os
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from careersite.health import Queue, database_bytes, read_queue

SCHEME = "Bearer "


@login_not_required
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer a program that knows METRICS_TOKEN, and operators; nobody else."""
    if "Authorization" in request.headers:
        return _figures(request) if _knows_token(request) else _challenge()
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.is_superuser:
        raise Http404
    return _figures(request)


def _knows_token(request: HttpRequest) -> bool:
    given = request.headers["Authorization"].removeprefix(SCHEME)
    wanted = settings.METRICS_TOKEN
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _challenge() -> HttpResponse:
    headers = {"WWW-Authenticate": "Bearer"}
    return HttpResponse("no\n", status=401, headers=headers, content_type="text/plain")


@require_safe
def _figures(request: HttpRequest) -> HttpResponse:
    """Return all figures; while the database is away, those that need none."""
    current = CollectorRegistry()
    current.register(Current(*_read_database(timezone.now())))
    body = generate_latest(_counted()) + generate_latest(current)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def _read_database(now: datetime) -> tuple[datetime, Queue | None, int]:
    """Return the moment, and what the database tells: the queue and its own size."""
    try:
        return now, read_queue(now=now), database_bytes()
    except (InterfaceError, OperationalError):
        return now, None, 0


def _counted() -> CollectorRegistry:
    """Return what the processes counted: all of them, or this one."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return together


class Current(Collector):
    """What is the same for all processes, read when it is asked for."""

    def __init__(self, now: datetime, queue: Queue | None, size: int) -> None:
        self.now = now
        self.queue = queue
        self.size = size

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield whether the database answers; if so, the queue, worker and its size."""
        yield GaugeMetricFamily(
            "careersite_database_up",
            "1 where the database answers.",
            int(self.queue is not None),
        )
        if self.queue is not None:
            yield from self._of_database(self.queue)

    def _of_database(self, queue: Queue) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily(
            "careersite_jobs", "Jobs in the queue, by status.", labels=["status"]
        )
        for status in ("todo", "doing", "failed"):
            jobs.add_metric([status], queue.counts.get(status, 0))
        yield jobs
        yield GaugeMetricFamily(
            "careersite_oldest_job_seconds",
            "How long the oldest due job has waited.",
            queue.waited(self.now).total_seconds(),
        )
        yield GaugeMetricFamily(
            "careersite_worker_up",
            "1 where a worker gave a sign of life in the last two minutes.",
            int(queue.is_worker_alive(self.now)),
        )
        yield GaugeMetricFamily(
            "careersite_database_bytes", "Size of the database.", self.size
        )
