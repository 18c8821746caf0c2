"""The proof that a backup can be restored: done, compared and timed."""

import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import psycopg

from careersite.backup.address import address_of, direct_url
from careersite.backup.content import spent_sequences, table_hashes
from careersite.backup.files import drop, dump, restore, server_heard


@dataclass(frozen=True)
class Drill:
    """What a drill found; times in seconds, sizes in bytes."""

    tables: int
    different: list[str]
    spent: list[str]
    database_size: int
    file_size: int
    dump_seconds: float
    restore_seconds: float

    @property
    def is_passed(self) -> bool:
        """Whether what came back is what was there."""
        return bool(self.tables) and not self.different and not self.spent


@server_heard()
def run_drill(*, url: str | None = None) -> Drill:
    """Dump, restore into a database of its own, compare, remove it again.

    The dump and the hashes read one snapshot, so the site may go on writing.
    Raises BackupError where that comes to no end.
    """
    source = url or direct_url()
    into = f"restore_drill_{uuid.uuid4().hex[:12]}"
    with tempfile.TemporaryDirectory() as folder, psycopg.connect(source) as session:
        path = Path(folder, "site.dump")
        session.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        snapshot, size = session.execute(
            "SELECT pg_export_snapshot(), pg_database_size(current_database())"
        ).fetchone() or ("", 0)
        begin = time.monotonic()
        dump(path, url=source, snapshot=snapshot)
        dumped = time.monotonic()
        before = table_hashes(session)
        file_size = path.stat().st_size
        restoring = time.monotonic()
        try:
            restore(path, into=into)
            restored = time.monotonic()
            with psycopg.connect(address_of(into)) as other:
                after, spent = table_hashes(other), spent_sequences(other)
        finally:
            drop(into)
    return Drill(
        tables=len(before),
        different=sorted(
            name
            for name in before.keys() | after.keys()
            if before.get(name) != after.get(name)
        ),
        spent=[one.name for one in spent],
        database_size=size,
        file_size=file_size,
        dump_seconds=dumped - begin,
        restore_seconds=restored - restoring,
    )
