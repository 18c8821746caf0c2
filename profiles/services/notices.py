"""What people are told: in the site at once, by mail from the task queue."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from careersite.common.mail import absolute_url, send_mail
from careersite.common.queue import queue_job
from profiles.models import Notice, User


@transaction.atomic
def notify(
    *, user: User, key: str, kind: Notice.Kind, text: str, now: datetime, url: str = ""
) -> Notice:
    """Tell `user` something once per `key`; told again, nothing happens.

    The mail is queued in the same transaction, so that it goes out only where
    the change it tells of holds, and never undoes it.
    """
    notice, is_new = Notice.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "kind": kind,
            "text": text[: Notice._meta.get_field("text").max_length],
            "url": url,
            "created_at": now,
        },
    )
    if is_new:
        queue_job("profiles.send_notice_mail", notice_id=notice.pk)
    return notice


def send_notice_mail(*, notice_id: int, now: datetime) -> bool:
    """Mail a notice unless it is out already, and tell whether it went.

    The row stays locked while the mail is handed over: two workers send it once.
    """
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(of=["self"])
            .select_related("user")
            .filter(pk=notice_id, mailed_at__isnull=True, user__is_active=True)
            .first()
        )
        if notice is None:
            return False
        send_mail(
            to=notice.user.email,
            template="profiles/mail/notice.txt",
            context={
                "notice": notice,
                "url": absolute_url(notice.url) if notice.url else "",
                "notices_url": absolute_url(reverse("profiles:notice_list")),
            },
        )
        notice.mark_mailed(now=now)
    return True


@transaction.atomic
def mark_read(
    *,
    user: User,
    now: datetime,
    notice_id: int | None = None,
    before: datetime | None = None,
) -> int:
    """Mark one notice of `user`, or all (of earlier), as read; returns how many."""
    unread = Notice.objects.to(user).unread()
    if notice_id is not None:
        unread = unread.filter(pk=notice_id)
    if before is not None:
        unread = unread.filter(created_at__lt=before)
    return unread.update(read_at=now)
