"""The page of jobs: what waits, runs and failed, and running it again."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from careersite import jobs
from careersite.common.queue import queue_job

pytestmark = pytest.mark.django_db
PAGE = "/admin/jobs/"


@pytest.fixture
def desk(client, operator):
    client.force_login(operator)
    return client


def make_jobs(number, *, status="failed", task="profiles.send_notice_mail"):
    """Make jobs of one status; returns the newest one's number."""
    queue_job(task, notice_id=7)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
            " SELECT queue_name, task_name, args"
            " FROM procrastinate_jobs, generate_series(2, %s)"
            " WHERE id = (SELECT max(id) FROM procrastinate_jobs)",
            [number],
        )
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status"
            " WHERE status = 'todo'",
            [status],
        )
    return ProcrastinateJob.objects.order_by("-pk").first().pk


def status_of(pk):
    return ProcrastinateJob.objects.get(pk=pk).status


def text_of(answer):
    return answer.content.decode()


def test_an_empty_queue_says_what_comes_here(desk):
    shown = [text_of(desk.get(PAGE, {"status": one})) for one in ("", "todo", "doing")]

    assert "No job failed." in shown[0]
    assert "No job waits." in shown[1]
    assert "No job runs at this moment." in shown[2]
    assert "No worker is at work." in shown[0]


def test_a_failed_job_is_run_again_once_and_it_is_kept_who_did(desk, operator):
    failed = make_jobs(1)
    shown = text_of(desk.get(PAGE))
    answers = [text_of(desk.post(f"{PAGE}{failed}/again/", follow=True)) for _ in "12"]

    assert "Mail one notice." in shown
    assert "notice id 7" in shown.lower()
    assert f"Job {failed} waits to be run again." in answers[0]
    assert "was run again or set aside already" in answers[1]
    assert f"by {operator.display_name}: run again." in answers[0]
    assert status_of(failed) == "todo"
    noted = LogEntry.objects.values_list("user_id", "object_id", "change_message")
    assert list(noted) == [(operator.pk, str(failed), jobs.RUN_AGAIN)]


def test_a_failed_job_is_set_aside_and_nobody_is_told_of_it_any_more(desk, operator):
    failed = make_jobs(1)
    worried = text_of(desk.get("/admin/site/"))
    answers = [text_of(desk.post(f"{PAGE}{failed}/aside/", follow=True)) for _ in "12"]

    assert f"Job {failed} is set aside." in answers[0]
    assert f"by {operator.display_name}: set aside." in answers[0]
    assert "was run again or set aside already" in answers[1]
    assert "No job failed." in answers[0]
    assert "send_notice_mail" in worried
    assert "send_notice_mail" not in text_of(desk.get("/admin/site/"))
    assert status_of(failed) == "aborted"


def test_a_job_whose_like_waits_already_is_left_alone(desk):
    failed = make_jobs(1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET queueing_lock = 'only one'")
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock)"
            " VALUES ('default', 'x', 'only one')"
        )

    answer = text_of(desk.post(f"{PAGE}{failed}/again/", follow=True))

    assert "waits already" in answer
    assert status_of(failed) == "failed"
    assert not LogEntry.objects.exists()


def test_only_operators_see_or_run_jobs(client, editor, publisher, learner):
    failed = make_jobs(1)
    for person in (editor, publisher):
        client.force_login(person)
        assert client.get(PAGE).status_code == 403
        for name in ("again", "aside"):
            assert client.post(f"{PAGE}{failed}/{name}/").status_code == 403
        assert PAGE not in text_of(client.get("/admin/"))
    client.force_login(learner)
    assert client.get(PAGE).status_code in {302, 403, 404}
    for name in ("again", "aside"):
        answer = client.post(f"{PAGE}{failed}/{name}/")
        assert answer.status_code in {302, 403, 404}
    assert status_of(failed) == "failed"


def test_many_jobs_come_in_pages_at_the_cost_of_few(desk):
    make_jobs(2)
    few = queries_of(desk)
    make_jobs(120, task="unknown.task")

    many = queries_of(desk)
    last = text_of(desk.get(PAGE, {"page": "99999999999999999999"}))

    assert many == few <= 14
    assert "Page 3 of 3" in last
    assert "knows no such job" in text_of(desk.get(PAGE, {"page": "x"}))


def queries_of(client, page=PAGE):
    """Count what a page costs a process that has asked before, as it mostly has."""
    client.get(page)
    with CaptureQueriesContext(connection) as found:
        assert client.get(page).status_code == 200
    return len(found)


def test_what_is_asked_for_wrongly_breaks_nothing(desk):
    assert desk.get(PAGE, {"status": "\x00"}).status_code in {200, 400}
    assert desk.get(f"{PAGE}1/again/").status_code == 405
    assert desk.post(f"{PAGE}{10**30}/again/").status_code == 404
