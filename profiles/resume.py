"""Reads a JSON Resume (1.x, and what older files call things) into plain parts.

Nothing is matched with content here. What a file says in a way that nobody can read
is refused, or told in `notes`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

TEXT_MAX = 200_000
ITEMS_MAX = 100
KEYWORDS_MAX = 40
TOO_LONG = "The file is too long: 200,000 characters are the most."
NOT_JSON = "This is not a JSON file that can be read."
NOT_A_RESUME = "The file is no JSON Resume: it must hold one object with sections."
NO_TEXT = "The file holds characters that no text has, such as NUL."
TOO_MANY = "A section of the file has more than 100 entries."

READ = ("basics", "work", "education", "projects", "certificates", "skills", "meta")
IGNORED = (
    "volunteer",
    "awards",
    "publications",
    "languages",
    "interests",
    "references",
)
OLDER_NAMES = {"certifications": "certificates", "experience": "work", "jobs": "work"}
ROUGH_DATE = re.compile(r"([12]\d{3}(?:-[01]\d(?:-[0-3]\d)?)?)(?:T.*)?", re.ASCII)
STILL = {"", "present", "current", "now", "today", "ongoing"}
LEVEL_WORDS = {
    "none": 0,
    "aware": 1,
    "basic": 1,
    "beginner": 2,
    "with guidance": 2,
    "intermediate": 3,
    "on my own": 3,
    "advanced": 4,
    "expert": 5,
    "master": 5,
}


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


def parse(text: str) -> Resume:
    """Read a file; raises ResumeError where it cannot be read at all."""
    sections = _sections(text)
    found = Resume()
    for name, value in sections.items():
        known = _section_name(clean(name), found)
        if known in READ:
            _READERS[known](value, found)
        elif value and not name.startswith("$"):
            found.ignored.append(name[:40])
    return found


def _sections(text: str) -> dict[str, Any]:
    if len(text) > TEXT_MAX:
        raise ResumeError(TOO_LONG)
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise ResumeError(NOT_JSON) from error
    if not isinstance(value, dict):
        raise ResumeError(NOT_A_RESUME)
    if len(value) > ITEMS_MAX:
        raise ResumeError(TOO_MANY)
    return value


def _section_name(name: str, found: Resume) -> str:
    """Return what a section is called today; a slip of the pen is told."""
    if name in READ or name in IGNORED or name.startswith("$"):
        return name
    known = OLDER_NAMES.get(name.lower())
    if known is None:
        close = get_close_matches(name.lower()[:40], [*READ, *IGNORED], 1, 0.8)
        known = close[0] if close else ""
    if known:
        found.notes.append(f"“{name[:40]}” is read as “{known}”.")
    return known


def _text(item: Mapping[str, Any], *names: str) -> str:
    """Return the first of the names that holds a text."""
    for name in names:
        value = item.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            return clean(str(value))
    return ""


def clean(text: str) -> str:
    """Return a text without spaces around; raises ResumeError for what is none."""
    if "\0" in text or any("\ud800" <= sign <= "\udfff" for sign in text):
        raise ResumeError(NO_TEXT)
    return text.strip()


def _texts(value: Any) -> list[str]:
    """Return a list of texts; one text may hold several, between commas."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    found = [clean(one) for one in value[:ITEMS_MAX] if isinstance(one, str)]
    if len(found) == 1:
        found = [part.strip() for part in found[0].split(",")]
    return [one for one in found if one]


def _lines(value: Any) -> list[str]:
    """Return a list of sentences, whose commas divide nothing."""
    values = value if isinstance(value, list) else [value]
    lines = [clean(one) for one in values[:ITEMS_MAX] if isinstance(one, str)]
    return [line for line in lines if line]


