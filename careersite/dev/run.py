"""./dev run: database, worker and web server, until Ctrl-C."""

import argparse
import errno
import http.client
import signal
import socket
import sys
from contextlib import closing

from careersite.dev.environment import (
    claim_database,
    own_database,
    site_environment,
)
from careersite.dev.prepare import PreparationError, prepare
from careersite.dev.supervisor import Part, PartFailedError, Supervisor
from careersite.dev.terminal import VAR, complain, say
from careersite.localdb import Use, advice_on_room

HOST = "127.0.0.1"
GUNICORN = (
    "--config=python:careersite.serving --graceful-timeout=5 --log-level=warning"
    " --no-control-socket"
)
WORKER = "procrastinate worker --shutdown-graceful-timeout=5"
ACCOUNTS = """\
Demonstration accounts, all with the password careersite-demo:
  learner@example.org   has a target and a roadmap under way
  mentor@example.org    has a submission waiting
  editor@example.org    writes the content
  new@example.org       has nothing yet"""


class DataLostError(Exception):
    """Somebody deleted the database under the running site."""


class Guard:
    """Holds an embedded database, if any, and starts it again when it ends."""

    def __init__(self, use: Use | None) -> None:
        self._use = use

    def look_after(self) -> None:
        """Bring a killed server back; one that was told to stop is left alone.

        Raises DataLostError where its data are gone.
        """
        if self._use is None:
            return
        if self._use.has_lost_data():
            raise DataLostError(
                "The database was deleted while it ran (was var/ removed?)."
                " ./dev run starts with a new one."
            )
        database = self._use.database
        if self._use.server_has_ended() and not database.stop_order.exists():
            say("The database ended; starting it again.")
            ended, self._use = self._use, database.use()
            ended.close()

    def close(self) -> None:
        """Let the database go; it stops if nobody else uses it."""
        if self._use:
            self._use.close()


def main(arguments: list[str]) -> int:
    """Run the site until somebody stops it."""
    parser = argparse.ArgumentParser(prog="./dev run")
    parser.add_argument("--port", type=int, default=8000, help="8000 unless given")
    port = parser.parse_args(arguments).port
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    if problem := port_problem(port):
        complain(problem)
        return 1
    try:
        with closing(Guard(claim_database())) as guard:
            _serve(port, guard)
    except KeyboardInterrupt:
        pass
    except (PreparationError, PartFailedError, DataLostError) as error:
        complain(f"{error}{_advice()}")
        return 1
    say("Stopped.")
    return 0


def _advice() -> str:
    """Return what to do where all failed for want of room on the disk."""
    database = own_database()
    return advice_on_room(database.place) if database else ""


def _serve(port: int, guard: Guard) -> None:
    """Run worker and web server until somebody stops them."""
    # Links in mail, and those to copy, lead to where the site is.
    environment = {"SITE_URL": f"http://{HOST}:{port}", **site_environment()}
    prepare(environment, own_database())
    manage, web = [sys.executable, "manage.py"], [sys.executable, "-m", "gunicorn"]
    bind = [f"--bind={HOST}:{port}"]
    counted = {**environment, "PROMETHEUS_MULTIPROC_DIR": str(VAR / "metrics")}
    supervisor = Supervisor(
        [
            Part("The web server", [*web, *GUNICORN.split(), *bind], counted),
            Part("The task worker", [*manage, *WORKER.split()], environment),
        ]
    )
    supervisor.listen()
    try:
        if supervisor.start(is_up=lambda: _answers(port)):
            _announce(port, environment)
            supervisor.watch(guard.look_after)
    finally:
        say("\nStopping ...")
        supervisor.stop()


def _announce(port: int, environment: dict[str, str]) -> None:
    if environment["CAREERSITE_DEMO"] == "True":
        say(ACCOUNTS)
    say(f"careersite is on http://{HOST}:{port}/  (Ctrl-C stops it)")


def port_problem(port: int) -> str:
    """Return why nothing can listen on the port, or nothing."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OverflowError:
            return f"{port} is no port: they go from 1 to 65535."
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return (
                    f"Port {port} is in use, perhaps by another ./dev run. Stop that,"
                    f" or take another port: ./dev run --port {port + 1}"
                )
            return f"Port {port} cannot be used: {error.strerror}."
    return ""


def _answers(port: int) -> bool:
    """Return whether the web server answers requests."""
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", "/")
        connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
    return True
