"""Imports from frameworks are listed in one index, those that wait first."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models

from careersite.common.indexes import MakeIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("roles", "0006_note_rows_of_drafts"),
    ]

    operations = [
        MakeIndexConcurrently(
            model_name="frameworkplan",
            index=models.Index(
                models.ExpressionWrapper(
                    models.Q(state="planned"), models.BooleanField()
                ).desc(),
                models.F("planned_at").desc(),
                models.F("id").desc(),
                name="roles_frameworkplan_waiting",
            ),
        ),
        RemoveIndexConcurrently(
            model_name="frameworkplan", name="roles_frame_planned_c720a3_idx"
        ),
    ]
