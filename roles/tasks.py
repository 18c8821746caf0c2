"""Jobs about content, found by their names; each may run twice without harm."""

import logging

from django.utils import timezone
from procrastinate.contrib.django import app

from roles.services import publishing

logger = logging.getLogger(__name__)


@app.periodic(cron="* * * * *", periodic_id="publish_due")
@app.task(name="roles.publish_due")
def publish_due(timestamp: int) -> None:
    """Publish what is scheduled and due; say in the log what was held back."""
    for done in publishing.publish_due(now=timezone.now()):
        logger.info(done)
