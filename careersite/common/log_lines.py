"""The log: one event is one line of JSON, with the request it belongs to."""

import re
from contextvars import ContextVar
from logging import LogRecord
from typing import Any

from pythonjsonlogger.core import RESERVED_ATTRS
from pythonjsonlogger.json import JsonFormatter

from careersite.common.redaction import redact

# The request that is being answered; empty outside of one.
request_id: ContextVar[str] = ContextVar("request_id", default="")

# Django hands whole requests to its loggers; they hold cookies and what was sent.
HELD_BACK = ("request", "server_time", "taskName")
# PostgreSQL quotes the row that it refused, with whatever a person wrote in it.
QUOTED_ROW = re.compile(r"^(DETAIL|CONTEXT): .*(\n(?!\w+: ).*)*", re.MULTILINE)


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
        """Return the trace without the rows that the database quotes."""
        return QUOTED_ROW.sub(r"\1: held back", str(super().formatException(ei)))

    def format(self, record: LogRecord) -> str:
        """Return the line."""
        return str(redact(super().format(record)))
