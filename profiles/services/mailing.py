"""Notices by mail: one at a time or as a digest, each once, however often tried.

The rows stay locked while a mail is handed over, so that two workers send it once.
"""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from careersite.common.mail import absolute_url, send_mail
from careersite.common.queue import queue_job
from profiles.models import Notice, User
from profiles.models.notice import DIGEST_RHYTHMS, Rhythm
from profiles.mornings import EVERY_DAY, MONDAY, last_morning
from profiles.services.notice_wishes import unsubscribe_token

CHUNK = 500
DIGEST_MAX = 50


def send_notice_mail(*, notice_id: int, now: datetime) -> bool:
    """Mail a notice unless it is out already, and tell whether it went."""
    with transaction.atomic():
        notice = (
            Notice.objects.awaiting_mail(Rhythm.NOW)
            .select_for_update(of=["self"])
            .select_related("user")
            .filter(pk=notice_id)
            .first()
        )
        if notice is None:
            return False
        stop_url = _stop_url(notice.user, notice.kind)
        send_mail(
            to=notice.mail_to or notice.user.email,
            template="profiles/mail/notice.txt",
            context={
                "notice": notice,
                "url": absolute_url(notice.url) if notice.url else "",
                "notices_url": absolute_url(reverse("profiles:notice_list")),
                "stop_url": stop_url,
            },
            headers=_headers(f"notice-{notice.pk}", stop_url),
        )
        notice.mark_mailed(now=now)
    return True


def queue_digests(*, now: datetime) -> int:
    """Queue a digest for each person whose morning has come; returns how many.

    Queued twice, the second finds nothing left to send.
    """
    count = 0
    for rhythm in DIGEST_RHYTHMS:
        for user_id, zone in _waiting_people(rhythm):
            oldest = Notice.objects.awaiting_mail(rhythm).filter(
                user=user_id, created_at__lt=digest_end(rhythm, zone=zone, now=now)
            )
            if oldest.exists():
                queue_job(f"profiles.send_{rhythm}_digest", user_id=user_id)
                count += 1
    return count


def send_digest(*, user_id: int, rhythm: Rhythm, now: datetime) -> bool:
    """Mail in one what waited until this morning, and tell whether it went.

    What was read meanwhile is left out.
    """
    with transaction.atomic():
        user = User.objects.select_related("profile").filter(pk=user_id).first()
        if user is None:
            return False
        end = digest_end(rhythm, zone=user.profile.time_zone, now=now)
        waiting = list(
            Notice.objects.awaiting_mail(rhythm)
            .to(user)
            .filter(created_at__lt=end)
            .select_for_update(of=["self"])
            .order_by("created_at", "pk")
        )
        unread = [notice for notice in waiting if notice.read_at is None]
        if unread:
            _send_digest(user, rhythm, unread)
        for notice in waiting:
            notice.mark_mailed(now=now)
    return bool(unread)


def digest_end(rhythm: Rhythm, *, zone: str, now: datetime) -> datetime:
    """Return until when a digest tells: this morning, or the morning of Monday."""
    days = EVERY_DAY if rhythm == Rhythm.DAILY else {MONDAY}
    return last_morning(now, zone, days)


def _waiting_people(rhythm: Rhythm) -> Iterator[tuple[int, str]]:
    """Yield whoever has something waiting, with their time zone, read by key."""
    last = 0
    while True:
        people = list(
            Notice.objects.awaiting_mail(rhythm)
            .filter(user__gt=last)
            .order_by("user_id")
            .values_list("user_id", "user__profile__time_zone")
            .distinct()[:CHUNK]
        )
        yield from ((pk, zone or settings.TIME_ZONE) for pk, zone in people)
        if len(people) < CHUNK:
            return
        last = people[-1][0]


def _send_digest(user: User, rhythm: Rhythm, notices: list[Notice]) -> None:
    stop_url = _stop_url(user, rhythm)
    send_mail(
        to=user.email,
        template="profiles/mail/digest.txt",
        context={
            "user": user,
            "count": len(notices),
            "lines": [
                (notice.text, absolute_url(notice.url) if notice.url else "")
                for notice in notices[:DIGEST_MAX]
            ],
            "more": max(0, len(notices) - DIGEST_MAX),
            "notices_url": absolute_url(reverse("profiles:notice_list")),
            "stop_url": stop_url,
        },
        headers=_headers(f"digest-{user.pk}-{notices[-1].pk}", stop_url),
    )


def _stop_url(user: User, what: str) -> str:
    """Return the page that stops such mail; safety has none."""
    if what == Notice.Kind.SECURITY:
        return ""
    token = unsubscribe_token(user, what)
    return absolute_url(reverse("profiles:notice_unsubscribe", args=[token]))


def _headers(name: str, stop_url: str) -> dict[str, str]:
    """Return headers by which mail programs unsubscribe in one click (RFC 8058).

    A mail sent twice after a crash carries the same id, so that it is shown once.
    """
    domain = settings.SITE_URL.partition("://")[2].partition(":")[0].strip("/")
    headers = {"Message-ID": f"<{name}@{domain}>"}
    if stop_url:
        headers["List-Unsubscribe"] = f"<{stop_url}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers
