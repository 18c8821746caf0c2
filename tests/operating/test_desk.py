"""The operators' desk: accounts and reports, and that every look is kept."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from profiles.models import AbuseReport, Notice, OperatorAct
from profiles.services import exporting, leaving, operating
from tests.factories.profiles import SecondFactorFactory, StaffFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNTS = "/admin/profiles/user/"
REPORTS = "/admin/profiles/abusereport/"


@pytest.fixture
def report(learner, mentor):
    return AbuseReport.objects.create(
        reporter=learner, reported=mentor, text="Unkind.", created_at=timezone.now()
    )


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def acts_on(person):
    return list(OperatorAct.objects.on(person).values_list("action", flat=True))


def act(desk, person, name, **data):
    return desk.post(f"{ACCOUNTS}{person.pk}/{name}/", data)


def test_nobody_is_listed_until_looked_for_and_who_is_seen_is_told(
    desk, learner, other_learner
):
    unasked = desk.get(ACCOUNTS)
    found = desk.get(ACCOUNTS, {"q": "LEARNER@example"})

    assert not unasked.context["cl"].result_list
    assert list(found.context["cl"].result_list) == [learner]
    assert acts_on(learner) == ["listed"]
    assert acts_on(other_learner) == []


def test_each_look_at_an_account_is_shown_to_its_owner(client, desk, learner):
    desk.get(f"{ACCOUNTS}{learner.pk}/change/")
    desk.get(f"{ACCOUNTS}{learner.pk}/history/")
    desk.get(f"{ACCOUNTS}{learner.pk}/deactivate/")
    client.force_login(learner)

    page = client.get("/me/privacy/").content.decode()

    assert acts_on(learner) == ["looked"] * 3
    assert page.count("An operator looked at your account on") == 3


def test_an_account_that_nobody_looked_at_says_so(client, learner):
    client.force_login(learner)

    page = client.get("/me/privacy/").content.decode()

    assert "No operator has looked at your account." in page


def test_of_ones_own_account_no_look_is_kept(desk, operator):
    desk.get(f"{ACCOUNTS}{operator.pk}/change/")
    desk.get(ACCOUNTS, {"q": operator.email})

    assert not OperatorAct.objects.exists()


def test_a_list_asks_as_often_for_many_people_as_for_one(desk):
    UserFactory(email="asked0@example.net")
    desk.get("/admin/")
    with CaptureQueriesContext(connection) as few:
        desk.get(ACCOUNTS, {"q": "example.net"})
    for number in range(1, 20):
        UserFactory(email=f"asked{number}@example.net")

    with CaptureQueriesContext(connection) as many:
        desk.get(ACCOUNTS, {"q": "example.net"})

    assert len(many) == len(few)
    assert OperatorAct.objects.count() == 21


def test_an_account_is_shut_and_opened_with_a_reason(desk, operator, learner):
    shut = act(desk, learner, "deactivate", reason="Sent spam")
    learner.refresh_from_db()
    is_shut = not learner.is_active
    act(desk, learner, "deactivate", reason="Again")
    act(desk, learner, "reactivate", reason="It was a mistake")

    learner.refresh_from_db()
    assert shut.status_code == 302
    assert (is_shut, learner.is_active) == (True, True)
    assert list(
        OperatorAct.objects.on(learner).values_list("action", "reason", "actor_name")
    ) == [
        ("reactivated", "It was a mistake", operator.name),
        ("deactivated", "Sent spam", operator.name),
    ]


@pytest.mark.parametrize("reason", ["", "   ", "x" * 281, "nul \0"])
def test_without_a_fit_reason_nothing_is_done(desk, learner, reason):
    answer = act(desk, learner, "deactivate", reason=reason)

    learner.refresh_from_db()
    assert answer.status_code in {400, 422}
    assert learner.is_active
    # The page that comes back shows the account once more; a bare 400 shows nothing.
    assert acts_on(learner) == ["looked"] * (answer.status_code == 422)


@pytest.mark.parametrize("name", ["deactivate", "reset-second-factor"])
def test_operators_do_not_act_on_themselves(desk, operator, name):
    answer = act(desk, operator, name, reason="Testing")

    operator.refresh_from_db()
    assert answer.status_code == 422
    assert "own account" in answer.content.decode()
    assert operator.is_active
    assert Authenticator.objects.filter(user=operator).exists()


def test_a_second_factor_is_reset_and_its_owner_told(desk, learner):
    SecondFactorFactory(user=learner)

    act(desk, learner, "reset-second-factor", reason="Called from the known number")
    act(desk, learner, "reset-second-factor", reason="Twice")

    notice = Notice.objects.to(learner).get()
    assert not Authenticator.objects.filter(user=learner).exists()
    assert acts_on(learner) == ["factor_reset"]
    assert notice.kind == Notice.Kind.SECURITY
    assert notice.mailed_at is None


def test_a_reset_second_factor_ends_the_sessions(client, learner, operator):
    SecondFactorFactory(user=learner)
    client.force_login(learner)
    UserSession.objects.create(
        user=learner, session_key=client.session.session_key, ip="127.0.0.1"
    )

    operating.reset_second_factor(
        user=learner, reason="Lost", by=operator, now=timezone.now()
    )

    assert client.get("/me/settings/").status_code == 302


def test_changed_rights_are_kept(desk, learner):
    answer = desk.post(f"{ACCOUNTS}{learner.pk}/change/", {"is_staff": "on"})

    learner.refresh_from_db()
    assert answer.status_code == 302
    assert learner.is_staff
    assert acts_on(learner) == ["changed"]


def test_a_report_is_noted_on_and_closed_and_both_sides_were_seen(
    desk, learner, mentor, report
):
    url = f"{REPORTS}{report.pk}/change/"
    shown = desk.get(url)
    desk.post(url, {"note": "Talked to both"})
    desk.post(REPORTS, {"action": "close", "_selected_action": [report.pk]})

    report.refresh_from_db()
    assert "Unkind." in shown.content.decode()
    assert report.note == "Talked to both"
    assert report.handled_at
    assert acts_on(learner) == acts_on(mentor)
    assert "looked" in acts_on(mentor)


def test_a_report_that_comes_back_with_an_error_was_looked_at(desk, learner, report):
    url = f"{REPORTS}{report.pk}/change/"

    answer = desk.post(url, {"note": "x" * 2_001})

    assert "Unkind." in answer.content.decode()
    assert "looked" in acts_on(learner)


def test_no_side_reads_the_note_in_the_export(learner, mentor, report):
    AbuseReport.objects.update(note="Secret finding")

    assert "Unkind." in str(dict(exporting.rows_of(learner)))
    for person in (learner, mentor):
        assert "Secret finding" not in str(dict(exporting.rows_of(person)))


def test_looks_are_in_the_export_and_go_with_the_account(learner, operator):
    now = timezone.now()
    operating.note_looks(people=[learner], by=operator, now=now)
    exported = dict(exporting.rows_of(learner))["profiles.OperatorAct"]

    leaving.leave(user=learner, now=now)
    leaving.erase(user_id=learner.pk, now=now + timedelta(days=15))

    assert [row["action"] for row in exported] == ["looked"]
    assert not OperatorAct.objects.exists()


def test_what_was_seen_cannot_be_changed_or_taken_back(learner, operator):
    operating.note_looks(people=[learner], by=operator, now=timezone.now())

    for change in (
        lambda: OperatorAct.objects.update(reason="Nothing"),
        lambda: OperatorAct.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError), transaction.atomic():
            change()


def test_an_act_without_a_reason_is_refused_by_the_database(learner, operator):
    with pytest.raises(IntegrityError):
        OperatorAct.objects.record(
            learner, action="deactivated", by=operator, now=timezone.now()
        )


def test_no_editor_or_publisher_reaches_accounts_or_reports(
    client, learner, report, editor, publisher
):
    urls = [
        ACCOUNTS,
        f"{ACCOUNTS}{learner.pk}/change/",
        *(
            f"{ACCOUNTS}{learner.pk}/{name}/"
            for name in ("deactivate", "reactivate", "reset-second-factor")
        ),
        REPORTS,
        f"{REPORTS}{report.pk}/change/",
    ]

    for person in (editor, publisher):
        client.force_login(person)
        for url in urls:
            assert client.get(url).status_code in {403, 404}, url
            assert client.post(url, {"reason": "Mine"}).status_code in {403, 404}, url
    learner.refresh_from_db()
    assert learner.is_active
    assert acts_on(learner) == []


def test_an_operator_without_a_second_factor_reaches_nothing(client, learner):
    bare = StaffFactory(is_superuser=True, second_factor=None)
    client.force_login(bare)

    answer = client.get(f"{ACCOUNTS}{learner.pk}/change/")

    assert answer.status_code == 302
    assert acts_on(learner) == []


def test_saving_an_account_unchanged_is_no_change_of_rights(desk, learner):
    desk.post(f"{ACCOUNTS}{learner.pk}/change/", {})

    assert acts_on(learner) == []


def test_an_account_that_is_open_is_not_opened_again(desk, learner):
    act(desk, learner, "reactivate", reason="Just so")

    assert acts_on(learner) == []
    assert not Notice.objects.filter(user=learner).exists()
