"""How many queries a call takes, counted in a process of its own."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from careersite.bench.subjects import Call

# One for all calls: it keeps the site's processes' memory of public pages.
client = Client()


class CallFailedError(Exception):
    """What was to be measured answers with an error."""


def count_queries(calls: Sequence[Call]) -> int | None:
    """Return the most queries of one call; the first round only warms up.

    Counted is everything, session and user included. None without calls.
    """
    for call in calls:
        make(call)
    counted = []
    for call in calls:
        with CaptureQueriesContext(connection) as queries:
            make(call)
        counted.append(len(queries))
    return max(counted, default=None)


def make(call: Call) -> Any:
    """Make one call; raises CallFailedError where it does not answer with 200."""
    client.cookies.clear()
    response = client.generic(
        call.method,
        call.path,
        call.as_bytes() or b"",
        content_type="application/json",
        headers=dict(call.headers),
        SERVER_NAME="127.0.0.1",
    )
    if response.status_code != HTTPStatus.OK:
        message = f"{call.method} {call.path}: {response.status_code}"
        raise CallFailedError(message)
    return response
