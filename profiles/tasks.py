"""Jobs about people, found by their names; each may run twice without harm."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from profiles.services import invitations, notices

# A mail server that is away for a day loses no mail.
MAIL_RETRY = RetryStrategy(max_attempts=12, exponential_wait=5)


@app.task(name="profiles.send_notice_mail", retry=MAIL_RETRY)
def send_notice_mail(notice_id: int) -> None:
    """Mail one notice."""
    notices.send_notice_mail(notice_id=notice_id, now=timezone.now())


@app.task(name="profiles.send_invitation_mail", retry=MAIL_RETRY)
def send_invitation_mail(invitation_id: int) -> None:
    """Mail one invitation."""
    invitations.send_invitation_mail(invitation_id=invitation_id, now=timezone.now())


@app.periodic(cron="17 * * * *", periodic_id="expire_invitations")
@app.task(name="profiles.expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Close invitations whose time has run out."""
    invitations.expire_invitations(now=timezone.now())
