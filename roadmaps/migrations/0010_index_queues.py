"""A mentor's queue is found, counted and ordered in one index."""

from django.contrib.postgres.operations import RemoveIndexConcurrently
from django.db import migrations, models

from careersite.common.indexes import MakeIndexConcurrently


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("roadmaps", "0009_fill_enrollments_of_rounds"),
    ]

    operations = [
        MakeIndexConcurrently(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["enrollment"],
                include=("submitted_at", "id"),
                name="roadmaps_submission_queue",
            ),
        ),
        RemoveIndexConcurrently(
            model_name="submission", name="roadmaps_submission_waiting"
        ),
    ]
