from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from profiles.models import Notice
from profiles.services import mailing, notices


def tell(user, now, key="answer/1"):
    return notices.notify(
        user=user,
        key=key,
        kind=Notice.Kind.REVIEW_ANSWERED,
        text="Ines answered.",
        url="/me/notices/",
        now=now,
    )


def test_a_notice_is_told_once_per_key(learner, now, queued):
    first, second = tell(learner, now), tell(learner, now + timedelta(hours=1))

    assert first == second
    assert queued("profiles.send_notice_mail") == [{"notice_id": first.pk}]


def test_a_notice_is_mailed_once_as_text_and_html(learner, now):
    notice = tell(learner, now)

    for _ in range(2):
        mailing.send_notice_mail(notice_id=notice.pk, now=now)

    [sent] = mail.outbox
    assert sent.subject == "Ines answered."
    assert "http://127.0.0.1:8000/me/notices/" in sent.body
    assert '<a href="http://127.0.0.1:8000/me/notices/"' in sent.alternatives[0].content


def test_the_list_counts_what_is_unread(client, learner, now):
    tell(learner, now)
    client.force_login(learner)

    page = client.get(reverse("profiles:notice_list"))

    assert page.context["unread_count"] == 1
    assert "Ines answered." in page.content.decode()


def test_reading_one_notice_leads_where_it_points(client, learner, now):
    notice = tell(learner, now)
    client.force_login(learner)

    answer = client.post(reverse("profiles:notice_read", args=[notice.pk]))

    assert (answer.status_code, answer["Location"]) == (302, "/me/notices/")
    assert not Notice.objects.unread().exists()


def test_all_notices_are_marked_as_read_at_once(client, learner, other_learner, now):
    tell(learner, now)
    tell(learner, now, key="answer/2")
    tell(other_learner, now)
    client.force_login(learner)

    client.post(reverse("profiles:notice_read_all"))

    assert Notice.objects.unread().get().user == other_learner


def test_a_foreign_notice_is_not_found(client, learner, other_learner, now):
    notice = tell(learner, now)
    client.force_login(other_learner)

    answer = client.post(reverse("profiles:notice_read", args=[notice.pk]))

    assert answer.status_code == 404


def test_the_list_asks_as_much_for_many_notices_as_for_one(
    client, learner, now, django_assert_max_num_queries
):
    for number in range(30):
        tell(learner, now, key=f"answer/{number}")
    client.force_login(learner)
    client.get(reverse("profiles:notice_list"))

    with django_assert_max_num_queries(10):
        client.get(reverse("profiles:notice_list"))


@pytest.mark.django_db(transaction=True)
def test_the_worker_mails_what_was_queued(learner, now, run_jobs):
    tell(learner, now)

    run_jobs()

    assert [message.to for message in mail.outbox] == [["learner@example.com"]]
    assert Notice.objects.get().mailed_at is not None
