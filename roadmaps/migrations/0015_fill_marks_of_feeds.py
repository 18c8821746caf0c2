"""Feeds of before get the mark of the present password, and so go on until a new one.

A batch at a time; started again, it goes on. What the release before makes meanwhile
has no mark and is to be made anew.
"""

from django.contrib.auth import get_user_model
from django.db import migrations

BATCH = 1_000


def fill(apps, schema_editor):
    """Mark each feed as `make_feed` does."""
    del schema_editor
    feeds = apps.get_model("roadmaps", "CalendarFeed").objects
    account = get_user_model()
    unmarked = feeds.filter(password_mark="").select_related("user").order_by("pk")
    while batch := list(unmarked[:BATCH]):
        for feed in batch:
            mark = account(password=feed.user.password).get_session_auth_hash()
            feed.password_mark = mark
        feeds.bulk_update(batch, ["password_mark"])


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("roadmaps", "0014_mark_feeds"),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
