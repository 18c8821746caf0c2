"""Note who changes which row of a roadmap, its versions and what is below them."""

from django.db import migrations

from careersite.common.tracking import tracked

TABLES = {
    "roadmaps_resource": "roadmap_id",
    "roadmaps_roadmap": "",
    "roadmaps_roadmapversion": "roadmap_id",
    "roadmaps_stage": "version_id",
    "roadmaps_step": "version_id",
    "roadmaps_stepcriterion": "step_id",
    "roadmaps_steporigin": "step_id",
    "roadmaps_steppart": "step_id",
    "roadmaps_stepprerequisite": "step_id",
    "roadmaps_stepskill": "step_id",
}


class Migration(migrations.Migration):

    dependencies = [
        ('roadmaps', '0003_stamp'),
        ('roles', '0004_changes'),
    ]

    operations = [tracked(TABLES)]
