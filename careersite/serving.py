"""How gunicorn serves the site: `gunicorn -c python:careersite.serving`.

Words on the command line go before what is said here.
"""

import ctypes
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from careersite.environment import env_int
from careersite.log_settings import log_settings

wsgi_app = "careersite.wsgi"
bind = "127.0.0.1:8000"
worker_class = "gthread"
workers = env_int("WEB_CONCURRENCY", default=2, least=1)
threads = env_int("WEB_THREADS", default=4, least=1)
# The code is loaded once and shared: workers start in no time and cost less memory.
preload_app = True
# As long as gunicorn lets it be: the site refuses a long address in its own words.
limit_request_line = 8190
timeout = 30
graceful_timeout = 30
# Larger than what a proxy keeps open, so that the proxy is the one to close.
keepalive = 75
# The user owns no directory to put it in, and systemd tells the processes what to do.
control_socket_disable = True
max_requests = 20_000
max_requests_jitter = 2_000
logconfig_dict = log_settings(as_json=os.environ.get("CAREERSITE_DEMO") != "True")

# `man mallopt`: by its number, and its own default, in bytes.
M_MMAP_THRESHOLD, LARGE = -3, 131_072

# The kinds of figures in careersite.common.observing, each in a file of its own; all
# that a process counts of one takes less than what is reserved.
KINDS_COUNTED = ("counter", "histogram")
RESERVED = 1 << 20  # bytes


def on_starting(server: Any) -> None:
    """Have large memory given back; forget what ended processes counted.

    Unless its limit is set, glibc raises it with each large piece that is freed, so
    that large requests would leave the heaps of all threads large.
    """
    libc = ctypes.CDLL(None)
    if hasattr(libc, "mallopt"):
        libc.mallopt(M_MMAP_THRESHOLD, LARGE)
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if folder:
        shutil.rmtree(folder, ignore_errors=True)
        Path(folder).mkdir(parents=True)


def post_fork(server: Any, worker: Any) -> None:
    """Reserve room for the worker's counts while there is some.

    They are written in memory that the system keeps in a file. Where that grows on a
    disk which has become full, the system kills the process with SIGBUS.
    """
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    for kind in KINDS_COUNTED if folder else ():
        with suppress(OSError):
            Path(str(folder), f"{kind}_{worker.pid}.db").write_bytes(bytes(RESERVED))


def child_exit(server: Any, worker: Any) -> None:
    """Stop counting a process that ended as one that lives."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)
