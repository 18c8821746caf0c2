"""A share of working time or of remote work is nothing at least."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0008_pay_is_positive"),
    ]

    operations = [
        AddConstraintNotValid(
            model_name="fact",
            constraint=models.CheckConstraint(
                condition=~models.Q(measure__in=["time_share", "remote"])
                | (models.Q(low__gte=0) | models.Q(low__isnull=True))
                & (models.Q(high__gte=0) | models.Q(high__isnull=True)),
                name="roles_fact_share_is_not_negative",
                violation_error_message="A share must not be less than nothing.",
            ),
        ),
    ]
