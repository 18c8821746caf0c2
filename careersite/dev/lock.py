"""./dev lock: pin what the requirement files ask for, with hashes."""

import os

from careersite.dev.terminal import call, tool

# Valid on Linux and macOS, and for each Python from the oldest one on.
OPTIONS = (
    "--universal --python-version=3.11 --generate-hashes --quiet --upgrade"
    " --no-emit-index-url --no-emit-find-links"
)
HEADER = "--custom-compile-command=./dev lock"


def main(arguments: list[str]) -> int:
    """Write requirements.txt, then requirements-dev.txt, which agrees with it."""
    for name in ("requirements", "requirements-dev"):
        command = [tool("uv"), "pip", "compile", *OPTIONS.split(), HEADER, *arguments]
        code = call([*command, f"--output-file={name}.txt", f"{name}.in"], os.environ)
        if code:
            return code
    return 0
