"""The commands of `./dev`, which prepares the environment that they run in."""

import errno
import importlib

from careersite.dev.terminal import complain
from careersite.localdb import LocalDatabaseError

# Command -> the module whose `main(arguments)` does it.
MODULES = {
    "run": "careersite.dev.run",
    "test": "careersite.dev.test",
    "check": "careersite.dev.check",
    "fix": "careersite.dev.fix",
    "assure": "careersite.dev.assure",
    "bench": "careersite.dev.bench",
    "manage": "careersite.dev.manage",
    "db": "careersite.dev.db",
    "lock": "careersite.dev.lock",
}


def run_command(name: str, arguments: list[str]) -> int:
    """Do what `./dev NAME ARGUMENTS` asks; return its exit status."""
    main = importlib.import_module(MODULES[name]).main
    try:
        return int(main(arguments))
    except LocalDatabaseError as error:
        complain(str(error))
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        complain(f"The disk is full ({error}). Make room, and start again.")
        return 1
    except KeyboardInterrupt:
        complain("\nStopped.")
        return 130
