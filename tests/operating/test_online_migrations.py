"""Migrations come while the site is used: none stops it, each can be tried again."""

import subprocess

import pytest
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.loader import MigrationLoader

from careersite.dev.terminal import tool

# The last of each app that a database from nothing begins with, when nobody uses it.
BEGINNING = {
    "careersite": "0001_add_backup_run",
    "profiles": "0004_traces",
    "roadmaps": "0006_groups",
    "roles": "0004_changes",
}
# What the linter asks for besides, and why not here.
NOT_ASKED = (
    "prefer-robust-stmts",  # Django keeps what was done; indexes are made anew
    "require-lock-timeout",  # set for the session, see docs/operating.md
    "require-statement-timeout",  # an index of a large table takes its time
)
INDEX = "roadmaps_no_learner_377e5b_idx"


# Without a transaction around it: indexes are made outside of one.
@pytest.mark.django_db(transaction=True)
def test_a_linter_finds_nothing_in_the_sql_of_migrations(tmp_path, figure):
    loader = MigrationLoader(connection)
    told = {}
    for app, name in sorted(loader.disk_migrations):
        if name <= BEGINNING.get(app, "~"):
            continue
        migration = loader.graph.nodes[app, name]
        path = tmp_path / f"{app}_{name}.sql"
        path.write_text("\n".join(loader.collect_sql([(migration, False)])))
        place = ["--assume-in-transaction"] if migration.atomic else []
        left_out = f"--exclude={','.join(NOT_ASKED)}"
        told[path.name] = subprocess.run(
            [tool("squawk"), "--pg-version=15", left_out, *place, path],
            capture_output=True,
            text=True,
            check=False,
        )

    found = {name: one.stdout for name, one in told.items() if one.returncode}
    figure(f"{len(told)} migrations since the first tables, {len(found)} with findings")
    assert len(told) >= 11
    assert found == {}


@pytest.mark.django_db(transaction=True)
def test_an_index_whose_making_gave_up_is_made_when_tried_again():
    call_command("migrate", "roadmaps", "0011", verbosity=0)
    writer = connection.copy()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
        with writer.cursor() as cursor:
            cursor.execute("BEGIN; LOCK TABLE roadmaps_note IN ROW EXCLUSIVE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            call_command("migrate", "roadmaps", "0012", verbosity=0)
        assert validity(INDEX) == [(False,)]
    finally:
        writer.close()
        connection.close()  # and with it the short patience
        call_command("migrate", "roadmaps", verbosity=0)

    assert validity(INDEX) == [(True,)]


def validity(index):
    """Tell of the indexes of this name whether each answers queries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indisvalid FROM pg_index JOIN pg_class ON oid = indexrelid"
            " WHERE relname = %s",
            [index],
        )
        return cursor.fetchall()
