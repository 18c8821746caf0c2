"""What is queued, done at once: the worker itself is tested in tests/mentoring."""

from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob


def do_queued_jobs():
    """Do every job that waits, in this process and in the order of queueing."""
    waiting = ProcrastinateJob.objects.filter(status="todo").order_by("pk")
    for job in list(waiting):
        app.tasks[job.task_name](**job.args)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
