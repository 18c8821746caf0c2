"""500 events while the mail server is away, and jobs that run a second time."""

from collections import Counter

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from profiles.models import Notice
from profiles.services import notices
from profiles.tasks import send_notice_mail
from tests.factories.profiles import UserFactory

pytestmark = [
    pytest.mark.assure(id="S60"),
    pytest.mark.django_db(transaction=True),
]
EVENTS = 500


def sql(statement):
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_mail_is_lost_or_sent_twice(settings, run_jobs, figure):
    people = [UserFactory() for _ in range(10)]
    settings.EMAIL_BACKEND = "tests.mentoring.down.EmailBackend"
    now = timezone.now()
    for number in range(EVENTS):
        notices.notify(
            user=people[number % 10],
            key=f"event/{number}",
            kind=Notice.Kind.COMMENT,
            text=f"Event {number}.",
            now=now,
        )
    run_jobs()
    while_away = len(mail.outbox)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    sql("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
    again = list(Notice.objects.order_by("pk").values_list("pk", flat=True)[:100])
    run_jobs()
    # What follows a worker that died before it could note that a job was done.
    for pk in again:
        send_notice_mail(notice_id=pk)

    subjects = Counter(sent.subject for sent in mail.outbox)
    figure(f"{EVENTS} events, {len(subjects)} mailed, {max(subjects.values())} each")
    assert while_away == 0
    assert set(subjects) == {f"Event {number}." for number in range(EVENTS)}
    assert set(subjects.values()) == {1}
