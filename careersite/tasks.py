"""Jobs about the site as a whole; each may run twice without harm."""

import logging

from django.utils import timezone
from procrastinate import JobContext
from procrastinate.contrib.django import app

from careersite import jobs
from careersite.retention.service import delete_old

logger = logging.getLogger(__name__)


@app.periodic(cron="27 2 * * *", periodic_id="delete_old")
@app.task(name="careersite.delete_old", queueing_lock="careersite.delete_old")
def delete_old_rows(timestamp: int) -> None:
    """Delete what its rule no longer keeps; say in the log how much that was."""
    for key, number in delete_old(now=timezone.now()).items():
        logger.info("%s: %s rows deleted, their time is over.", key, number)


@app.periodic(cron="* * * * *", periodic_id="take_up_stalled")
@app.task(name="careersite.take_up_stalled", pass_context=True)
async def take_up_stalled(context: JobContext, timestamp: int) -> None:
    """Queue anew what a worker was at when it was killed."""
    await jobs.take_up_stalled(context.app.job_manager)
