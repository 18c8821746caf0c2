"""Rounds name their enrollment: a mentor's queue is found without all steps.

From here on the trigger fills in what an older release writes.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("roadmaps", "0007_index_waiting_rounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="submission",
            name="enrollment",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="submissions",
                to="roadmaps.enrollment",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='enrollment', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nSELECT enrollment_id INTO NEW.enrollment_id\nFROM roadmaps_stepprogress WHERE id = NEW.progress_id;\nRETURN NEW;\n', hash='dfa460dbd44c7e01a4f0810fb16b9bb561fcff1d', operation='INSERT OR UPDATE OF "progress_id"', pgid='pgtrigger_enrollment_d02cd', table='roadmaps_submission', when='BEFORE')),
        ),
    ]
