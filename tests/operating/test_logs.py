"""One event is one line, names its request and holds no secret."""

import json
import logging
import sys

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import OperationalError
from django.template import engines
from django.test import Client
from django.urls import include, path
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from careersite.common.log_lines import JsonLine, request_id
from careersite.common.observing import logger as requests_logger

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
SECRETS = (PASSWORD, "s3cr3t-cookie-value", "s3cr3t-token-value", "Bearer")


def fail(*args, **kwargs):
    raise RuntimeError("forced\r\nlevel: CRITICAL forged")


def fail_in_database(request):
    cause = psycopg.errors.lookup(request.GET["state"])(request.GET["said"])
    raise OperationalError(str(cause)) from cause


def fail_in_template(request):
    return engines["django"].from_string("{{ forced }}").render({"forced": fail})


class FailingSerializer(Serializer):
    to_representation = fail


class FailInSerializer(APIView):
    permission_classes = [AllowAny]

    def get(self, request):
        return Response(FailingSerializer({}).data)


class FailInMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return fail() if "middleware" in request.path else self.get_response(request)


urlpatterns = [
    path("fail/view/", login_not_required(fail)),
    path("fail/database/", login_not_required(fail_in_database)),
    path("api/fail/database/", login_not_required(fail_in_database)),
    path("fail/template/", login_not_required(fail_in_template)),
    path("api/fail/serializer/", login_not_required(FailInSerializer.as_view())),
    path("", include("careersite.urls")),
]
handler500 = "careersite.common.errors.server_error"


@pytest.fixture
def lines():
    """Collect what the log of a real installation would hold."""
    written = []

    class Keep(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonLine())
    root, level = logging.getLogger(), requests_logger.level
    root.addHandler(handler)
    requests_logger.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    requests_logger.setLevel(level)


def events(lines):
    assert all("\n" not in line and "\r" not in line for line in lines)
    return [json.loads(line) for line in lines]


def test_a_request_is_one_line_with_its_id_route_and_status(client, lines, learner):
    client.force_login(learner)

    answer = client.get("/me/skills/?q=sought")

    event = next(one for one in events(lines) if one["logger"] == "careersite.requests")
    assert event["request_id"] == answer["X-Request-ID"]
    assert event["route"] == "profiles:skill_list"
    assert event["status"] == answer.status_code
    assert event["user_id"] == learner.pk
    assert "sought" not in "".join(lines)


def test_a_line_break_in_what_a_client_sends_forges_no_line(client, lines):
    hostile = 'x\r\n{"level": "CRITICAL", "message": "forged"}'

    client.get(
        "/nothing\r\nforged/",
        headers={"X-Request-ID": hostile, "User-Agent": hostile, "Referer": hostile},
    )
    client.post("/accounts/login/", {"login": hostile, "password": hostile})

    assert all(one["level"] != "CRITICAL" for one in events(lines))
    assert all(one.get("message") != "forged" for one in events(lines))


def test_secrets_in_headers_forms_and_addresses_stay_out(client, lines, learner):
    token = "a-token-of-an-invitation-43"
    client.cookies["sessionid"] = "s3cr3t-cookie-value"
    carried = {"Authorization": "Bearer s3cr3t-token-value"}

    client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    client.get("/api/v1/me/profile/", headers=carried)
    client.get(f"/invitations/{token}/", headers=carried)
    client.get(f"/calendar/{token}.ics")
    client.get(f"/accounts/password/reset/key/1-{token}/")
    client.get(f"/accounts/confirm-email/{token}:more/")

    said = "".join(lines)
    assert len(lines) >= 6
    assert not [secret for secret in (*SECRETS, token) if secret in said]


def test_an_own_id_is_given_unless_a_proxy_gave_a_plain_one(client):
    given = client.get("/healthz", headers={"X-Request-ID": "proxy-0123456789"})
    forged = client.get("/healthz", headers={"X-Request-ID": "<script>alert(1)"})

    assert given["X-Request-ID"] == "proxy-0123456789"
    assert len(forged["X-Request-ID"]) == 32
    assert request_id.get() == ""


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    "url",
    [
        "/fail/view/",
        "/fail/template/",
        "/fail/middleware/",
        "/api/fail/serializer/",
        "/api/fail/middleware/",
    ],
)
def test_a_failure_shows_an_id_alone_and_the_log_has_the_trace(lines, settings, url):
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.FailInMiddleware"]
    client = Client(raise_request_exception=False)

    answer = client.get(url)

    said = answer.content.decode()
    assert answer.status_code == 500
    assert answer["X-Request-ID"] in said
    assert not [word for word in ("forced", "Traceback", "test_logs") if word in said]
    traces = [one for one in events(lines) if "RuntimeError" in one.get("exc_info", "")]
    assert {one["request_id"] for one in traces} == {answer["X-Request-ID"]}


def test_the_row_that_a_database_quotes_is_held_back(learner):
    said = f"duplicate key\nDETAIL:  Key (email)=({learner.email})"
    try:
        raise RuntimeError(said)
    except RuntimeError:
        record = logging.makeLogRecord({"exc_info": sys.exc_info()})

    line = JsonLine().format(record)

    assert "duplicate key" in line
    assert learner.email not in line


def test_a_failed_sign_in_is_noted_without_the_address(client, lines, learner):
    client.post("/accounts/login/", {"login": learner.email, "password": "wrong"})

    event = next(one for one in events(lines) if one["message"] == "sign-in failed")
    assert event["request_id"]
    assert learner.email not in "".join(lines)


@pytest.mark.parametrize(
    ("cause", "is_traced"),
    [
        (psycopg.OperationalError("connection refused"), False),
        (psycopg.errors.AdminShutdown("terminating connection"), False),
        (psycopg.errors.DeadlockDetected("deadlock detected"), True),
    ],
    ids=["refused", "stopped", "deadlock"],
)
def test_a_database_away_is_told_in_a_line_and_a_deadlock_traced(
    lines, cause, is_traced
):
    try:
        raise OperationalError(str(cause)) from cause
    except OperationalError:
        logging.getLogger("django.request").exception("A request failed")

    [event] = events(lines)
    assert str(cause) in event["exc_info"]
    assert ("Traceback" in event["exc_info"]) is is_traced


FULL = "could not extend file: No space left on device"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize("url", ["/fail/database/", "/api/fail/database/"])
@pytest.mark.parametrize(
    ("state", "said", "told"),
    [
        ("53100", FULL, "The disk of the database is full"),
        ("57P01", "terminating connection", "The database did not do"),
        ("40P01", "deadlock detected", "The database did not do"),
    ],
    ids=["full", "stopped", "deadlock"],
)
def test_why_the_site_was_away_is_in_the_log(lines, url, state, said, told):
    client = Client(raise_request_exception=False)

    answer = client.get(url, {"state": state, "said": said})

    [event] = [one for one in events(lines) if said in one.get("exc_info", "")]
    assert answer.status_code == 503
    assert answer["Retry-After"] == "5"
    assert said not in answer.text
    assert event["message"].startswith(told)
    assert event["request_id"] == answer["X-Request-ID"]
