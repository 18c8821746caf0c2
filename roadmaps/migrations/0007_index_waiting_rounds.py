"""The rounds of mentees that wait, without all rounds that wait on the site."""

from django.db import migrations, models

from careersite.common.indexes import MakeIndexConcurrently


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("roadmaps", "0006_groups"),
    ]

    operations = [
        MakeIndexConcurrently(
            model_name="submission",
            index=models.Index(
                condition=models.Q(("status", "waiting")),
                fields=["learner"],
                name="roadmaps_submission_waiting",
            ),
        ),
    ]
