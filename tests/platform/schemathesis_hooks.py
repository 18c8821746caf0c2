"""Hooks of schemathesis: what it asks for, and what is kept of the answers."""

import json
import os
import zlib
from collections import Counter
from itertools import chain
from pathlib import Path

import schemathesis
from schemathesis import cli
from schemathesis.engine import Status, events

from tests.platform.reach import OUT_OF_REACH

KNOWN = json.loads(os.environ.get("KNOWN_THINGS", "{}"))
REPORT = os.environ.get("KEPT_OF_ANSWERS", "")
# What ends something does so now and then, or nothing would be left to ask for.
ENDINGS = ("/end/", "/block/", "/leave/", "/decline/")


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Let two in three addresses lead to something that is there.

    Made-up numbers and slugs alone would hardly ever get past 404. The choice is the
    same for the same input.
    """
    operation = context.operation
    known = KNOWN.get(operation.path)
    if not known or not path_parameters:
        return path_parameters
    choice = zlib.crc32(repr(path_parameters).encode())
    is_end = operation.method == "delete" or operation.path.endswith(ENDINGS)
    if choice % 24 if is_end else choice % 3 == 0:
        return path_parameters
    return {**path_parameters, **known[choice % len(known)]}


@schemathesis.hook
def before_call(context, case, kwargs):
    """Leave the caller a way in: revoke no token out of reach, delete no account.

    Either would end the token that all requests after it need.
    """
    path = case.operation.path
    if path.endswith("/tokens/{id}/") and case.method == "DELETE":
        number = case.path_parameters.get("id")
        if isinstance(number, int) and number > OUT_OF_REACH:
            case.path_parameters["id"] = OUT_OF_REACH
    is_farewell = path.endswith("/me/deletion/") and case.method == "POST"
    if is_farewell and isinstance(case.body, dict) and "password" in case.body:
        case.body = {**case.body, "password": "another"}


@cli.handler()
class Report(cli.EventHandler):
    """Keeps how often each status was answered, and what each check found.

    The reports that schemathesis can write hold every request and answer, and take a
    tenth of its time.
    """

    def __init__(self, *args, **params):
        self.statuses, self.failures = Counter(), []

    def handle_event(self, ctx, event):
        """Count what a scenario sent, which may be nothing."""
        if not isinstance(event, events.ScenarioFinished):
            return
        for sent in event.recorder.interactions.values():
            self.statuses[sent.response.status_code if sent.response else 0] += 1
        for check in chain.from_iterable(event.recorder.checks.values()):
            if check.status == Status.FAILURE:
                told = check.failure_info
                what = f"{event.recorder.label}: {check.name}: {told.failure.message}"
                self.failures.append(f"{what}\n{told.code_sample}"[:1500])

    def shutdown(self, ctx):
        """Write what was kept."""
        report = {"statuses": self.statuses, "failures": self.failures}
        Path(REPORT).write_text(json.dumps(report))
