"""Whether requests can be served, and the figures for whoever runs the site."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from careersite import health
from careersite.common.queue import queue_job

pytestmark = pytest.mark.django_db


def run_sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def sign_of_life(*, ago):
    run_sql(
        "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
        timezone.now() - ago,
    )


def figures(answer):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_a_site_that_can_answer_says_so_line_by_line(client):
    sign_of_life(ago=timedelta(seconds=5))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.content.decode() == (
        "database: ok\nmigrations: ok\ncache: ok\nworker: ok\n"
    )


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_a_process_is_asked_by_its_own_address_and_without_https(
    client, settings, learner, probe
):
    settings.ALLOWED_HOSTS = ["careersite.example"]
    settings.SECURE_SSL_REDIRECT = True
    client.force_login(learner)
    own_address = {"headers": {"Host": "127.0.0.1:8001"}}

    answer = client.get(probe, **own_address)

    assert answer.status_code == 200
    assert client.head(probe, **own_address).status_code == 200
    assert client.post(probe, **own_address).status_code == 405
    assert client.get("/", **own_address).status_code == 400
    assert client.get("/", headers={"Host": "careersite.example"}).status_code == 301


def test_a_silent_worker_is_told_but_turns_no_reader_away(client):
    sign_of_life(ago=timedelta(minutes=5))

    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert "worker: no sign of life" in answer.content.decode()


def test_a_database_behind_the_code_is_not_ready(client):
    run_sql("DELETE FROM django_migrations WHERE app = 'roles' AND name LIKE '0001%%'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "migrations: 1 missing" in answer.content.decode()


def test_a_cache_that_keeps_nothing_is_not_ready(client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    }

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "cache: keeps nothing" in answer.content.decode()


def test_the_oldest_due_job_tells_how_long_the_queue_is_behind():
    now = timezone.now()
    queue_job("test.waiting", at=now - timedelta(minutes=7))
    queue_job("test.later", at=now + timedelta(days=1))

    queue = health.read_queue(now=now)

    assert queue.counts == {"todo": 2}
    assert queue.waited(now) == timedelta(minutes=7)
    assert not queue.is_worker_alive(now)


def test_metrics_are_closed_unless_a_token_is_set(client, learner):
    answer = client.get("/metrics", headers={"Authorization": "Bearer "})

    assert answer.status_code == 401
    assert client.get("/metrics").status_code == 302
    client.force_login(learner)
    assert client.get("/metrics").status_code == 404


def test_metrics_open_to_the_right_token_alone(client, settings):
    settings.METRICS_TOKEN = "right-token"

    wrong = client.get("/metrics", headers={"Authorization": "Bearer wröng"})
    right = client.get("/metrics", headers={"Authorization": "Bearer right-token"})

    assert wrong.status_code == 401
    assert right.status_code == 200
    assert right["Content-Type"].startswith("text/plain; version=")


def test_metrics_count_requests_by_route_and_tell_of_the_queue(client, settings):
    settings.METRICS_TOKEN = "right-token"
    queue_job("test.waiting")
    asked = {"headers": {"Authorization": "Bearer right-token"}}
    counted = (
        "careersite_requests_total",
        ("method", "GET"),
        ("route", "healthz"),
        ("status", "200"),
    )
    before = figures(client.get("/metrics", **asked)).get(counted, 0)

    client.get("/healthz")

    after = figures(client.get("/metrics", **asked))
    assert after[counted] == before + 1
    assert after["careersite_jobs", ("status", "todo")] == 1
    assert after["careersite_database_up",] == 1
    assert after["careersite_worker_up",] == 0
    assert after["careersite_database_bytes",] > 1_000_000


def test_counts_of_several_processes_are_told_together(
    client, settings, monkeypatch, tmp_path
):
    settings.METRICS_TOKEN = "right-token"
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", str(tmp_path))

    answer = client.get("/metrics", headers={"Authorization": "Bearer right-token"})

    # No process counted into this folder; what is the same for all is told.
    told = {name for name, *_ in figures(answer)}
    assert "careersite_database_bytes" in told
    assert "careersite_requests_total" not in told
