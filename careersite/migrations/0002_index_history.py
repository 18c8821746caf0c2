"""The desk's history of one row is read in its order, however long."""

from django.db import migrations


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("careersite", "0001_add_backup_run"),
        ("admin", "0003_logentry_add_action_flag_choices"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX CONCURRENTLY careersite_history"
            " ON django_admin_log (content_type_id, object_id, action_time)",
            "DROP INDEX CONCURRENTLY careersite_history",
        ),
    ]
