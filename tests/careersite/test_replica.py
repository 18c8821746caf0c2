"""Where queries go when there is a replica: only visitors' reads of content leave."""

import pytest
from django.apps import apps
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpResponse
from django.test import RequestFactory

from careersite.replica import OF_ROADMAPS, ReadReplicaMiddleware, VisitorsRouter
from careersite.replica import is_visit as visits
from roles.models import Role
from tests.careersite.test_content_stamp import NO_CONTENT

COOKIE, TOKEN = {"sessionid": "x"}, {"Authorization": "Token x"}


def asked(method, cookies=(), headers=None):
    request = RequestFactory(headers=headers).generic(method, "/roles/")
    request.COOKIES.update(cookies)
    return request


def test_without_a_replica_nothing_is_asked_twice():
    with pytest.raises(MiddlewareNotUsed):
        ReadReplicaMiddleware(lambda request: HttpResponse())
    assert VisitorsRouter().db_for_read(Role) == "default"
    assert VisitorsRouter().db_for_write(Role) == "default"


def test_whoever_may_be_somebody_or_writes_is_no_visitor():
    assert visits(asked("GET"))
    assert visits(asked("HEAD"))
    assert not visits(asked("POST"))
    assert not visits(asked("GET", COOKIE))
    assert not visits(asked("GET", headers=TOKEN))


def test_tables_read_from_a_replica_are_those_of_content():
    tables = {
        model._meta.model_name
        for model in apps.get_app_config("roadmaps").get_models()
        if model.__name__ not in NO_CONTENT["roadmaps"]
    }

    assert tables == OF_ROADMAPS
