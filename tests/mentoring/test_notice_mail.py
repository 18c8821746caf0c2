import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from profiles.models import Notice, NoticePreference, Rhythm
from profiles.services import mailing, notice_wishes, notices

Kind = Notice.Kind
NIGHT = datetime(2026, 11, 19, 23, 0, tzinfo=UTC)  # a Thursday
MORNING = NIGHT + timedelta(hours=9)


def tell(user, at, key="one", kind=Kind.COMMENT, text="Ines commented."):
    return notices.notify(user=user, key=key, kind=kind, text=text, url="/me/", now=at)


def want(user, rhythm, kind=Kind.COMMENT):
    notice_wishes.set_rhythms(user=user, rhythms={kind: rhythm})


def hasten_jobs():
    """Let jobs that wait for their next try be due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"
        )


def test_a_daily_summary_tells_once_what_came_until_the_morning(learner, queued):
    want(learner, "daily")
    tell(learner, NIGHT, "one", text="First.")
    tell(learner, NIGHT, "two", text="Second.")
    tell(learner, MORNING - timedelta(minutes=1), "three", text="After seven.")

    counts = [
        mailing.queue_digests(now=NIGHT + timedelta(hours=1)),
        mailing.queue_digests(now=MORNING),
    ]
    for _ in range(2):
        mailing.send_digest(user_id=learner.pk, rhythm=Rhythm.DAILY, now=MORNING)

    assert counts == [0, 1]
    assert queued("profiles.send_notice_mail") == []
    assert queued("profiles.send_daily_digest") == [{"user_id": learner.pk}]
    [sent] = mail.outbox
    assert sent.subject == "2 notices on Careersite"
    assert "First." in sent.body
    assert "After seven." not in sent.body


def test_the_weekly_summary_waits_for_monday(learner):
    want(learner, "weekly")
    tell(learner, NIGHT)

    on_friday = mailing.queue_digests(now=MORNING)
    on_monday = mailing.queue_digests(now=MORNING + timedelta(days=3))

    assert (on_friday, on_monday) == (0, 1)


def test_morning_is_that_of_the_persons_time_zone(learner):
    learner.profile.time_zone = "America/New_York"
    learner.profile.save()
    want(learner, "daily")
    tell(learner, NIGHT)

    assert mailing.queue_digests(now=MORNING) == 0  # 3 in the morning there
    assert mailing.queue_digests(now=MORNING + timedelta(hours=5)) == 1


def test_what_was_read_in_the_site_is_left_out_of_the_summary(learner):
    want(learner, "daily")
    notice = tell(learner, NIGHT)
    notices.mark_read(user=learner, notice_id=notice.pk, now=NIGHT)

    is_sent = mailing.send_digest(user_id=learner.pk, rhythm=Rhythm.DAILY, now=MORNING)

    assert not is_sent
    assert mail.outbox == []


def test_off_means_only_in_the_site(learner, queued):
    want(learner, "off")

    notice = tell(learner, NIGHT)

    assert notice.mail == "off"
    assert queued("profiles.send_notice_mail") == []
    assert mailing.queue_digests(now=MORNING) == 0


def test_a_new_wish_counts_for_what_waits_already(learner):
    want(learner, "daily")
    tell(learner, NIGHT)

    want(learner, "off")

    assert mailing.queue_digests(now=MORNING) == 0


def test_safety_cannot_be_switched_off(client, learner):
    client.force_login(learner)

    answer = client.patch(
        reverse("api:my_notice_wishes"),
        {"security": "off"},
        content_type="application/json",
    )

    assert (answer.status_code, list(answer.json())) == (400, ["security"])
    page = client.get(reverse("profiles:notice_wishes_edit")).content.decode()
    assert 'name="security"' not in page
    with pytest.raises(IntegrityError), transaction.atomic():
        NoticePreference.objects.create(user=learner, kind="security", rhythm="off")


def test_wishes_are_kept_and_an_unknown_one_is_refused(client, learner):
    client.force_login(learner)
    page = reverse("profiles:notice_wishes_edit")
    wishes = {**notice_wishes.rhythms_of(learner), "comment": "daily"}

    kept = client.post(page, wishes)
    refused = client.post(page, {**wishes, "comment": "hourly"})

    assert (kept.status_code, refused.status_code) == (302, 422)
    assert notice_wishes.rhythm_of(learner, Kind.COMMENT) == Rhythm.DAILY


@pytest.mark.parametrize("wished", ["daily", "weekly"])
def test_the_summary_of_the_desk_is_mailed_on_its_morning_however_soon_was_wished(
    mentor, queued, wished
):
    NoticePreference.objects.create(user=mentor, kind="desk_digest", rhythm=wished)

    notice = tell(mentor, MORNING, kind=Kind.DESK_DIGEST)

    assert notice.mail == "now"
    assert queued("profiles.send_notice_mail") == [{"notice_id": notice.pk}]


def test_a_mail_can_be_stopped_in_one_click_without_signing_in(client, learner):
    mailing.send_notice_mail(notice_id=tell(learner, NIGHT).pk, now=NIGHT)
    headers = mail.outbox[0].extra_headers
    page = headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")

    looked = client.get(page)
    still = notice_wishes.rhythm_of(learner, Kind.COMMENT)
    clicked = client.post(page, {"List-Unsubscribe": "One-Click"})

    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert page in mail.outbox[0].body
    assert (looked.status_code, still) == (200, Rhythm.NOW)
    assert clicked.status_code == 200
    assert notice_wishes.rhythm_of(learner, Kind.COMMENT) == Rhythm.OFF


def test_a_summary_can_be_stopped_as_a_whole(client, learner):
    want(learner, "daily")
    want(learner, "weekly", Kind.REMINDER)
    tell(learner, NIGHT)
    mailing.send_digest(user_id=learner.pk, rhythm=Rhythm.DAILY, now=MORNING)
    page = re.search(r"/unsubscribe/\S+", mail.outbox[0].body)[0]

    client.post(page)

    assert notice_wishes.rhythm_of(learner, Kind.COMMENT) == Rhythm.OFF
    assert notice_wishes.rhythm_of(learner, Kind.REMINDER) == Rhythm.WEEKLY


def test_a_link_that_we_did_not_make_stops_nothing(client, learner):
    token = notice_wishes.unsubscribe_token(learner, Kind.COMMENT)

    answers = [
        client.post(reverse("profiles:notice_unsubscribe", args=[tried]))
        for tried in ("x", token[:-1], f"{token}x")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert not NoticePreference.objects.exists()


def test_who_reviews_on_certain_days_hears_of_new_work_on_their_morning(mentor):
    mentor.profile.state_terms(review_days=[1])

    notice = tell(mentor, NIGHT, kind=Kind.WORK_SENT)

    assert notice.mail == "off"


def test_a_changed_password_is_told_in_the_site_even_without_mail(
    client, learner, settings
):
    settings.EMAIL_BACKEND = "tests.mentoring.down.EmailBackend"
    settings.CAREERSITE_DEMO = False
    client.force_login(learner)
    client.post(
        reverse("account_reauthenticate"), {"password": "correct horse battery staple"}
    )

    answer = client.post(
        reverse("account_change_password"),
        {
            "oldpassword": "correct horse battery staple",
            "password1": "a wholly other long phrase",
            "password2": "a wholly other long phrase",
        },
    )

    assert answer.status_code == 302
    told = Notice.objects.get(user=learner)
    assert (told.kind, told.text) == ("security", "Your password was changed.")
    assert told.mailed_at is None


@pytest.mark.django_db(transaction=True)
def test_mail_that_fails_goes_once_later(learner, settings, run_jobs):
    settings.EMAIL_BACKEND = "tests.mentoring.down.EmailBackend"
    notice = tell(learner, timezone.now())

    run_jobs()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    hasten_jobs()
    run_jobs()
    run_jobs()

    assert [sent.extra_headers["Message-ID"] for sent in mail.outbox] == [
        f"<notice-{notice.pk}@127.0.0.1>"
    ]


def test_the_api_lists_notices_and_marks_them(client, learner, other_learner):
    tell(learner, NIGHT)
    tell(learner, NIGHT, "two", kind=Kind.REMINDER)
    foreign = tell(other_learner, NIGHT)
    client.force_login(learner)
    page = reverse("api:my_notices")

    listed = client.get(page, {"kind": "comment"}).json()["results"]
    read = client.post(reverse("api:my_notice_read", args=[listed[0]["id"]]))
    unread = client.get(page, {"unread": "true"}).json()
    not_own = client.post(reverse("api:my_notice_read", args=[foreign.pk]))
    all_read = client.post(reverse("api:my_notices_read"))

    assert [one["text"] for one in listed] == ["Ines commented."]
    assert read.json()["read_at"]
    assert unread["count"] == 1
    assert not_own.status_code == 404
    assert all_read.json() == {"read": 1}
    assert client.get(page, {"kind": "nonsense"}).status_code == 400


def test_summaries_of_many_people_are_queued_chunk_by_chunk(
    learner, mentor, queued, monkeypatch
):
    monkeypatch.setattr(mailing, "CHUNK", 1)
    for person in (learner, mentor):
        want(person, "daily")
        tell(person, NIGHT)

    assert mailing.queue_digests(now=MORNING) == 2
    assert queued("profiles.send_daily_digest") == [
        {"user_id": learner.pk},
        {"user_id": mentor.pk},
    ]
