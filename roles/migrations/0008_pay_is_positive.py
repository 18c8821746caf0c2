"""A figure of pay with a high end alone is more than nothing, too.

What is there already is looked through by a migration of its own: until then readers
and editors would wait.
"""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

SAID = "Pay must be more than nothing."


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0007_index_plans"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="salaryband",
            constraint=models.CheckConstraint(
                condition=models.Q(high__gt=0) | models.Q(high__isnull=True),
                name="roles_salaryband_high_is_positive",
                violation_error_message=SAID,
            ),
        ),
        # What it says only: the database is not asked.
        migrations.AlterConstraint(
            model_name="salaryband",
            name="roles_salaryband_low_is_positive",
            constraint=models.CheckConstraint(
                condition=models.Q(low__gt=0) | models.Q(low__isnull=True),
                name="roles_salaryband_low_is_positive",
                violation_error_message=SAID,
            ),
        ),
    ]
