"""Migrations that make indexes while people write."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class MakeIndexConcurrently(AddIndexConcurrently):
    """Make an index without stopping writers, also where this was tried before.

    PostgreSQL leaves an index that is not valid behind when its making gives up, and a
    migration with several operations leaves those that it was done with. Either would
    refuse the second try, so that what stands under the name goes first.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Drop what an earlier try left, then make the index."""
        # Dropping the same way waits for readers and stops nobody.
        self.database_backwards(app_label, schema_editor, to_state, from_state)
        super().database_forwards(app_label, schema_editor, from_state, to_state)
