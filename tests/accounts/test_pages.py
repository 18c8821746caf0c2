"""Every account page stands in our shell and keeps the content policy."""

import os
import re

import pytest
from django.core.mail import EmailMessage, get_connection
from django.urls import reverse

from careersite.demo_mail import SEPARATOR, newest_mails

ANONYMOUS = [
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_inactive",
]
SIGNED_IN = [
    "account_logout",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "usersessions_list",
    "mfa_index",
    "profiles:settings",
    "profiles:profile_edit",
    "profiles:skill_list",
    "profiles:project_list",
    "profiles:project_add",
    "profiles:certification_list",
    "profiles:certification_add",
]


def check(answer):
    page = answer.content.decode()
    assert answer.status_code == 200
    assert len(re.findall("<h1", page)) == 1
    assert '<main id="main"' in page
    assert not re.search(r"<[^>]+ style=|<[^>]+ on[a-z]+=|<script>", page)
    assert not re.search(r'placeholder="(?!Find)', page)
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", ANONYMOUS)
def test_a_page_for_everybody_is_ours(client, name):
    check(client.get(reverse(name)))


@pytest.mark.parametrize("name", SIGNED_IN)
def test_a_page_for_the_signed_in_is_ours(client, learner, name):
    client.force_login(learner)

    check(client.get(reverse(name)))


def test_a_used_up_link_says_so_in_our_shell(client):
    check(client.get("/accounts/confirm-email/used-up/"))
    check(client.get("/accounts/password/reset/key/1-used-up/"))


@pytest.mark.parametrize("name", SIGNED_IN[1:])
def test_private_pages_lead_strangers_to_sign_in(client, name):
    assert client.get(reverse(name)).url.startswith("/accounts/login/")


def test_demonstration_mail_can_be_read_newest_first(client, settings, tmp_path):
    settings.CAREERSITE_DEMO = True
    settings.EMAIL_FILE_PATH = str(tmp_path)
    backend = get_connection("django.core.mail.backends.filebased.EmailBackend")
    for subject in ("First", "Second"):
        text = "Open http://testserver/accounts/confirm-email/abc/ <now>"
        EmailMessage(subject, text, to=["a@example.org"], connection=backend).send()

    page = client.get("/dev/mail/").content.decode()

    assert page.index("Second") < page.index("First")
    assert 'href="http://testserver/accounts/confirm-email/abc/"' in page
    assert "<now>" not in page


def test_outside_the_demonstration_there_is_no_such_page(client):
    assert client.get("/dev/mail/").status_code == 404


def test_only_the_newest_mails_are_shown(tmp_path):
    mail = "From: a@example.org\nTo: b@example.org\nSubject: {}\n\nText.\n"
    lines = SEPARATOR.decode().join(mail.format(number) for number in range(60))
    (tmp_path / "old.log").write_text(mail.format("old"))
    os.utime(tmp_path / "old.log", (0, 0))
    (tmp_path / "new.log").write_text(lines)

    found = newest_mails(tmp_path)

    assert [mail.subject for mail in found] == [str(n) for n in range(59, 9, -1)]
