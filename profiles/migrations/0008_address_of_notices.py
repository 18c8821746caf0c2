"""Notices keep the address that is to be told, where it is not the person's present one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("profiles", "0007_name_nobody_in_the_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="mail_to",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text=(
                    "The address to mail, until that is done; empty for the present one."
                ),
                max_length=254,
            ),
        ),
    ]
