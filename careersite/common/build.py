"""Which build of the site this is."""

import hashlib
from functools import cache
from pathlib import Path
from uuid import uuid4

from django.conf import settings

FOLDERS = ("careersite", "profiles", "roadmaps", "roles")
SUFFIXES = {".py", ".html", ".css", ".js", ".svg"}


def build_id() -> str:
    """Return what differs whenever code, templates, look or packages differ.

    While somebody develops, each call differs: files change under a running process.
    """
    return uuid4().hex if settings.DEBUG else _of_files(Path(settings.BASE_DIR))


@cache
def _of_files(root: Path) -> str:
    """Read every file that can change an answer, once a process."""
    paths = [path for name in FOLDERS for path in (root / name).rglob("*")]
    digest = hashlib.sha256()
    for path in sorted([*paths, *root.glob("requirements.txt")]):
        if path.suffix in SUFFIXES or path.parent == root:
            digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()
