from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from profiles.models import Notice
from profiles.services import mailing, notices
from roadmaps.models import Comment, StepEvent
from roadmaps.services import telling


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


def tell_everything(submission, mentorship, now):
    """Tell both sides all that can be told of one round and its mentorship."""
    learner, mentor = mentorship.learner, mentorship.mentor
    row, at = submission.progress, {"now": now}
    review = submission.reviews.create(
        mentor=mentor,
        mentor_name="Ines F.",  # as she was called when she decided
        decision="approve",
        status="in_effect",
        decided_at=now,
        effective_at=now,
    )
    telling.tell_reviewers(submission, **at)
    telling.tell_answer(review, progress=row, **at)
    telling.tell_objection(row, event=StepEvent.objects.first(), by=mentor, **at)
    for author in (learner, mentor):
        words = {"author": author, "author_name": author.name, "text": "Hm."}
        comment = Comment.objects.create(progress=row, created_at=now, **words)
        telling.tell_comment(comment, **at)
    telling.tell_invitation_answer(
        learner=learner, by=mentor, key="invitation/1", is_accepted=False, **at
    )
    telling.tell_new_mentee(mentorship, **at)
    for side in (learner, mentor):
        telling.tell_end(mentorship, by=side, **at)
        telling.tell_pause(mentorship, by=side, **at)
    telling.tell_break(submission, mentor=mentor, **at)
    telling.tell_help(row, **at)
    telling.nudge_mentor(submission, mentor=mentor, since=now, days=7, **at)
    telling.nudge_learner(row, since=now, days=7, **at)
    telling.tell_release(submission, [mentor], **at)
    telling.tell_return(submission, [mentor], **at)


def test_a_notice_that_names_somebody_keeps_whom_and_how(submission, mentorship, now):
    Notice.objects.all().delete()

    tell_everything(submission, mentorship, now)

    people = {
        mentorship.learner_id: ("Amara Osei",),
        mentorship.mentor_id: ("Ines Ferreira", "Ines F."),
    }
    told = list(Notice.objects.all())
    named = [notice for notice in told if notice.about_name]
    assert (len(told), len(named)) == (19, 16)
    for notice in named:
        assert notice.about_id != notice.user_id
        assert notice.about_name in people[notice.about_id]
        assert notice.about_name in notice.text
    for notice in told:
        if not notice.about_name:
            assert notice.about_id == notice.user_id
            assert not any(name in notice.text for name in sum(people.values(), ()))


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
