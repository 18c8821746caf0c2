"""The page for operators that says how the site is, and what it is told by."""

import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from careersite import upkeep
from careersite.common.queue import queue_job
from careersite.health import read_queue
from careersite.models import BackupRun
from tests.operating.test_jobs import make_jobs, queries_of

pytestmark = pytest.mark.django_db
PAGE = "/admin/site/"


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def run_of(kind, *, ago=timedelta(), size=1_000_000, said="2026-11-26.dump"):
    return BackupRun.objects.record(
        kind, now=timezone.now() - ago, seconds=2, said=said, size=size
    )


def sign_of_life():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())"
        )


def worries():
    now = timezone.now()
    found = upkeep.findings(read_queue(now=now), now=now)
    return upkeep.worries(found, upkeep.troubles(), upkeep.kept(now=now))


def test_a_site_in_order_gives_nothing_to_act_on(desk):
    sign_of_life()
    run_of("backup")
    run_of("drill", said="128 tables equal")

    page = desk.get(PAGE).text

    assert worries() == []
    assert "Nothing to act on" in page
    assert "2026-11-26.dump" in page
    assert "128 tables equal" in page


def test_what_is_wrong_is_named_first(desk):
    make_jobs(2)
    make_jobs(1, task="careersite.delete_old")
    run_of("backup", ago=timedelta(days=3))
    run_of("drill", size=None, said="pg_restore failed.")

    page = desk.get(PAGE).text

    assert worries() == [
        "Worker: no sign of life.",
        "Mails that were given up: 2.",
        "Other jobs that were given up: 1.",
        "Backup: the last one is old.",
        "Restore drill: the last try failed.",
    ]
    assert "To act on (5)" in page
    assert "pg_restore failed." in page


def test_a_job_that_is_tried_again_shows_before_it_is_given_up():
    queue_job("profiles.send_notice_mail", notice_id=1)
    assert upkeep.troubles() == []
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET attempts = 3")

    (trouble,) = upkeep.troubles()

    assert (trouble.failed, trouble.retried, trouble.is_mail) == (0, 1, True)
    assert trouble.purpose == "Mail one notice."


def test_versions_and_the_size_of_the_database_are_told(desk):
    page = desk.get(PAGE).text

    assert "PostgreSQL" in page
    assert "Django" in page
    assert upkeep.size().bytes > 1_000_000
    assert len(upkeep.size().tables) == upkeep.LARGEST


def test_the_page_costs_as_many_queries_whatever_waits(desk):
    make_jobs(1)
    few = queries_of(desk, PAGE)
    make_jobs(200, task="unknown.task")

    assert queries_of(desk, PAGE) == few <= 24


def test_only_operators_see_it(client, editor, learner):
    client.force_login(editor)
    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/admin/").text
    client.force_login(learner)
    assert client.get(PAGE).status_code in {302, 403, 404}


def test_a_backup_that_fails_is_noted_with_its_reason(tmp_path):
    with pytest.raises(CommandError):
        call_command("backup", tmp_path / "missing" / "site.dump", verbosity=0)

    run = BackupRun.objects.latest_of("backup").get()
    assert not run.is_passed
    assert "No such file" in run.said


def test_a_backup_that_passes_is_noted_with_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(subprocess, "run", _write_a_file)

    call_command("backup", tmp_path / "site.dump", verbosity=0)

    run = BackupRun.objects.latest_of("backup").get()
    assert (run.said, run.file_bytes, run.is_passed) == ("site.dump", 4, True)


RUN = subprocess.run


def _write_a_file(command, **options):
    name = next((one for one in command if one.startswith("--file=")), None)
    if name is None:
        return RUN(command, **options)  # asked for its version
    Path(name.removeprefix("--file=")).write_bytes(b"dump")
    return subprocess.CompletedProcess(command, 0, stdout="", stderr="")
