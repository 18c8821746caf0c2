"""Drop indexes whose columns another index begins with.

The fields change in Django's eyes alone: it would drop and add anew their foreign keys
as well, which looks at each row of the largest tables under a lock.
"""

from django.conf import settings
from django.db import migrations, models


INDEXES = {
    "roadmaps_parttick_part_key_9cb4b00d": "roadmaps_parttick (part_key)",
    "roadmaps_parttick_part_key_9cb4b00d_like": (
        "roadmaps_parttick (part_key varchar_pattern_ops)"
    ),
    "roadmaps_parttick_progress_id_b699b312": "roadmaps_parttick (progress_id)",
    "roadmaps_stepevent_learner_id_f5f793da": "roadmaps_stepevent (learner_id)",
    "roadmaps_stepevent_progress_id_f6fe7241": "roadmaps_stepevent (progress_id)",
    "roadmaps_stepprogress_enrollment_id_3102e65e": (
        "roadmaps_stepprogress (enrollment_id)"
    ),
    "roadmaps_stepprogress_step_key_ce57191f": "roadmaps_stepprogress (step_key)",
    "roadmaps_stepprogress_step_key_ce57191f_like": (
        "roadmaps_stepprogress (step_key varchar_pattern_ops)"
    ),
}


def without_index(model: str, name: str, to: str, related_name: str):
    """Return the change of a foreign key that has no index of its own."""
    key = models.ForeignKey(
        to, models.CASCADE, db_index=False, related_name=related_name
    )
    return migrations.AlterField(model, name, key)


def word_without_index(model: str, name: str):
    """Return the change of a key in words that has no index of its own."""
    field = models.SlugField(db_index=False, max_length=60)
    return migrations.AlterField(model, name, field)


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0016_note_changes_of_learners"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    f"DROP INDEX {name};", f"CREATE INDEX {name} ON {columns};"
                )
                for name, columns in INDEXES.items()
            ],
            [
                word_without_index("parttick", "part_key"),
                without_index(
                    "parttick", "progress", "roadmaps.stepprogress", "part_ticks"
                ),
                without_index(
                    "stepevent", "learner", settings.AUTH_USER_MODEL, "step_events"
                ),
                without_index(
                    "stepevent", "progress", "roadmaps.stepprogress", "events"
                ),
                without_index(
                    "stepprogress", "enrollment", "roadmaps.enrollment", "step_progress"
                ),
                word_without_index("stepprogress", "step_key"),
            ],
        )
    ]
