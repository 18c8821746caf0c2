"""The desk's history of one row is read in its order, however long."""

from django.db import migrations

MAKE = (
    "CREATE INDEX CONCURRENTLY careersite_history"
    " ON django_admin_log (content_type_id, object_id, action_time)"
)
DROP = "DROP INDEX CONCURRENTLY IF EXISTS careersite_history"


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("careersite", "0001_add_backup_run"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        # What an earlier try left goes first, as in MakeIndexConcurrently: the table is
        # another app's.
        migrations.RunSQL(DROP, DROP),
        migrations.RunSQL(MAKE, migrations.RunSQL.noop),
    ]
