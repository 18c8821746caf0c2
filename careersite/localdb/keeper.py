"""The process that runs the server for as long as somebody uses it.

Usage: keeper.py HOME UID GID PROGRAM [ARGUMENT ...]

Everyone who uses the server holds a shared lock on HOME/users.lock. The kernel
drops the lock of a process that dies, however it dies; so when the keeper gets
the lock for itself nobody is left, and it stops the server. HOME/standing-order
holds it back from that (`./dev db start`).

It is a plain script and imports nothing later, for var/ may be deleted under it.
"""

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

LOOK_EVERY = 0.3
STOP_WITHIN = 20


def main() -> None:
    home = Path(sys.argv[1])
    uid, gid = int(sys.argv[2]), int(sys.argv[3])
    users = os.open(home / "users.lock", os.O_RDWR)
    # Held until the end: whoever waits for this lock waits for the keeper.
    fcntl.flock(os.open(home / "keeper.lock", os.O_RDWR), fcntl.LOCK_EX)
    if os.fork():
        return  # nobody's child from here on; the lock goes with the child
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: None)
    server = start(sys.argv[4:], uid, gid)
    while server.poll() is None and (is_told_to_stay(home) or not is_alone(users)):
        time.sleep(LOOK_EVERY)
    stop(server)


def start(command: list[str], uid: int, gid: int) -> "subprocess.Popen[bytes]":
    """Start the server; as root it is handed over to the data's owner."""
    if os.geteuid() != 0:
        return subprocess.Popen(command)  # noqa: S603
    return subprocess.Popen(command, user=uid, group=gid, extra_groups=[])  # noqa: S603


def is_told_to_stay(home: Path) -> bool:
    """Return whether the server stays on although nobody uses it."""
    return (home / "standing-order").exists()


def is_alone(users: int) -> bool:
    """Return whether nobody uses the server; if so, keep new users waiting."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def stop(server: "subprocess.Popen[bytes]") -> None:
    """Stop the server: end its sessions, write everything down, leave."""
    for request in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is not None:
            return
        server.send_signal(request)
        try:
            server.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    main()
