"""Let every write to roadmaps as readers see them change the stamp of content."""

from django.db import migrations

from careersite.common.stamping import stamped


class Migration(migrations.Migration):

    dependencies = [
        ('roadmaps', '0002_search'),
        ('roles', '0003_stamp'),
    ]

    operations = [
        stamped(
            "roadmaps_resource",
            "roadmaps_roadmap",
            "roadmaps_roadmapversion",
            "roadmaps_stage",
            "roadmaps_step",
            "roadmaps_stepcriterion",
            "roadmaps_steporigin",
            "roadmaps_steppart",
            "roadmaps_stepprerequisite",
            "roadmaps_stepskill",
        ),
    ]
