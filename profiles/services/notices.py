"""What people are told, in the site at once; the mail follows in services.mailing."""

from datetime import datetime

from django.db import transaction

from careersite.common.queue import queue_job
from profiles.models import Notice, User
from profiles.models.notice import TEXT_MAX, Rhythm
from profiles.services.notice_wishes import rhythm_of


@transaction.atomic
def notify(
    *,
    user: User,
    key: str,
    kind: Notice.Kind,
    text: str,
    now: datetime,
    url: str = "",
    about: User | None = None,
    called: str = "",
) -> Notice:
    """Tell `user` something once per `key`; told again, nothing happens.

    `about` is whom the text names, `called` under which name if not the present one:
    both are kept, so that an erased account can be taken out of what others were told.

    The mail is queued in the same transaction, so that it goes out only where
    the change it tells of holds, and never undoes it.
    """
    known = Notice.objects.to(user).filter(key=key).first()
    if known:
        return known
    notice, is_new = Notice.objects.get_or_create(
        user=user,
        key=key,
        defaults={
            "kind": kind,
            "text": text[:TEXT_MAX],
            "url": url,
            "about_id": (about or user).pk,
            "about_name": called or str(about or ""),
            "mail": rhythm_of(user, kind),
            "created_at": now,
        },
    )
    if is_new and notice.mail == Rhythm.NOW:
        queue_job("profiles.send_notice_mail", notice_id=notice.pk)
    return notice


@transaction.atomic
def tell_of_security(
    *, user: User, text: str, is_mailed: bool, now: datetime, mail_to: str = ""
) -> Notice:
    """Keep what the account pages mail by themselves; mail it where they could not.

    `mail_to` is whom they mail if not the present address, such as the former one.
    """
    notice = Notice.objects.create(
        user=user,
        key=f"security/{now.isoformat()}",
        kind=Notice.Kind.SECURITY,
        text=text,
        about_id=user.pk,
        created_at=now,
        mailed_at=now if is_mailed else None,
        mail_to="" if is_mailed else mail_to,
    )
    if not is_mailed:
        queue_job("profiles.send_notice_mail", notice_id=notice.pk)
    return notice


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
