"""Jobs about people, found by their names; each may run twice without harm."""

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from careersite.common.queue import queue_job
from profiles.models.notice import Rhythm
from profiles.services import account_mail, invitations, leaving, mailing

# A mail server that is away for a day loses no mail.
MAIL_RETRY = RetryStrategy(max_attempts=12, exponential_wait=5)


@app.task(name="profiles.send_notice_mail", retry=MAIL_RETRY)
def send_notice_mail(notice_id: int) -> None:
    """Mail one notice."""
    mailing.send_notice_mail(notice_id=notice_id, now=timezone.now())


@app.periodic(cron="9,39 * * * *", periodic_id="queue_digests")
@app.task(name="profiles.queue_digests")
def queue_digests(timestamp: int) -> None:
    """Queue the digests of everybody whose morning has come."""
    mailing.queue_digests(now=timezone.now())


@app.task(name="profiles.send_daily_digest", retry=MAIL_RETRY)
def send_daily_digest(user_id: int) -> None:
    """Mail the notices of a day in one."""
    mailing.send_digest(user_id=user_id, rhythm=Rhythm.DAILY, now=timezone.now())


@app.task(name="profiles.send_weekly_digest", retry=MAIL_RETRY)
def send_weekly_digest(user_id: int) -> None:
    """Mail the notices of a week in one."""
    mailing.send_digest(user_id=user_id, rhythm=Rhythm.WEEKLY, now=timezone.now())


@app.task(name="profiles.send_invitation_mail", retry=MAIL_RETRY)
def send_invitation_mail(invitation_id: int) -> None:
    """Mail one invitation."""
    invitations.send_invitation_mail(invitation_id=invitation_id, now=timezone.now())


@app.task(name="profiles.send_reset_mail", retry=MAIL_RETRY)
def send_reset_mail(user_id: int) -> None:
    """Mail a link to a new password."""
    account_mail.send_reset_mail(user_id=user_id)


@app.task(name="profiles.send_known_address_mail", retry=MAIL_RETRY)
def send_known_address_mail(user_id: int) -> None:
    """Mail that an address has an account already."""
    account_mail.send_known_address_mail(user_id=user_id)


@app.task(name="profiles.send_confirmation_mail", retry=MAIL_RETRY)
def send_confirmation_mail(address_id: int) -> None:
    """Mail a link that confirms an address."""
    account_mail.send_confirmation_mail(address_id=address_id)


@app.periodic(cron="17 * * * *", periodic_id="expire_invitations")
@app.task(name="profiles.expire_invitations")
def expire_invitations(timestamp: int) -> None:
    """Close invitations whose time has run out."""
    invitations.expire_invitations(now=timezone.now())


@app.task(name="profiles.erase_account", retry=RetryStrategy(max_attempts=5))
def erase_account(user_id: int) -> None:
    """Erase one account whose time is over."""
    leaving.erase(user_id=user_id, now=timezone.now())


@app.periodic(cron="41 * * * *", periodic_id="erase_leavers")
@app.task(name="profiles.erase_leavers")
def erase_leavers(timestamp: int) -> None:
    """Queue the erasure of everybody whose 14 days are over."""
    for user_id in leaving.due_for_erasure(now=timezone.now()):
        queue_job("profiles.erase_account", user_id=user_id)
