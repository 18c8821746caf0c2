"""Whatever is refused stands in the log, by whom and where; no secret does."""

import json
import logging
import secrets

import pytest
from django.db import transaction

from careersite.common.log_lines import JsonLine
from careersite.common.observing import logger as requests_logger
from tests.access import table
from tests.access.test_access import NOBODY, REFUSED, WHO, address, named
from tests.factories.profiles import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S59")]


class Kept(logging.Handler):
    """Keeps what the log of a real installation would hold."""

    def __init__(self):
        super().__init__()
        self.lines = []
        self.setFormatter(JsonLine())

    def emit(self, record):
        self.lines.append(self.format(record))


@pytest.fixture
def log():
    kept, root, level = Kept(), logging.getLogger(), requests_logger.level
    root.addHandler(kept)
    requests_logger.setLevel(logging.INFO)
    yield kept.lines
    root.removeHandler(kept)
    requests_logger.setLevel(level)


def ask(row, world, client, method, secret):
    """Ask as somebody who carries a secret everywhere; return the answer."""
    body = {**named(row.body, world), "password": secret, "token": secret}
    headers = {"X-CSRFToken": secret, "Referer": f"http://testserver/?key={secret}"}
    with transaction.atomic():
        if method == "POST" and not row.name.startswith("api:"):
            answer = client.post(address(row, world), body, headers=headers)
        else:
            answer = client.generic(
                method,
                address(row, world),
                json.dumps(body),
                "application/json",
                headers=headers,
            )
        transaction.set_rollback(True)
    return answer


def test_every_refusal_is_one_line_and_no_line_holds_a_secret(world, log, figure):
    secret = secrets.token_hex(16)
    keys = [
        client.session.session_key
        for name, client in world.clients.items()
        if name != NOBODY
    ]
    world.clients[NOBODY].cookies["other"] = secret
    refused, missing = 0, []
    for row in table.ROWS:
        for name in ("stranger", NOBODY) if WHO[row.who] != set(WHO) else ():
            for method in row.methods:
                del log[:]
                answer = ask(row, world, world.clients[name], method, secret)
                told = [json.loads(line) for line in log if '"request"' in line]
                is_refused = answer.status_code in REFUSED or (
                    answer.status_code == 302 and "/accounts/login/" in answer.url
                )
                refused += is_refused
                wanted = {
                    "route": row.name,
                    "status": answer.status_code,
                    "method": method,
                    "request_id": answer["X-Request-ID"],
                    "user_id": getattr(world.people.get(name), "pk", None),
                }
                found = [{key: one.get(key) for key in wanted} for one in told]
                if is_refused and found != [wanted]:
                    missing.append((wanted, found))
                said = "".join(log)
                assert not [one for one in (secret, PASSWORD, *keys) if one in said]

    figure(
        f"{refused} refused requests to {len(table.ROWS)} routes: each one line of the"
        f" log with route, method, status, account and request, {len(missing)} without;"
        " the secret that each carried in form, headers and cookie, and the keys of"
        " sessions, stand in none"
    )
    assert refused > 500

    assert missing == []
