"""The log of the desk names reports by number, not by whom they are about."""

from django.db import migrations
from django.db.models import CharField, F, Value
from django.db.models.functions import Concat


def forget(apps, schema_editor):
    """Put the number of a report in the place of two names."""
    del schema_editor
    entries = apps.get_model("admin", "LogEntry").objects.filter(
        content_type__app_label="profiles", content_type__model="abusereport"
    )
    number = Concat(Value("Report "), F("object_id"), output_field=CharField())
    entries.update(object_repr=number)


class Migration(migrations.Migration):

    dependencies = [
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("profiles", "0006_name_in_notices"),
    ]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
    ]
