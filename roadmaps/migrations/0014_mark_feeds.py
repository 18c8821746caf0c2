"""Feeds of the calendar know under which password they were made."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("roadmaps", "0013_end_confirmations"),
    ]

    operations = [
        migrations.AddField(
            model_name="calendarfeed",
            name="password_mark",
            field=models.TextField(
                db_default="", default="", editable=False, max_length=64
            ),
        ),
    ]
