"""Jobs about roadmaps, found by their names; each may run twice without harm."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from roadmaps.services import desk_digest, limbo, review, version_life

logger = logging.getLogger(__name__)
RETRY = RetryStrategy(max_attempts=5, exponential_wait=3)


@app.task(name="roadmaps.settle_decision", retry=RETRY)
def settle_decision(review_id: int) -> None:
    """Bring one decision into effect, if it still is one and is due."""
    review.settle_decision(review_id=review_id, now=timezone.now())


@app.periodic(cron="*/5 * * * *", periodic_id="settle_due")
@app.task(name="roadmaps.settle_due")
def settle_due(timestamp: int) -> None:
    """Bring into effect what a lost job left behind."""
    review.settle_due(now=timezone.now())


@app.periodic(cron="23 * * * *", periodic_id="run_clocks")
@app.task(name="roadmaps.run_clocks")
def run_clocks(timestamp: int) -> None:
    """Nudge, release and return what has waited for a week or longer."""
    limbo.run_clocks(now=timezone.now())


@app.periodic(cron="3,33 * * * *", periodic_id="tell_mornings")
@app.task(name="roadmaps.tell_mornings")
def tell_mornings(timestamp: int) -> None:
    """Tell mentors on the morning of their review day what waits."""
    desk_digest.tell_mornings(now=timezone.now())


@app.periodic(cron="* * * * *", periodic_id="publish_due_versions")
@app.task(name="roadmaps.publish_due")
def publish_due(timestamp: int) -> None:
    """Publish versions that are scheduled and due; log what was held back."""
    for done in version_life.publish_due(now=timezone.now()):
        logger.info(done)
