"""Where the log goes: one stream, for people or for programs."""

from typing import Any


def log_settings(*, as_json: bool) -> dict[str, Any]:
    """Return settings of `logging`: everything to standard error.

    As JSON, each request is a line; for people at a terminal it is not.
    """
    formatter = "json" if as_json else "text"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"redact": {"()": "careersite.common.redaction.RedactTokens"}},
        "formatters": {
            "json": {"()": "careersite.common.log_lines.JsonLine"},
            "text": {"format": "%(levelname)s %(name)s: %(message)s"},
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "filters": ["redact"],
                "formatter": formatter,
            },
        },
        "root": {"handlers": ["stderr"], "level": "INFO" if as_json else "WARNING"},
        "loggers": {
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # Refused requests have their line anyway; failures keep their trace.
            "django.request": {"level": "ERROR"},
            "careersite.requests": {"level": "INFO" if as_json else "WARNING"},
            # Says for each job that it began and ended, with its ids.
            "procrastinate": {"level": "INFO" if as_json else "WARNING"},
            "gunicorn.error": {"handlers": [], "propagate": True},
            # ObserveMiddleware says the same, and more.
            "gunicorn.access": {"handlers": [], "propagate": False},
        },
    }
