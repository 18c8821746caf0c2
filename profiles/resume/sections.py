"""The sections of a file, each read into parts by our own names."""

import json
import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import Any

from profiles.resume.fields import (
    clean,
    date_of,
    items_of,
    lines_of,
    link_of,
    place_of,
    tell_unread,
    text_of,
    texts_of,
)
from profiles.resume.parts import (
    ITEMS_MAX,
    KEYWORDS_MAX,
    NOT_A_RESUME,
    NOT_JSON,
    TEXT_MAX,
    TOO_LONG,
    TOO_MANY,
    Basics,
    Entry,
    NamedLevel,
    Resume,
    ResumeError,
)

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
ACCOUNTS_OWN = "Name and e-mail address stay those of your account."
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


def parse(text: str) -> Resume:
    """Read a file; raises ResumeError where it cannot be read at all."""
    sections = _sections(text)
    found = Resume()
    for name, value in sections.items():
        known = _section_name(clean(name), found)
        if known in READ:
            _READERS[known](value, found)
        elif value and not name.startswith("$"):
            found.leave(name[:40])
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


def _read_basics(value: Any, found: Resume) -> None:
    if not isinstance(value, dict):
        if value:
            found.notes.append("“basics” holds no fields and is not read.")
        return
    tell_unread(value, "basics", found)
    if value.get("name") or value.get("email"):
        found.notes.append(ACCOUNTS_OWN)
    place = value.get("location")
    found.basics = Basics(
        label=text_of(value, "label"),
        country_code=text_of(place, "countryCode") if isinstance(place, dict) else "",
        target_role=found.basics.target_role,
        target_level=found.basics.target_level,
    )


def _read_meta(value: Any, found: Resume) -> None:
    own = value.get("careersite") if isinstance(value, dict) else None
    if isinstance(own, dict):
        found.basics = Basics(
            label=found.basics.label,
            country_code=found.basics.country_code,
            target_role=text_of(own, "targetRole"),
            target_level=text_of(own, "targetLevel"),
        )


def _read_work(value: Any, found: Resume) -> None:
    for item in items_of(value, "work", found):
        employer = text_of(item, "name", "company", "employer")
        title = " at ".join(filter(None, [text_of(item, "position"), employer]))
        fields = {
            "employer": employer,
            "position": text_of(item, "position"),
            "location": place_of(item),
            "url": link_of(item),
            "started": date_of(item, "startDate", title, found),
            "ended": date_of(item, "endDate", title, found),
            "summary": text_of(item, "summary", "description"),
            "highlights": lines_of(item.get("highlights")),
        }
        found.entries.append(Entry("work", title, fields))


def _read_education(value: Any, found: Resume) -> None:
    for item in items_of(value, "education", found):
        title = text_of(item, "institution")
        fields = {
            "institution": title,
            "area": text_of(item, "area"),
            "study_type": text_of(item, "studyType"),
            "url": link_of(item),
            "started": date_of(item, "startDate", title, found),
            "ended": date_of(item, "endDate", title, found),
            "score": text_of(item, "score", "gpa"),
            "courses": lines_of(item.get("courses")),
        }
        found.entries.append(Entry("education", title, fields))


def _read_projects(value: Any, found: Resume) -> None:
    for item in items_of(value, "projects", found):
        title = text_of(item, "name")
        fields = {
            "title": title,
            "summary": text_of(item, "description", "summary"),
            "outcome": " ".join(lines_of(item.get("highlights"))),
            "url": link_of(item),
        }
        keywords = tuple(texts_of(item.get("keywords")))[:KEYWORDS_MAX]
        found.entries.append(Entry("projects", title, fields, keywords))


def _read_certificates(value: Any, found: Resume) -> None:
    for item in items_of(value, "certificates", found):
        title = text_of(item, "name", "title")
        fields = {
            "issued_on": date_of(item, "date", title, found),
            "expires_on": date_of(item, "expires", title, found),
            "credential_id": text_of(item, "credentialId"),
            "credential_url": link_of(item),
        }
        found.entries.append(Entry("certificates", title, fields))


def _read_skills(value: Any, found: Resume) -> None:
    for item in items_of(value, "skills", found):
        written = text_of(item, "level")
        level = _level(written)
        if written and level is None:
            title = text_of(item, "name")[:80]
            found.notes.append(f"The level “{written[:40]}” of {title} is not read.")
        names = [text_of(item, "name"), *texts_of(item.get("keywords"))]
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
