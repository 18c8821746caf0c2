"""Let the groups of the desk write the fit quiz."""

from django.db import migrations

from careersite.common.editors import let_editors_write

MODELS = ["quiz", "quizitem", "quizweight"]


def make_groups(apps, schema_editor):
    let_editors_write(apps, "roles", MODELS)


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0009_stamp_guides"),
        ("roles", "0017_add_quiz"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
