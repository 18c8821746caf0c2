"""Long lists of earned certifications and of reports are read in their order."""

from django.db import migrations, models

from careersite.common.indexes import MakeIndexConcurrently


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("profiles", "0004_traces"),
        ("roles", "0006_note_rows_of_drafts"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="abusereport",
            options={"ordering": ["handled_at", "-created_at", "-pk"]},
        ),
        MakeIndexConcurrently(
            model_name="abusereport",
            index=models.Index(
                fields=["handled_at", "-created_at", "-id"],
                name="profiles_ab_handled_b63cad_idx",
            ),
        ),
        MakeIndexConcurrently(
            model_name="earnedcertification",
            index=models.Index(
                fields=["user", "expires_on", "-issued_on", "id"],
                name="profiles_ea_user_id_85744e_idx",
            ),
        ),
    ]
