"""Let the groups of the desk answer for what readers report."""

from django.db import migrations

from careersite.common.editors import let_editors_write


def make_groups(apps, schema_editor):
    let_editors_write(apps, "roles", ["report"])


class Migration(migrations.Migration):
    dependencies = [("roadmaps", "0010_let_editors_write_the_quiz"), ("roles", "0020_add_report")]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
