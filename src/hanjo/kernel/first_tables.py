"""A module's first tables, made with the state of all tables worked out once (移行)."""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState


class FirstTables(migrations.Migration):
    """Make all tables of a module, then run its SQL, against one state.

    Django works the classes of all related tables out again for every table that comes: for a whole house that is
    six thousand classes, which takes longer than the tables. Tables that nothing knows yet need it once. Keys between
    them may go both ways: PostgreSQL is told of keys after the last table. Every table is therefore written down as it
    is at the end, with its indexes and constraints; anything but tables and SQL belongs into a later migration.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Make the tables in the order they are written down, and return the state with them."""
        for operation in self.operations:
            if not isinstance(operation, migrations.CreateModel | migrations.RunSQL):
                raise TypeError(f"{self}: {operation.describe()}")
        before = project_state.clone()
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self.operations:
            operation.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
