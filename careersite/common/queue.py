"""Work for later: jobs are queued by name, in the transaction of the change."""

from datetime import datetime

from procrastinate.contrib.django import app


def queue_job(task: str, *, at: datetime | None = None, **ids: int) -> None:
    """Queue `task` with the ids it needs, to run at once or not before `at`.

    The job appears and vanishes with the surrounding transaction. It is named,
    not imported, so that whoever queues does not depend on who does the work.
    """
    app.configure_task(task, schedule_at=at).defer(**ids)
