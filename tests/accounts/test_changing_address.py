"""Changing the address that signs in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.profiles import PASSWORD
from tests.jobs import do_queued_jobs


@pytest.fixture
def signed_in(client, learner):
    credentials = {"login": learner.email, "password": PASSWORD}
    client.post(reverse("account_login"), credentials)
    return client


def ask(client, email):
    answer = client.post(reverse("account_email"), {"action_add": "", "email": email})
    do_queued_jobs()
    return answer


def confirm(client, mail):
    client.post(re.search(r"https?://[^/\s]+(/accounts/\S+)", mail.body)[1])


def test_nothing_changes_until_the_new_address_confirms(signed_in, learner, mailoutbox):
    ask(signed_in, "new@example.org")

    learner.refresh_from_db()
    assert learner.email == "learner@example.com"
    assert [mail.to for mail in mailoutbox] == [["new@example.org"]]


def test_the_old_address_is_told_of_the_change(signed_in, learner, mailoutbox):
    ask(signed_in, "new@example.org")

    confirm(signed_in, mailoutbox[0])

    learner.refresh_from_db()
    told = {mail.to[0] for mail in mailoutbox if "was changed" in mail.subject}
    assert learner.email == "new@example.org"
    assert told == {"learner@example.com"}


def test_the_old_address_is_told_later_where_the_mail_server_is_away(
    signed_in, learner, mailoutbox, settings
):
    works = settings.EMAIL_BACKEND
    ask(signed_in, "new@example.org")
    settings.EMAIL_BACKEND = "tests.mentoring.down.EmailBackend"
    confirm(signed_in, mailoutbox[0])
    settings.EMAIL_BACKEND = works
    mailoutbox.clear()

    do_queued_jobs()
    do_queued_jobs()

    learner.refresh_from_db()
    notice = learner.notices.get(text="Your e-mail address was changed.")
    told = [mail.to for mail in mailoutbox if "was changed" in mail.subject]
    assert learner.email == "new@example.org"
    assert told == [["learner@example.com"]]
    assert (notice.mailed_at is None, notice.mail_to) == (False, "")


def test_the_mail_of_a_change_names_its_hour_in_utc(signed_in, learner, mailoutbox):
    learner.profile.time_zone = "Pacific/Auckland"
    learner.profile.save()
    ask(signed_in, "new@example.org")

    confirm(signed_in, mailoutbox[0])

    mail = next(mail for mail in mailoutbox if "was changed" in mail.subject)
    told = re.search(r"It was done on (.+? at \d\d:\d\d) UTC", mail.body)[1]
    at = datetime.strptime(told, "%d %b %Y at %H:%M").replace(tzinfo=UTC)
    assert abs(timezone.now() - at) < timedelta(hours=6)


def test_a_taken_address_is_not_given_away_nor_taken_over(
    signed_in, learner, other_learner, mailoutbox
):
    answer = ask(signed_in, other_learner.email)

    learner.refresh_from_db()
    assert answer.status_code == 302
    assert learner.email == "learner@example.com"


def test_an_address_that_is_too_long_is_refused_at_the_field(signed_in, learner):
    answer = ask(signed_in, f"{'n' * 243}@example.org")

    assert answer.status_code == 422
    assert "at most 254 characters" in answer.text


def test_a_change_under_way_can_be_called_off(signed_in, learner):
    ask(signed_in, "new@example.org")

    signed_in.post(
        reverse("account_email"), {"action_remove": "", "email": "new@example.org"}
    )

    assert list(learner.emailaddress_set.values_list("email", flat=True)) == [
        "learner@example.com"
    ]
