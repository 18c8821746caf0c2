"""Let the groups of the desk write what guides say in words."""

from django.db import migrations

from careersite.common.editors import let_editors_write

MODELS = [
    "comparisonfactor",
    "credential",
    "disagreement",
    "disagreementside",
    "educationstance",
    "employer",
    "employergroup",
    "guidance",
    "guidesection",
    "industry",
    "interviewquestion",
    "relatedguide",
    "roleindustry",
    "specialty",
    "tool",
    "toolmention",
    "usecase",
]


def make_groups(apps, schema_editor):
    let_editors_write(apps, "roles", MODELS)


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0004_release_rounds_and_freeze_evidence"),
        ("roles", "0007_add_guides"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
