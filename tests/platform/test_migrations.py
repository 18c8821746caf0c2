"""Migrations of all apps go back to nothing and forth again."""

import psycopg
import pytest

from tests.platform.conftest import ROOT
from tests.platform.whole_site import copy_of_this_checkout, manage

APPS = ("careersite", "roles", "profiles", "roadmaps")
# All that a migration may change, as PostgreSQL itself would write it.
SCHEMA = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default,"
    " character_maximum_length FROM information_schema.columns"
    " WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid)"
    " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes"
    " WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass, tgname, pg_get_triggerdef(oid)"
    " FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
}


def migrations_of(app):
    """Return the names of an app's migrations, oldest first."""
    found = (ROOT / app / "migrations").glob("0*.py")
    return sorted(path.stem for path in found)


def schema(database):
    with psycopg.connect(database.place.url, autocommit=True) as server:
        return {
            name: sorted(map(str, server.execute(query).fetchall()))
            for name, query in SCHEMA.items()
        }


@pytest.mark.assure(id="S55")
def test_every_migration_goes_back_and_forth(figure):
    making = copy_of_this_checkout()
    site = next(making)
    use = site.database.use()
    manage(site, "migrate", "-v0")
    before, count = schema(site.database), sum(map(len, map(migrations_of, APPS)))

    for app in APPS:  # what stands on each goes with it
        manage(site, "migrate", "-v0", app, "zero")
    gone = schema(site.database)
    manage(site, "migrate", "-v0")
    after = schema(site.database)
    use.close()
    next(making, None)

    # The library for triggers leaves their functions; made again, they are replaced.
    ours = [
        one
        for rows in gone.values()
        for one in rows
        if any(f"{app}_" in one for app in APPS) and "pgtrigger_" not in one
    ]
    figure(
        f"all {count} migrations of {len(APPS)} apps taken back to nothing and made"
        f" again on an empty database: {sum(map(len, before.values()))} columns,"
        " constraints, indexes, triggers and functions as before"
    )
    assert ours == []
    assert after == before
