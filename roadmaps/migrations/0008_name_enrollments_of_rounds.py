"""Rounds name their enrollment: a mentor's queue is found without all steps.

From here on the trigger fills in what an older release writes. Django would add column,
key and index in one transaction, in which nobody writes a round; each of these stands by
itself, and can be tried again.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

TABLE = "roadmaps_submission"
KEY = "roadmaps_submission_enrollment_id_00579c7f_fk_roadmaps_"
INDEX = "roadmaps_submission_enrollment_id_00579c7f"
ADD = [
    (
        f"ALTER TABLE {TABLE} ADD COLUMN IF NOT EXISTS enrollment_id bigint",
        f"ALTER TABLE {TABLE} DROP COLUMN enrollment_id",
    ),
    (
        # What is dropped is what an earlier try of this migration added.
        [
            "-- squawk-ignore ban-drop-constraint\n"
            f"ALTER TABLE {TABLE} DROP CONSTRAINT IF EXISTS {KEY},"
            f" ADD CONSTRAINT {KEY} FOREIGN KEY (enrollment_id) REFERENCES"
            " roadmaps_enrollment (id) DEFERRABLE INITIALLY DEFERRED NOT VALID"
        ],
        migrations.RunSQL.noop,
    ),
    (f"ALTER TABLE {TABLE} VALIDATE CONSTRAINT {KEY}", migrations.RunSQL.noop),
    (f"DROP INDEX CONCURRENTLY IF EXISTS {INDEX}", migrations.RunSQL.noop),
    (
        f"CREATE INDEX CONCURRENTLY {INDEX} ON {TABLE} (enrollment_id)",
        migrations.RunSQL.noop,
    ),
]


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("roadmaps", "0007_index_waiting_rounds"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(*both_ways) for both_ways in ADD],
            state_operations=[
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
            ],
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='submission',
            trigger=pgtrigger.compiler.Trigger(name='enrollment', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nSELECT enrollment_id INTO NEW.enrollment_id\nFROM roadmaps_stepprogress WHERE id = NEW.progress_id;\nRETURN NEW;\n', hash='dfa460dbd44c7e01a4f0810fb16b9bb561fcff1d', operation='INSERT OR UPDATE OF "progress_id"', pgid='pgtrigger_enrollment_d02cd', table='roadmaps_submission', when='BEFORE')),
        ),
    ]
