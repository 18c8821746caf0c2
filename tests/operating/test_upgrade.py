"""A database made by the many migrations of before goes on with the few of now."""

import pytest
from django.db import connection
from django.db.migrations.exceptions import NodeNotFoundError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db

LAST_OLD = {
    "roles": "0024_let_plans_be_dropped",
    "profiles": "0010_add_operator_acts",
    "roadmaps": "0017_drop_double_indexes",
}
# What replaces them ends here; migrations after it are ordinary ones.
LAST_OF_FIRST_SET = {
    "roles": "0004_changes",
    "profiles": "0004_traces",
    "roadmaps": "0006_groups",
}


def applied():
    return MigrationRecorder(connection).migration_qs


def forget_the_new_ones():
    """Leave the rows as the old release wrote them."""
    for app, name in MigrationExecutor(connection).loader.disk_migrations:
        if name <= LAST_OF_FIRST_SET.get(app, ""):
            assert applied().filter(app=app, name=name).delete()[0]


def test_a_database_of_the_old_release_has_nothing_to_apply(client):
    forget_the_new_ones()
    executor = MigrationExecutor(connection)

    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    assert plan == []
    executor.migrate(None, plan=plan)

    assert "migrations: ok" in client.get("/readyz").content.decode()


@pytest.mark.parametrize("app", LAST_OLD)
def test_a_database_left_before_the_old_release_is_refused(app):
    forget_the_new_ones()
    assert applied().filter(app=app, name=LAST_OLD[app]).delete()[0]

    with pytest.raises(NodeNotFoundError, match=LAST_OLD[app]):
        MigrationExecutor(connection)
