"""Visitors read content from a copy of the database, where an operator keeps one.

Whoever is signed in or asks with a token reads the original: what somebody changed, and
what was closed to somebody, holds at the next request. A visitor may see a change of
content a moment later, as with any page that is kept.
"""

import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

REPLICA = "replica"
# How long a replica that did not answer is left alone, in seconds.
LEFT_ALONE = 5.0
# What a roadmap holds beside what learners do with it; all of `roles` is content.
OF_ROADMAPS = {
    "resource",
    "roadmap",
    "roadmapversion",
    "stage",
    "step",
    "stepcriterion",
    "steporigin",
    "steppart",
    "stepprerequisite",
    "stepskill",
}

_reads_replica: ContextVar[bool] = ContextVar("reads_replica", default=False)


class VisitorsRouter:
    """Where queries go: to the replica, what visitors read of content; else not."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str:
        """Return the database to read a model's rows from."""
        is_read_there = _reads_replica.get() and is_content(model)
        return REPLICA if is_read_there else DEFAULT_DB_ALIAS

    def db_for_write(self, model: type[Model], **hints: Any) -> str:
        """Return the original: a replica takes no writes."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool:
        """Rows of both are the same rows."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Migrations reach the replica by themselves."""
        return db == DEFAULT_DB_ALIAS


def is_content(model: type[Model]) -> bool:
    """Tell whether a model's rows are content, which visitors read."""
    label = model._meta
    return label.app_label == "roles" or (
        label.app_label == "roadmaps" and label.model_name in OF_ROADMAPS
    )


class ReadReplicaMiddleware:
    """Let requests of visitors read the replica while it answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if REPLICA not in settings.DATABASES:
            raise MiddlewareNotUsed
        self.get_response = get_response
        self._left_alone_until = 0.0

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = _reads_replica.set(is_visit(request) and self._answers())
        try:
            return self.get_response(request)
        finally:
            _reads_replica.reset(before)

    def _answers(self) -> bool:
        """Ask the replica for a sign of life (one tiny query)."""
        if time.monotonic() < self._left_alone_until:
            return False
        try:
            with connections[REPLICA].cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            connections[REPLICA].close()
            self._left_alone_until = time.monotonic() + LEFT_ALONE
            return False
        return True


def is_visit(request: HttpRequest) -> bool:
    """Tell whether somebody unknown only looks."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "Authorization" not in request.headers
    )
