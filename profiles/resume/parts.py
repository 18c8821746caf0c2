"""A résumé file in plain parts, and why one cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

TEXT_MAX = 200_000
ITEMS_MAX = 100
SKILLS_MAX = 500  # as many as can be rated at once: all that content has
KEYWORDS_MAX = 40
TOO_LONG = "The file is too long: 200,000 characters are the most."
NOT_JSON = "This is not a JSON file that can be read."
NOT_A_RESUME = "The file is no JSON Resume: it must hold one object with sections."
NO_TEXT = "The file holds characters that no text has, such as NUL."
TOO_MANY = (
    f"A section of the file has more than {ITEMS_MAX} entries,"
    f" or “skills” has more than {SKILLS_MAX}."
)


class ResumeError(ValueError):
    """The file cannot be read; the message says why."""


@dataclass(frozen=True, slots=True)
class Basics:
    """Who it is, as far as we keep it; the target stands in our own `meta`."""

    label: str = ""
    country_code: str = ""
    target_role: str = ""
    target_level: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a section, its fields by our own names."""

    section: str
    title: str
    fields: Mapping[str, Any]
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NamedLevel:
    """A skill's name with the level that the file gives it (0 to 5, or None)."""

    name: str
    level: int | None


@dataclass(slots=True)
class Resume:
    """A file, read."""

    basics: Basics = field(default_factory=Basics)
    entries: list[Entry] = field(default_factory=list)
    skills: list[NamedLevel] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave(self, name: str) -> None:
        """Note once that there is no place for something."""
        if name not in self.ignored and len(self.ignored) < ITEMS_MAX:
            self.ignored.append(name)
