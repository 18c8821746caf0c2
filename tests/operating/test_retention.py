"""What is kept how long: each rule to its edge, said alike wherever it is said."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from careersite.common.counting import count_up
from careersite.common.queue import queue_job
from careersite.common.repeats import KeptAnswer
from careersite.retention import service
from careersite.retention.rules import RULES
from careersite.tasks import delete_old_rows
from profiles.models import AbuseReport, ApiToken, OperatorAct, ShareLink, Trace
from roles.models import Report
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def make_job(status, at):
    queue_job("profiles.erase_account", user_id=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM procrastinate_jobs")
        pk = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status"
            " WHERE id = %s",
            [status, pk],
        )
        cursor.execute(
            "UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [at, pk]
        )


def make_report(at):
    return AbuseReport.objects.create(
        reporter=UserFactory(),
        reported=UserFactory(),
        text="Unkind.",
        created_at=at,
        handled_at=at,
        handled_by_id=1,
    )


MAKE = {
    "sessions": lambda at: Session.objects.create(
        session_key=at.isoformat()[:40], session_data="", expire_date=at
    ),
    "counters": lambda at: count_up(at.isoformat(), now=at, seconds=0),
    "answers": lambda at: KeptAnswer.objects.create(
        user=UserFactory(),
        key_hash=at.isoformat().encode(),
        request_hash=b"",
        encrypted=b"",
        at=at,
    ),
    "jobs_done": lambda at: make_job("succeeded", at),
    "jobs_failed": lambda at: make_job("failed", at),
    "share_links": lambda at: ShareLink.objects.create(
        user=UserFactory(),
        sections=["skills"],
        token_hash=at.isoformat(),
        expires_at=NOW + timedelta(days=9),
        revoked_at=at,
    ),
    "api_tokens": lambda at: ApiToken.objects.create(
        user=UserFactory(), name="Mine", token_hash=at.isoformat(), expires_at=at
    ),
    "reports": make_report,
    "problem_reports": lambda at: Report.objects.create(
        kind="page", text="Broken.", made_at=at, state="done", handled_at=at
    ),
    "operator_acts": lambda at: OperatorAct.objects.record(
        UserFactory(), action="looked", by=UserFactory(), now=at
    ),
    "traces": lambda at: Trace.objects.create(
        user=UserFactory(), table="profiles_project", row_id=1, action="delete", at=at
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.key)
def test_a_row_is_kept_to_the_second_and_then_deleted_once(rule):
    edge = NOW - rule.kept_for
    MAKE[rule.key](edge)
    MAKE[rule.key](edge + SECOND)

    first = service.delete_old(now=NOW)
    again = service.delete_old(now=NOW)
    later = service.delete_old(now=NOW + SECOND)

    assert {key: number for key, number in first.items() if number} == {rule.key: 1}
    assert not any(again.values())
    assert later[rule.key] == 1


def test_more_rows_than_a_chunk_go_too(monkeypatch):
    monkeypatch.setattr(service, "CHUNK", 2)
    for number in range(5):
        MAKE["operator_acts"](NOW - timedelta(days=800 + number))
        make_job("succeeded", NOW - timedelta(days=9))

    deleted = service.delete_old(now=NOW)

    assert (deleted["operator_acts"], deleted["jobs_done"]) == (5, 5)


def test_what_is_open_or_waits_is_never_deleted():
    old = NOW - timedelta(days=4000)
    for status in ("todo", "doing"):
        make_job(status, old)
    AbuseReport.objects.create(
        reporter=UserFactory(), reported=UserFactory(), text="Open.", created_at=old
    )

    assert not any(service.delete_old(now=NOW).values())


def test_readers_and_operators_are_told_each_rule(client):
    page = client.get("/privacy/").content.decode()
    guide = Path("docs/operating.md").read_text(encoding="utf-8")

    for rule in RULES:
        assert rule.what in page
        assert f"| {rule.what} | {rule.days} | {rule.since} | {rule.why} |" in guide


def test_the_nightly_task_says_what_it_deleted(caplog):
    MAKE["operator_acts"](NOW - timedelta(days=9_000))

    with caplog.at_level("INFO"):
        delete_old_rows(timestamp=0)

    assert "operator_acts: 1 rows deleted, their time is over." in caplog.messages
