"""One field of an entry: texts, dates, places, links; and what is not read is told."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from profiles.resume.parts import (
    ITEMS_MAX,
    NO_TEXT,
    SKILLS_MAX,
    TOO_MANY,
    Resume,
    ResumeError,
)

# What is read of an entry; of names for the same thing the first one that says it.
NAMES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "basics": (("label",), ("location",), ("name",), ("email",)),
    "work": (
        ("name", "company", "employer"),
        ("position",),
        ("location",),
        ("url", "website"),
        ("startDate",),
        ("endDate",),
        ("summary", "description"),
        ("highlights",),
    ),
    "education": (
        ("institution",),
        ("area",),
        ("studyType",),
        ("url", "website"),
        ("startDate",),
        ("endDate",),
        ("score", "gpa"),
        ("courses",),
    ),
    "projects": (
        ("name",),
        ("description", "summary"),
        ("highlights",),
        ("url", "website"),
        ("keywords",),
    ),
    # Who issues it is known of the certification that the name means.
    "certificates": (
        ("name", "title"),
        ("date",),
        ("expires",),
        ("credentialId",),
        ("url", "website"),
        ("issuer",),
    ),
    "skills": (("name",), ("level",), ("keywords",), ("careersite",)),
}
ROUGH_DATE = re.compile(r"([12]\d{3}(?:-[01]\d(?:-[0-3]\d)?)?)(?:T.*)?", re.ASCII)
STILL = {"", "present", "current", "now", "today", "ongoing"}


def text_of(item: Mapping[str, Any], *names: str) -> str:
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


def texts_of(value: Any) -> list[str]:
    """Return a list of texts; one text may hold several, between commas."""
    if isinstance(value, str):
        value = value.split(",")
    if not isinstance(value, list):
        return []
    found = [clean(one) for one in value[:ITEMS_MAX] if isinstance(one, str)]
    if len(found) == 1:
        found = [part.strip() for part in found[0].split(",")]
    return [one for one in found if one]


def lines_of(value: Any) -> list[str]:
    """Return a list of sentences, whose commas divide nothing."""
    values = value if isinstance(value, list) else [value]
    lines = [clean(one) for one in values[:ITEMS_MAX] if isinstance(one, str)]
    return [line for line in lines if line]


def items_of(value: Any, section: str, found: Resume) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of a section; raises ResumeError for far too many.

    What of the section, or of an entry, is not read is told.
    """
    entries = value if isinstance(value, list) else []
    if value and not entries:
        found.notes.append(f"“{section}” holds no list and is not read.")
    if len(entries) > (SKILLS_MAX if section == "skills" else ITEMS_MAX):
        raise ResumeError(TOO_MANY)
    readable = [entry for entry in entries if isinstance(entry, dict)]
    if len(readable) < len(entries):
        found.notes.append(f"What is no entry with fields in “{section}” is not read.")
    for entry in readable:
        tell_unread(entry, section, found)
        yield entry


def tell_unread(item: Mapping[str, Any], section: str, found: Resume) -> None:
    """Note the fields of an entry for which there is no place."""
    read = {
        next((name for name in names if item.get(name)), "") for names in NAMES[section]
    }
    place = item.get("location")
    if isinstance(place, dict):
        kept = "countryCode" if section == "basics" else "city"
        for name in place:
            if place[name] and name != kept:
                found.leave(f"location {clean(name)[:40]} ({section})")
    for name, value in item.items():
        if value and name not in read:
            found.leave(f"{clean(name)[:40]} ({section})")


def date_of(item: Mapping[str, Any], name: str, title: str, found: Resume) -> str:
    """Return a year, a month or a day; empty where it goes on or cannot be read."""
    written = text_of(item, name)
    if written.lower() in STILL:
        return ""
    date = ROUGH_DATE.fullmatch(written)
    if date is None:
        found.notes.append(f"The date “{written[:40]}” of {title[:80]} is not read.")
        return ""
    return date.group(1)


def place_of(item: Mapping[str, Any]) -> str:
    place = item.get("location")
    return (
        text_of(place, "city") if isinstance(place, dict) else text_of(item, "location")
    )


def link_of(item: Mapping[str, Any]) -> str:
    written = text_of(item, "url", "website")
    return f"https://{written}" if written and ":" not in written else written
