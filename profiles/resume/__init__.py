"""Reads a JSON Resume (1.x, and what older files call things) into plain parts.

Nothing is matched with content here. What a file says in a way that nobody can read
is refused, or told in `notes`; what we have no place for is told in `ignored`.
"""

from profiles.resume.parts import (
    NOT_JSON,
    TEXT_MAX,
    TOO_LONG,
    Basics,
    Entry,
    NamedLevel,
    Resume,
    ResumeError,
)
from profiles.resume.sections import parse

__all__ = [
    "NOT_JSON",
    "TEXT_MAX",
    "TOO_LONG",
    "Basics",
    "Entry",
    "NamedLevel",
    "Resume",
    "ResumeError",
    "parse",
]
