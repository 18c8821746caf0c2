"""Jobs about content, found by their names; each may run twice without harm."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from roles.services import concerns, links, publishing

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", periodic_id="publish_due")
@app.task(name="roles.publish_due")
def publish_due(timestamp: int) -> None:
    """Publish what is scheduled and due; say in the log what was held back."""
    for done in publishing.publish_due(now=timezone.now()):
        logger.info(done)


@app.periodic(cron="17 * * * *", periodic_id="check_links")
@app.task(name="roles.check_links", queueing_lock="roles.check_links")
def check_links(timestamp: int) -> None:
    """Ask for some of the addresses in content; the list of care shows the rest."""
    number = links.check_links(now=timezone.now())
    logger.info("%s addresses were asked for.", number)


@app.periodic(cron="0 * * * *", periodic_id="count_care")
@app.task(name="roles.count_care", queueing_lock="roles.count_care")
def count_care(timestamp: int) -> None:
    """Count what learners leave and miss, so that the list of care opens at once."""
    concerns.count_anew(timezone.now().date())
