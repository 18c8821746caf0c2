"""While the database is away: 503 quickly, and healthy again by itself."""

import pytest
from django.db import connection
from django.test import Client


@pytest.fixture
def client():
    return Client(raise_request_exception=False)


@pytest.fixture
def database_away(tmp_path, django_db_blocker, django_db_setup):
    settings = connection.settings_dict
    place = settings["HOST"]
    with django_db_blocker.unblock():
        connection.close()
        settings["HOST"] = str(tmp_path)
        yield lambda: settings.update(HOST=place)
        settings["HOST"] = place
        connection.close()


@pytest.mark.parametrize("url", ["/roles/", "/admin/login/", "/roles/nobody/"])
def test_page_says_to_come_back(database_away, client, url):
    client.cookies["sessionid"] = "a" * 32

    answer = client.get(url)

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert "Back in a moment" in answer.content.decode()
    assert "default-src 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("cookie", ["", "a" * 32])
def test_api_says_to_come_back_in_its_shape(database_away, client, cookie):
    client.cookies["sessionid"] = cookie

    answer = client.get("/api/v1/roles/")

    assert answer.status_code == 503
    assert int(answer["Retry-After"]) > 0
    assert answer.json()["code"] == "unavailable"


def test_failing_middleware_is_told_apart_from_failing_pages(database_away, client):
    client.cookies["sessionid"] = "a" * 32

    answer = client.get("/me/")

    assert answer.status_code == 503


@pytest.mark.parametrize("cookie", ["", "a" * 32])
def test_process_is_alive_but_not_ready(database_away, client, cookie):
    client.cookies["sessionid"] = cookie

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503


def test_figures_of_requests_are_told_all_the_same(database_away, client, settings):
    settings.METRICS_TOKEN = "right-token"
    client.get("/roles/")

    answer = client.get("/metrics", headers={"Authorization": "Bearer right-token"})

    assert answer.status_code == 200
    assert "\ncareersite_database_up 0.0\n" in answer.text
    assert 'route="roles:role_list",status="503"' in answer.text
    assert "careersite_jobs" not in answer.text


def test_site_is_healthy_again_without_a_restart(database_away, client):
    assert client.get("/roles/").status_code == 503

    database_away()

    assert client.get("/roles/").status_code == 200
    assert client.get("/readyz").status_code == 200
