"""The queue as operators see it; failed jobs are run again or set aside."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max, QuerySet
from procrastinate import exceptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

from profiles.models import User

logger = logging.getLogger(__name__)

# A worker signs every ten seconds; one that was silent for a minute is gone.
SILENT_SECONDS = 60
# A job that takes its worker down each time must not do so for ever.
MOST_TRIES = 5
RUN_AGAIN, SET_ASIDE = "Run again.", "Set aside."
WAITS_ALREADY = "The same job waits already: there is nothing to run again."


class NotFailedError(Exception):
    """The job did not fail, or is waiting, running or set aside by now."""


def jobs_in(status: str) -> QuerySet[ProcrastinateJob]:
    """Return the jobs of one status.

    What waits or runs comes in the order of the queue, what failed newest first.
    """
    order = "-pk" if status == Status.FAILED.value else "pk"
    return ProcrastinateJob.objects.filter(status=status).order_by(order)


def last_events(rows: Iterable[ProcrastinateJob]) -> dict[int, datetime]:
    """Return job -> the moment of its last event, of the few jobs that a page shows."""
    events = ProcrastinateEvent.objects.filter(job__in=[job.pk for job in rows])
    found = events.order_by().values_list("job").annotate(Max("at"))
    return {job: at for job, at in found if at is not None}


def purpose_of(task: str) -> str:
    """Return what a task is for, in one line; empty for one that is known no more."""
    known: Any = app.tasks.get(task)
    return (known.func.__doc__ or "").partition("\n")[0] if known else ""


def run_again(*, job_id: int, by: User, now: datetime) -> ProcrastinateJob:
    """Queue a failed job anew, and note who did.

    Raises ProcrastinateJob.DoesNotExist and NotFailedError.
    """
    try:
        with transaction.atomic():
            job = _failed(job_id)
            app.job_manager.retry_job_by_id(job_id, retry_at=now)
            _note(job, RUN_AGAIN, by)
    except exceptions.UniqueViolation as error:
        raise NotFailedError(WAITS_ALREADY) from error
    return job


@transaction.atomic
def set_aside(*, job_id: int, by: User) -> ProcrastinateJob:
    """Let a failed job rest: nobody is told of it any more. Note who did.

    Raises ProcrastinateJob.DoesNotExist and NotFailedError.
    """
    job = _failed(job_id)
    # The library ends only jobs that wait or run.
    ProcrastinateJob.objects.filter(pk=job_id).update(status=Status.ABORTED.value)
    _note(job, SET_ASIDE, by)
    return job


def _failed(job_id: int) -> ProcrastinateJob:
    jobs = ProcrastinateJob.objects.select_for_update(of=("self",))
    job: ProcrastinateJob = jobs.get(pk=job_id)
    if job.status != Status.FAILED.value:
        raise NotFailedError(
            "This job did not fail, or was run again or set aside already."
        )
    return job


def _note(job: ProcrastinateJob, what: str, by: User) -> None:
    LogEntry.objects.log_actions(
        by.pk, [job], CHANGE, change_message=what, single_object=True
    )
    logger.info("Job %s, by %s: %s", job.pk, by.pk, what)


def acts_lately(limit: int = 10) -> QuerySet[LogEntry]:
    """Return the newest notes of jobs that were run again or set aside."""
    kind = ContentType.objects.get_for_model(ProcrastinateJob)
    found = LogEntry.objects.filter(content_type=kind).select_related("user")
    return found.order_by("-action_time", "-pk")[:limit]


async def take_up_stalled(manager: JobManager) -> int:
    """Queue anew what a worker was at when it was killed; return how much that was.

    What was tried too often is noted as failed, for an operator to look at.
    """
    taken = 0
    stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    for job in stalled:
        try:
            taken += await _take_up(manager, job)
        except exceptions.UniqueViolation:
            logger.info("Job %s is dropped: its like waits already.", job.id)
            await _end(manager, job, Status.ABORTED)
        except exceptions.ConnectorException:
            logger.info("Job %s ended meanwhile.", job.id)
    return taken


async def _take_up(manager: JobManager, job: Job) -> bool:
    if job.attempts + 1 >= MOST_TRIES:
        logger.error("Job %s took its worker down at %s tries.", job.id, MOST_TRIES)
        await _end(manager, job, Status.FAILED)
        return False
    await manager.retry_job(job)
    logger.warning("Job %s is run again: its worker is gone.", job.id)
    return True


async def _end(manager: JobManager, job: Job, status: Status) -> None:
    await manager.finish_job_by_id_async(cast("int", job.id), status, delete_job=False)
