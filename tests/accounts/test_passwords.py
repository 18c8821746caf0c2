"""Losing, changing and refusing passwords."""

import re
from functools import partial
from hashlib import sha1
from pathlib import Path
from tempfile import NamedTemporaryFile

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from procrastinate.contrib.django.models import ProcrastinateJob

from profiles.breached import is_breached
from profiles.forms.privacy import DeleteForm
from profiles.models import User
from tests.factories.profiles import PASSWORD
from tests.jobs import do_queued_jobs

NEW = "nine quiet lanterns"


def ask_for_reset(client, email):
    answer = client.post(reverse("account_reset_password"), {"email": email})
    do_queued_jobs()
    return answer


def reset_link(mail):
    return re.search(r"https?://[^/\s]+(/accounts/\S+)", mail.body)[1]


def choose(client, link, password=NEW):
    page = client.get(link, follow=True)
    if "form" not in page.context:
        return page
    return client.post(
        page.redirect_chain[-1][0], {"password1": password, "password2": password}
    )


def test_a_lost_password_is_replaced_by_a_mailed_link(client, learner, mailoutbox):
    ask_for_reset(client, learner.email)

    choose(client, reset_link(mailoutbox[0]))

    learner.refresh_from_db()
    assert learner.check_password(NEW)
    assert mailoutbox[-1].subject == "Your password was reset"


def test_the_link_works_once(client, learner, mailoutbox):
    ask_for_reset(client, learner.email)
    link = reset_link(mailoutbox[0])
    choose(client, link)

    again = client.get(link, follow=True)

    assert "does not work any more" in again.content.decode()


def test_the_link_works_for_an_hour(client, learner, mailoutbox, settings):
    ask_for_reset(client, learner.email)
    limit = settings.PASSWORD_RESET_TIMEOUT
    settings.PASSWORD_RESET_TIMEOUT = -1

    late = client.get(reset_link(mailoutbox[0]), follow=True)

    assert limit == 3600
    assert "does not work any more" in late.content.decode()


def test_the_key_leaves_the_address_before_the_form_is_shown(
    client, learner, mailoutbox
):
    ask_for_reset(client, learner.email)

    answer = client.get(reset_link(mailoutbox[0]))

    assert answer.url.endswith("-set-password/")


def test_an_unknown_address_is_told_the_same_and_gets_no_mail(
    client, learner, mailoutbox
):
    known = ask_for_reset(client, learner.email)
    unknown = ask_for_reset(client, "nobody@example.org")

    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert [mail.to for mail in mailoutbox] == [[learner.email]]


def test_an_unknown_address_costs_what_a_known_one_does(client, learner):
    url, asked = reverse("account_reset_password"), {}
    for email in (learner.email, "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked[email]:
            type(client)().post(url, {"email": email})

    known, unknown = map(len, asked.values())
    assert abs(known - unknown) <= 2


def test_a_forged_host_never_gets_into_the_mail(client, learner, mailoutbox):
    answer = client.post(
        reverse("account_reset_password"),
        {"email": learner.email},
        HTTP_HOST="evil.example",
    )

    do_queued_jobs()

    assert answer.status_code == 400
    assert not mailoutbox


def test_the_mail_goes_after_the_answer(client, learner, mailoutbox):
    answer = client.post(reverse("account_reset_password"), {"email": learner.email})

    assert answer.status_code == 302
    assert mailoutbox == []
    do_queued_jobs()
    assert [mail.to for mail in mailoutbox] == [[learner.email]]


def test_the_queue_holds_neither_address_nor_key(client, learner):
    client.post(reverse("account_reset_password"), {"email": learner.email})

    job = ProcrastinateJob.objects.get()
    assert job.args == {"user_id": learner.pk}


def test_whoever_is_shut_out_gets_no_link(client, learner, mailoutbox):
    learner.is_active = False
    learner.save()

    answer = ask_for_reset(client, learner.email)

    assert answer.url == reverse("account_reset_password_done")
    assert mailoutbox == []


def test_changing_the_password_ends_other_sessions(client, learner):
    other = type(client)()
    other.force_login(learner)
    client.force_login(learner)

    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW},
    )

    assert client.get("/me/settings/").status_code == 200
    assert other.get("/me/settings/").status_code == 302


def test_changing_the_password_takes_the_old_one(client, learner):
    client.force_login(learner)

    page = client.post(
        reverse("account_change_password"),
        {"oldpassword": "guess", "password1": NEW, "password2": NEW},
    ).content.decode()

    assert "<title>Error: Change password" in page
    assert 'href="#id_oldpassword"' in page


@pytest.mark.parametrize(
    "password", ["seven green herons", "ä" * 8, "x7" * 64, "日本語のひみつの言葉"]
)
def test_long_and_foreign_passwords_are_fine(password):
    validate_password(password, User(email="a@example.org"))


@pytest.mark.parametrize("password", ["short", "12345678", "careersite!", "iloveyou"])
def test_weak_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, User(email="a@example.org"))


def stolen(passwords, *, end="\n"):
    """Return a list as it is published."""
    hashed = partial(sha1, usedforsecurity=False)
    hashes = sorted(hashed(word.encode()).hexdigest().upper() for word in passwords)
    return "".join(f"{one}:{place}{end}" for place, one in enumerate(hashes)).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_stolen_password_is_refused_wherever_it_stands_in_the_list(
    client, learner, mailoutbox, settings, tmp_path, end
):
    words = [f"green heron {number}" for number in range(200)]
    settings.BREACHED_PASSWORDS = str(tmp_path / "stolen")
    (tmp_path / "stolen").write_bytes(stolen(words, end=end))
    ask_for_reset(client, learner.email)

    refused = choose(client, reset_link(mailoutbox[0]), words[0])

    assert "in a list of stolen ones" in refused.text
    for word in words:
        with pytest.raises(ValidationError, match="stolen"):
            validate_password(word)
    validate_password("green heron 200")


@given(listed=st.sets(st.integers(0, 60)), asked=st.integers(0, 60), cut=st.booleans())
def test_a_list_of_any_length_is_searched_whole(listed, asked, cut):
    content = stolen(map(str, listed))
    with NamedTemporaryFile() as file:
        file.write(content.rstrip(b"\n") if cut else content)
        file.flush()

        assert is_breached(str(asked), Path(file.name)) == (asked in listed)


def test_no_password_is_longer_than_the_forms_take_that_ask_for_it():
    most = DeleteForm.base_fields["password"].max_length

    validate_password("ä" * most, User(email="a@example.org"))
    with pytest.raises(ValidationError, match="at most 200 characters"):
        validate_password("ä" * (most + 1), User(email="a@example.org"))


def test_editors_need_a_longer_password():
    with pytest.raises(ValidationError, match="15 characters"):
        validate_password("nine lanterns", User(email="a@b.org", is_staff=True))
