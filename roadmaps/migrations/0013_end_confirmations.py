"""What a mentor confirms may hold to a day only."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("roadmaps", "0012_order_notes"),
    ]

    operations = [
        migrations.AddField(
            model_name="skillconfirmation",
            name="expires_on",
            field=models.DateField(
                blank=True, help_text="The last day on which it holds.", null=True
            ),
        ),
    ]
