"""A worker is killed in the middle of a job: the job runs again, without harm."""

import os
import socketserver
import subprocess
import sys
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob
from psycopg.conninfo import make_conninfo

from careersite.common.queue import queue_job
from careersite.dev.terminal import ROOT
from profiles.models import Notice
from profiles.services import notices
from tests.factories.profiles import UserFactory

pytestmark = [
    pytest.mark.assure(id="killed-worker"),
    pytest.mark.django_db(transaction=True),
]
PATIENCE = 60  # seconds


class MailServer(socketserver.ThreadingTCPServer):
    """Takes mail; while `hangs`, it lets each client wait for its answer."""

    daemon_threads = allow_reuse_address = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MailSession)
        self.hangs, self.reached, self.taken = True, threading.Event(), []


class MailSession(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 ready\r\n")
        for line in self.rfile:
            if line.upper().startswith(b"DATA"):
                self.take()
            else:
                self.wfile.write(b"250 ok\r\n")

    def take(self):
        self.wfile.write(b"354 go on\r\n")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line)
        if self.server.hangs:
            self.server.reached.set()
            time.sleep(PATIENCE)
            return
        self.server.taken.append(b"".join(lines))
        self.wfile.write(b"250 taken\r\n")


@pytest.fixture
def mail_server():
    with MailServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def start_worker(mail_server):
    """Start real workers on the database of this test, as an installation does."""
    started = []

    def start(*options):
        process = subprocess.Popen(
            [sys.executable, "manage.py", "procrastinate", "worker", *options],
            cwd=ROOT,
            env={
                **os.environ,
                "DATABASE_URL": address_of_this_database(),
                "SECRET_KEY": "of-this-test-alone",
                "ALLOWED_HOSTS": "careersite.example",
                "SITE_URL": "https://careersite.example",
                "EMAIL_HOST": "127.0.0.1",
                "EMAIL_PORT": str(mail_server.server_address[1]),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def address_of_this_database():
    info = connection.settings_dict
    return make_conninfo(
        dbname=info["NAME"],
        user=info["USER"],
        password=info["PASSWORD"],
        host=info["HOST"],
        port=info["PORT"],
    )


def let_a_minute_pass():
    """A worker that signed ten minutes ago is gone for the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_workers"
            " SET last_heartbeat = last_heartbeat - interval '10 minutes'"
        )


def test_a_job_runs_again_when_its_worker_was_killed(start_worker, mail_server, figure):
    learner = UserFactory()
    notices.notify(
        user=learner,
        key="one",
        kind=Notice.Kind.COMMENT,
        text="Ines commented.",
        now=timezone.now(),
    )
    # The library's tables outlive a test: this mail's job is the newest one.
    mails = ProcrastinateJob.objects.filter(task_name="profiles.send_notice_mail")
    job = mails.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id <> %s", [job.pk])

    first = start_worker()
    assert mail_server.reached.wait(PATIENCE), first.stdout.read()
    first.kill()
    first.wait()
    job.refresh_from_db()
    left_behind = job.status
    let_a_minute_pass()
    mail_server.hangs = False
    queue_job("careersite.take_up_stalled", timestamp=int(time.time()))
    for _ in range(2):  # the first finds what was left behind, the second does it
        said = start_worker("--one-shot").communicate(timeout=PATIENCE)[0]

    job.refresh_from_db()
    assert left_behind == "doing"
    assert job.status == "succeeded", said
    assert job.attempts == 2
    assert len(mail_server.taken) == 1
    assert Notice.objects.get().mailed_at is not None
    figure("killed while handing a mail over: run again, 1 mail, told as sent once")
