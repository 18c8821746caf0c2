"""Notices keep whom they name, and by which name."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("profiles", "0005_index_lists"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="about_id",
            field=models.BigIntegerField(
                blank=True,
                help_text=(
                    "Whom the text names, else who is told; empty where not kept yet."
                ),
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="about_name",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="By which name it does.",
                max_length=254,
            ),
        ),
    ]
