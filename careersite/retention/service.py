"""Deletes in chunks what its rule no longer keeps; run twice, nothing is left to do.

Append-only rows go only here and in the erasure of an account, where their trigger is
lifted for the transaction.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import connection, models, transaction
from django.db.models.functions import Least

from careersite.common.counting import delete_counts
from careersite.common.repeats import KeptAnswer
from careersite.retention.rules import RULES
from profiles.models import AbuseReport, ApiToken, OperatorAct, ShareLink, Trace
from roles.models import Report

CHUNK = 500
# A session is listed a moment before it is saved.
UNSAVED_FOR = timedelta(days=1)


def delete_old(*, now: datetime) -> dict[str, int]:
    """Delete what is older than its rule says; returns how many rows of each."""
    return {rule.key: DELETERS[rule.key](now - rule.kept_for) for rule in RULES}


def _in_chunks(rows: models.QuerySet[Any], *lifted: str) -> int:
    """Delete rows, each chunk in its own transaction with `lifted` triggers."""
    total = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with transaction.atomic(), pgtrigger.ignore(*lifted):
            rows.model._base_manager.filter(pk__in=keys).delete()  # noqa: SLF001
        total += len(keys)
    return total


def _sessions(before: datetime) -> int:
    kept = Session.objects.filter(session_key=models.OuterRef("session_key"))
    listed = UserSession.objects.filter(last_seen_at__lte=before - UNSAVED_FOR)
    ended = _in_chunks(Session.objects.filter(expire_date__lte=before))
    return ended + _in_chunks(listed.filter(~models.Exists(kept)))


def _closed(model: type[models.Model]) -> Callable[[datetime], int]:
    """Return what deletes links and tokens whose end came before a moment."""

    def delete(before: datetime) -> int:
        ended = model._base_manager.annotate(  # noqa: SLF001
            ended_at=Least("revoked_at", "expires_at")
        )
        return _in_chunks(ended.filter(ended_at__lte=before))

    return delete


def _reports(before: datetime) -> int:
    return _in_chunks(AbuseReport.objects.filter(handled_at__lte=before))


def _append_only(model: type[OperatorAct | Trace]) -> Callable[[datetime], int]:
    """Return what deletes rows that nobody else can, from before a moment."""

    def delete(before: datetime) -> int:
        old = model._base_manager.filter(at__lte=before)  # noqa: SLF001
        return _in_chunks(old, f"{model._meta.label}:append_only")

    return delete


def _jobs(*statuses: str) -> Callable[[datetime], int]:
    """Return what deletes jobs whose last event came before a moment."""

    def delete(before: datetime) -> int:
        total, found = 0, CHUNK
        with connection.cursor() as cursor:
            while found == CHUNK:
                cursor.execute(OLD_JOBS, [list(statuses), before, CHUNK])
                found = cursor.rowcount
                total += found
        return total

    return delete


# The library asks for whole hours and takes all at once.
OLD_JOBS = """
DELETE FROM procrastinate_jobs WHERE id IN (
  SELECT job.id FROM procrastinate_jobs AS job
  WHERE job.status::text = ANY(%s) AND (
    SELECT max(event.at) FROM procrastinate_events AS event
    WHERE event.job_id = job.id
  ) <= %s
  ORDER BY job.id LIMIT %s
)
"""

DELETERS: dict[str, Callable[[datetime], int]] = {
    "sessions": _sessions,
    "counters": delete_counts,
    "answers": lambda before: _in_chunks(KeptAnswer.objects.filter(at__lte=before)),
    "jobs_done": _jobs("succeeded", "cancelled"),
    "jobs_failed": _jobs("failed", "aborted"),
    "share_links": _closed(ShareLink),
    "api_tokens": _closed(ApiToken),
    "reports": _reports,
    "problem_reports": lambda before: _in_chunks(Report.objects.finished_by(before)),
    "operator_acts": _append_only(OperatorAct),
    "traces": _append_only(Trace),
}
