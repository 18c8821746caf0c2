"""An index of the queue's jobs that are not done, which operators list by state."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('profiles', '0002_tables'),
        ('procrastinate', '0041_post_retry_failed_job'),
    ]

    operations = [
        migrations.RunSQL(
            sql="CREATE INDEX profiles_unfinished_jobs ON procrastinate_jobs (status, id)"
            " WHERE status <> 'succeeded'",
            reverse_sql="DROP INDEX profiles_unfinished_jobs",
        ),
    ]
