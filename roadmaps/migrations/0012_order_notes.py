"""The notes of a learner are read in their order."""

from django.db import migrations, models

from careersite.common.indexes import MakeIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("roadmaps", "0011_order_every_list"),
    ]

    operations = [
        MakeIndexConcurrently(
            model_name="note",
            index=models.Index(
                fields=["learner", "created_at", "id"],
                name="roadmaps_no_learner_377e5b_idx",
            ),
        ),
    ]
