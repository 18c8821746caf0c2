"""Every round names its enrollment, those of before too.

A batch at a time, so that nobody waits for long; started again, it goes on.
"""

import django.db.models.deletion
from django.db import migrations, models

BATCH = 10_000
FILL = """
UPDATE roadmaps_submission AS round SET enrollment_id = step.enrollment_id
FROM roadmaps_stepprogress AS step
WHERE step.id = round.progress_id AND round.enrollment_id IS NULL
  AND round.id BETWEEN %s AND %s
"""

# Django would drop the foreign key and make it anew, which locks both tables against
# all readers: whoever holds one and asks for the other would be turned away. By a check
# that is valid already the column is closed without reading the table once more.
IS_NAMED = "roadmaps_submission_enrollment_is_named"
TABLE, COLUMN = "ALTER TABLE roadmaps_submission", "ALTER COLUMN enrollment_id"
# It goes once it has served.
MAY_GO = "-- squawk-ignore ban-drop-constraint\n"
DEMAND = [
    (
        [
            f"{MAY_GO}{TABLE} DROP CONSTRAINT IF EXISTS {IS_NAMED},"
            f" ADD CONSTRAINT {IS_NAMED} CHECK (enrollment_id IS NOT NULL) NOT VALID"
        ],
        migrations.RunSQL.noop,
    ),
    (f"{TABLE} VALIDATE CONSTRAINT {IS_NAMED}", migrations.RunSQL.noop),
    (f"{TABLE} {COLUMN} SET NOT NULL", f"{TABLE} {COLUMN} DROP NOT NULL"),
    ([f"{MAY_GO}{TABLE} DROP CONSTRAINT {IS_NAMED}"], migrations.RunSQL.noop),
]


def fill(apps, schema_editor):
    """Give each round the enrollment of its step."""
    del apps
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM roadmaps_submission")
        [last] = cursor.fetchone()
        for first in range(0, last + 1, BATCH):
            cursor.execute(FILL, [first, first + BATCH - 1])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("roadmaps", "0008_name_enrollments_of_rounds"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(*both_ways) for both_ways in DEMAND
            ],
            state_operations=[
                migrations.AlterField(
                    model_name="submission",
                    name="enrollment",
                    field=models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="submissions",
                        to="roadmaps.enrollment",
                    ),
                ),
            ],
        ),
    ]
