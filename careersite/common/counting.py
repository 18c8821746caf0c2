"""Count what many processes do together, such as the requests of one caller."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.conf import settings
from django.db import connection

# Beside the shared cache's own rows, which hold other values under other keys.
COUNT_ONE_MORE = """
INSERT INTO {table} (cache_key, value, expires) VALUES (%s, '1', %s)
ON CONFLICT (cache_key) DO UPDATE SET value = ({table}.value::int + 1)::text
RETURNING value::int
"""


def count_up(key: str, *, now: datetime, seconds: int) -> int:
    """Count one more under `key` and return how many there are by now.

    One statement, so that requests at the same moment never share a number. The key
    is kept as a hash: it may name an address, and be of any length. The row may be
    dropped after `seconds`.
    """
    digest = sha256(key.encode(errors="backslashreplace")).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT_ONE_MORE.format(table=_table()),
            [f"count:{digest}", now + timedelta(seconds=seconds)],
        )
        (number,) = cursor.fetchone()
    return int(number)


def delete_counts(ended: datetime) -> int:
    """Delete what ran out by `ended`, the cache's own rows too; return how many.

    The cache drops rows only when it is itself written to and full.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_table()} WHERE expires <= %s", [ended])  # noqa: S608
        return int(cursor.rowcount)


def _table() -> str:
    return connection.ops.quote_name(str(settings.CACHES["default"]["LOCATION"]))
