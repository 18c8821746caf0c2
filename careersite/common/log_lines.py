"""The log: one event is one line of JSON, with the request it belongs to."""

import re
from contextvars import ContextVar
from logging import LogRecord
from typing import Any

from django.db import InterfaceError, OperationalError
from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from careersite.common.redaction import redact

# The request that is being answered; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# Django hands whole requests to its loggers; they hold cookies and what was sent.
HELD_BACK = ("request", "server_time", "taskName")
# PostgreSQL quotes the row that it refused, with whatever a person wrote in it.
QUOTED_ROW = re.compile(r"^(DETAIL|CONTEXT): .*(\n(?!\w+: ).*)*", re.MULTILINE)

# Of PostgreSQL: connections that fail, and a server that stops or starts.
LOST_STATES = ("08", "57P")


class JsonLine(JsonFormatter):
    """Formats an event; line breaks in it are escaped, tokens replaced by dots."""

    def __init__(self) -> None:
        super().__init__(
            ["levelname", "name", "message"],
            rename_fields={"levelname": "level", "name": "logger"},
            reserved_attrs=[*RESERVED_ATTRS, *HELD_BACK],
            timestamp="at",
            json_ensure_ascii=True,
        )

    def add_fields(
        self,
        log_data: dict[str, Any],
        record: LogRecord,
        message_dict: dict[str, Any],
    ) -> None:
        """Name the request."""
        super().add_fields(log_data, record, message_dict)
        if request_id.get():
            log_data["request_id"] = request_id.get()

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """Return the trace without the rows that the database quotes.

        Of a database that is away one line tells all: each request meets it.
        """
        if _is_lost_database(ei[1]):
            return f"{type(ei[1]).__name__}: {ei[1]}".splitlines()[0]
        return QUOTED_ROW.sub(r"\1: held back", str(super().formatException(ei)))

    def format(self, record: LogRecord) -> str:
        """Return the line."""
        return str(redact(super().format(record)))


def _is_lost_database(error: BaseException | None) -> bool:
    """Tell a lost connection from a refused statement, such as one of a deadlock."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state is None or state.startswith(LOST_STATES)