def _items(value: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of a section; raises ResumeError for far too many."""
    if not isinstance(value, list):
        return
    if len(value) > ITEMS_MAX:
        raise ResumeError(TOO_MANY)
    for item in value:
        if isinstance(item, dict):
            yield item


def _date(item: Mapping[str, Any], name: str, title: str, found: Resume) -> str:
    """Return a year, a month or a day; empty where it goes on or cannot be read."""
    written = _text(item, name)
    if written.lower() in STILL:
        return ""
    date = ROUGH_DATE.fullmatch(written)
    if date is None:
        found.notes.append(f"The date “{written[:40]}” of {title[:80]} is not read.")
        return ""
    return date.group(1)


def _place(item: Mapping[str, Any]) -> str:
    place = item.get("location")
    return _text(place, "city") if isinstance(place, dict) else _text(item, "location")


def _link(item: Mapping[str, Any]) -> str:
    written = _text(item, "url", "website")
    return f"https://{written}" if written and ":" not in written else written


def _read_basics(value: Any, found: Resume) -> None:
    if not isinstance(value, dict):
        return
    place = value.get("location")
    found.basics = Basics(
        label=_text(value, "label"),
        country_code=_text(place, "countryCode") if isinstance(place, dict) else "",
        target_role=found.basics.target_role,
        target_level=found.basics.target_level,
    )


def _read_meta(value: Any, found: Resume) -> None:
    own = value.get("careersite") if isinstance(value, dict) else None
    if isinstance(own, dict):
        found.basics = Basics(
            label=found.basics.label,
            country_code=found.basics.country_code,
            target_role=_text(own, "targetRole"),
            target_level=_text(own, "targetLevel"),
        )


def _read_work(value: Any, found: Resume) -> None:
    for item in _items(value):
        employer = _text(item, "name", "company", "employer")
        title = " at ".join(filter(None, [_text(item, "position"), employer]))
        fields = {
            "employer": employer,
            "position": _text(item, "position"),
            "location": _place(item),
            "url": _link(item),
            "started": _date(item, "startDate", title, found),
            "ended": _date(item, "endDate", title, found),
            "summary": _text(item, "summary", "description"),
            "highlights": _lines(item.get("highlights")),
        }
        found.entries.append(Entry("work", title, fields))


def _read_education(value: Any, found: Resume) -> None:
    for item in _items(value):
        title = _text(item, "institution")
        fields = {
            "institution": title,
            "area": _text(item, "area"),
            "study_type": _text(item, "studyType"),
            "url": _link(item),
            "started": _date(item, "startDate", title, found),
            "ended": _date(item, "endDate", title, found),
            "score": _text(item, "score", "gpa"),
            "courses": _lines(item.get("courses")),
        }
        found.entries.append(Entry("education", title, fields))


def _read_projects(value: Any, found: Resume) -> None:
    for item in _items(value):
        title = _text(item, "name")
        fields = {
            "title": title,
            "summary": _text(item, "description", "summary"),
            "outcome": " ".join(_lines(item.get("highlights"))),
            "url": _link(item),
        }
        keywords = tuple(_texts(item.get("keywords")))[:KEYWORDS_MAX]
        found.entries.append(Entry("projects", title, fields, keywords))


def _read_certificates(value: Any, found: Resume) -> None:
    for item in _items(value):
        title = _text(item, "name", "title")
        fields = {
            "issued_on": _date(item, "date", title, found),
            "expires_on": _date(item, "expires", title, found),
            "credential_id": _text(item, "credentialId"),
            "credential_url": _link(item),
        }
        found.entries.append(Entry("certificates", title, fields))


def _read_skills(value: Any, found: Resume) -> None:
    for item in _items(value):
        level = _level(_text(item, "level"))
        names = [_text(item, "name"), *_texts(item.get("keywords"))]
        found.skills += [NamedLevel(name, level) for name in names if name]


def _level(written: str) -> int | None:
    """Return the level that a word or a leading figure names."""
    if re.match(r"[0-5](?:\s|$)", written):
        return int(written[0])
    return LEVEL_WORDS.get(written.lower())


_READERS: dict[str, Callable[[Any, Resume], None]] = {
    "basics": _read_basics,
    "meta": _read_meta,
    "work": _read_work,
    "education": _read_education,
    "projects": _read_projects,
    "certificates": _read_certificates,
    "skills": _read_skills,
}
