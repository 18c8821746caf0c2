"""What a search finds, why, and in which order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from roles.models import SearchDocument, SearchName

TEXT_MAX = 80
SHOWN = 6
SHOWN_OF_ONE_KIND = 50
NEAR = 5
# Of names that share letters with a text, those are near of which so much is alike.
ALIKE = 0.6
KINDS = SearchDocument.Kind
PAGES = {
    KINDS.ROLE: "roles:role_detail",
    KINDS.SKILL: "roles:skill_detail",
    KINDS.CERTIFICATION: "roles:certification_detail",
    KINDS.ROADMAP: "roadmaps:roadmap_detail",
    KINDS.QUESTION: "roles:role_detail",
    KINDS.INTERVIEW: "roles:interview_question",
}
SAID_OF_NAMES = {
    SearchName.Kind.TITLE: "",
    SearchName.Kind.ALIAS: "other name",
    SearchName.Kind.RELATED: "related title",
}
PERSONAL = re.compile(r"@|\d{5}|https?:")
FIND = "SELECT * FROM roles_search_find(%s, %s, %s, %s)"


class Row(NamedTuple):
    """What the function `roles_search_find` returns, column by column."""

    id: int
    kind: str
    slug: str
    anchor: str
    title: str
    summary: str
    how: str
    score: float
    total: int
    matched_name: str | None
    matched_kind: str | None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found, and why it matched where its title does not say so."""

    kind: str
    slug: str
    title: str
    summary: str
    url: str
    why: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind, the best first."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    has_more: bool


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to one search; `near` only where nothing was found."""

    text: str
    groups: tuple[Group, ...] = ()
    near: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What was found, group by group."""
        return tuple(hit for group in self.groups for hit in group.hits)


def search(
    text: str, *, kind: str = "", shown: int | None = None, is_noted: bool = False
) -> Results:
    """Return what `text` finds, of one kind or of all (one query).

    Groups come in the order of their best hit. Of one kind more are shown. With
    `is_noted`, a text that finds nothing is counted for the editors; what may belong
    to a person is left out.
    """
    text = text.strip()[:TEXT_MAX]
    if not text:
        return Results(text)
    kinds = [kind] if kind in KINDS.values else list(KINDS.values)
    most = shown or (SHOWN if len(kinds) > 1 else SHOWN_OF_ONE_KIND)
    is_noted = is_noted and len(text) > 1 and not PERSONAL.search(text)
    with connection.cursor() as cursor:
        cursor.execute(FIND, [text, kinds, most, is_noted])
        rows = [Row(*row) for row in cursor.fetchall()]
    if rows and rows[0].how != "near":
        return Results(text, _groups(rows))
    return Results(text, near=_near(text, rows))


def _near(text: str, rows: Sequence[Row]) -> tuple[Hit, ...]:
    """Return what is spelled most like `text`, at most five."""
    alike = sorted(rows, key=lambda row: -_likeness(text, row))
    close = [row for row in alike if _likeness(text, row) >= ALIKE]
    return tuple({row.id: _hit(row) for row in reversed(close)}.values())[::-1][:NEAR]


def _likeness(text: str, row: Row) -> float:
    """Return how much of both texts is alike, 0 to 1; swapped letters cost little."""
    name = row.matched_name or ""
    return SequenceMatcher(None, text.casefold(), name.casefold()).ratio()


def _groups(found: Sequence[Row]) -> tuple[Group, ...]:
    order = list(dict.fromkeys(row.kind for row in found))
    by_kind = sorted(found, key=lambda row: order.index(row.kind))
    return tuple(
        _group(kind, list(rows))
        for kind, rows in groupby(by_kind, key=lambda row: row.kind)
    )


def _group(kind: str, rows: Sequence[Row]) -> Group:
    return Group(
        kind=kind,
        label=KINDS(kind).label,
        hits=tuple(_hit(row) for row in rows),
        has_more=any(row.total > len(rows) for row in rows),
    )


def _url(row: Row) -> str:
    page = PAGES[KINDS(row.kind)]
    if row.kind == KINDS.INTERVIEW:
        return reverse(page, args=[row.slug, row.anchor])
    anchor = f"#{row.anchor}" if row.anchor else ""
    return reverse(page, args=[row.slug]) + anchor


def _hit(row: Row) -> Hit:
    return Hit(
        kind=row.kind,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        url=_url(row),
        why=_why(row),
    )


def _why(row: Row) -> str:
    """Return why it matched, in words; empty where the title shows it."""
    if row.how == "words" and not row.matched_name:
        return "named in its text"
    lead = SAID_OF_NAMES[SearchName.Kind(str(row.matched_kind))]
    if row.how in {"spelling", "near"}:
        return f"spelled like “{row.matched_name}”" + (f", its {lead}" if lead else "")
    return f"{lead}: {row.matched_name}" if lead else ""
