"""Hooks of schemathesis: two in three addresses lead to something that is there.

Made-up numbers and slugs alone would hardly ever get past 404.
"""

import json
import os
import zlib

import schemathesis

from tests.platform.reach import OUT_OF_REACH

KNOWN = json.loads(os.environ.get("KNOWN_THINGS", "{}"))
# What ends something does so now and then, or nothing would be left to ask for.
ENDINGS = ("/end/", "/block/", "/leave/", "/decline/")


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Put what is known into the path; the same choice for the same input."""
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
