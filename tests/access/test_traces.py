"""Every route that writes leaves who did what and when, or is named with why not."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from profiles.models import Trace
from tests.access import table
from tests.access.test_access import UNSAFE, routes
from tests.access.writes import Writes
from tests.accounts import test_changing_address as changing
from tests.accounts import test_passwords as passwords
from tests.accounts import test_second_factor as second_factor
from tests.accounts.test_signing_up import sign_up
from tests.factories.profiles import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S59")]

# Sessions, counters and what is queued say nothing of what was done.
ASIDE = {
    "django_session",
    "shared_cache",
    "usersessions_usersession",
    "procrastinate_jobs",
    "procrastinate_events",
}
READ_SINCE = "the notice itself says since when it is read"
# What leaves no trace, and why.
UNTRACED = {
    "profiles:notice_read POST": READ_SINCE,
    "profiles:notice_read_all POST": READ_SINCE,
    "api:my_notice_read POST": READ_SINCE,
    "api:my_notices_read POST": READ_SINCE,
    "roadmaps:step_draft POST": "words half typed, saved every few seconds",
    "roles:report POST": "what a reader says without an account; the row is all of it",
}
# What changes no row, and why it takes a POST all the same.
WRITES_NOTHING = {
    "theme_set POST": "sets a cookie",
    "shortcuts_set POST": "sets a cookie",
    "country_set POST": "sets a cookie",
    "roles:compare_tray POST": "sets a cookie",
    "api:my_postings POST": "reads a text that is too long for an address",
}
APPEND_ONLY = """
SELECT tgrelid::regclass::text FROM pg_trigger
WHERE tgname LIKE 'pgtrigger_append_only%'
"""


def traces():
    """Return the tables whose rows nobody changes."""
    with connection.cursor() as cursor:
        cursor.execute(APPEND_ONLY)
        return {name for (name,) in cursor.fetchall()}


def written():
    """Return table -> rows inserted, changed and deleted so far in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, n_tup_ins, n_tup_upd + n_tup_del"
            " FROM pg_stat_xact_user_tables"
        )
        return {name: (new, other) for name, new, other in cursor.fetchall()}


def changes_of(writes, name, method):
    """Send a valid request; return the answer and table -> rows inserted.

    What it writes is undone.
    """
    with transaction.atomic():
        writes.come_before(name, method)
        before = written()
        answer = writes.once(name, method)
        after = written()
        transaction.set_rollback(True)
    changed = {
        table_name: counts[0] - before.get(table_name, (0, 0))[0]
        for table_name, counts in after.items()
        if table_name not in ASIDE and counts != before.get(table_name, (0, 0))
    }
    return answer, changed


def test_every_write_leaves_a_trace(world, figure):
    known, writes = traces(), Writes(world)
    done, without, silent = 0, {}, {}
    for row in table.ROWS:
        for method in sorted({*UNSAFE} & {*row.methods}):
            answer, changed = changes_of(writes, row.name, method)
            name = f"{row.name} {method}"
            if answer.status_code >= 400 or not changed:
                without[name] = answer.status_code
            elif not any(changed.get(one, 0) > 0 for one in known):
                silent[name] = sorted(changed)
            else:
                done += 1

    figure(
        f"{done} kinds of requests that write left a row that nobody can change, with"
        f" who, when and both values; {len(silent)} left none and {len(without)} wrote"
        " nothing, each named with its reason"
    )
    assert set(silent) == set(UNTRACED)
    assert set(without) == set(WRITES_NOTHING)


# Of an account, what changes a session alone, or queues a mail that changes nothing.
SESSION_ALONE = {
    "account_logout": "ends the session",
    "account_reauthenticate": "the session knows that the password was given",
    "mfa_authenticate": "the second step of a sign-in, which is told by the sign-in",
    "mfa_reauthenticate": "the session knows that a code was given",
    "usersessions_list": "ends other sessions",
    "account_reset_password": "queues a mail; what its link does is told",
}
CLOSED = {
    "account_set_password": "for accounts without a password, of which there are none",
    "account_confirm_login_code": "signing in by a mailed code is switched off",
}
PAGES_ALONE = {
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}


def life_of_an_account(client, mailoutbox):
    """Yield the name of a route and what uses it, in an order that works."""
    yield "account_signup", lambda: sign_up(client, password1=PASSWORD)
    yield "account_confirm_email", lambda: changing.confirm(client, mailoutbox[-1])
    login = {"login": "noor@example.org", "password": PASSWORD}
    yield "account_login", lambda: client.post(reverse("account_login"), login)
    yield "mfa_activate_totp", lambda: second_factor.switch_on(client)
    yield (
        "mfa_generate_recovery_codes",
        lambda: client.post(reverse("mfa_generate_recovery_codes")),
    )
    yield (
        "mfa_deactivate_totp",
        lambda: client.post(reverse("mfa_deactivate_totp")),
    )
    yield "account_email", lambda: changing.ask(client, "new@example.org")
    new = {"password1": passwords.NEW, "password2": passwords.NEW}
    yield (
        "account_change_password",
        lambda: client.post(
            reverse("account_change_password"), {"oldpassword": PASSWORD, **new}
        ),
    )
    client.post(reverse("account_logout"))
    passwords.ask_for_reset(client, "noor@example.org")
    link = passwords.reset_link(mailoutbox[-1])
    yield (
        "account_reset_password_from_key",
        lambda: passwords.choose(client, link, "ten loud candles"),
    )


def test_every_write_of_an_account_leaves_a_trace(client, mailoutbox, settings, figure):
    settings.CAREERSITE_DEMO = False
    silent, done = [], []
    for name, act in life_of_an_account(client, mailoutbox):
        before = Trace.objects.count()
        act()
        done.append(name)
        if Trace.objects.count() == before:
            silent.append(name)

    figure(
        f"{len(done)} routes of accounts used by turns, {len(silent)} without a trace;"
        f" {len(SESSION_ALONE)} change a session alone or queue a mail"
    )
    assert silent == []
    assert {*done, *SESSION_ALONE, *CLOSED, *PAGES_ALONE} == {
        name for name in routes() if name.startswith(("account_", "mfa_", "usersessi"))
    }
