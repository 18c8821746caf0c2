"""Keeps secrets that stand in addresses out of the logs."""

import logging
import re
from typing import Any

# Loggers that name the address of a request.
LOGGERS = (
    "django.request",
    "django.security.csrf",
    "django.server",
    "gunicorn.access",
)
SECRET = re.compile(
    r"((?:/|%2F)(?:invitations(?:(?:/|%2F)from)?|shared|calendar|unsubscribe|preview"
    r"|confirm-email|password(?:/|%2F)reset(?:/|%2F)key)(?:/|%2F))"
    r"(?:[\w.:-]|%3A){16,}",
    re.IGNORECASE,
)


class RedactTokens(logging.Filter):
    """Replaces a token in a logged address by dots; drops no line."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = redact(record.msg)
        if isinstance(record.args, dict):
            record.args = {key: redact(value) for key, value in record.args.items()}
        elif record.args:
            record.args = tuple(redact(value) for value in record.args)
        return True


def redact(value: Any) -> Any:
    """Return text without the token in it, and anything else as it is."""
    return SECRET.sub(r"\1…", value) if isinstance(value, str) else value


def install() -> None:
    """Let no logger of requests write a token."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(RedactTokens())
