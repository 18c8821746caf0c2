"""Figures of before are looked through, while readers and editors go on.

It gives up where one is wrong, and goes on once the right one was imported at the desk:
a draft of what is wrong can no longer be made.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("roles", "0009_shares_are_not_negative"),
    ]

    operations = [
        ValidateConstraint("salaryband", "roles_salaryband_high_is_positive"),
        ValidateConstraint("fact", "roles_fact_share_is_not_negative"),
    ]
