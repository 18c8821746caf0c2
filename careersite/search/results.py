"""What a search finds, why, and in which order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from django.urls import reverse

from careersite.search.queries import FIND, NEAREST
from roles.models import SearchDocument, SearchMiss, SearchName

TEXT_MAX = 80
SHOWN = 6
SHOWN_OF_ONE_KIND = 50
NEAR = 5
# Of names that share letters with a text, those are near of which so much is alike.
LOOKED_AT_NEAR = 40
ALIKE = 0.6
# How many rows of a kind one arm of the query looks at.
LOOKED_AT = 60
LAST_CHARACTER = "\U0010ffff"
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


def search(text: str, *, kind: str = "", shown: int | None = None) -> Results:
    """Return what `text` finds, of one kind or of all (two queries at most).

    Groups come in the order of their best hit. Of one kind more are shown.
    """
    text = text.strip()[:TEXT_MAX]
    if not text:
        return Results(text)
    kinds = [kind] if kind in KINDS.values else list(KINDS.values)
    most = shown or (SHOWN if len(kinds) > 1 else SHOWN_OF_ONE_KIND)
    found = _found(text, kinds, most)
    groups = _groups(found)
    return Results(text, groups, () if groups else nearest(text))


def nearest(text: str) -> tuple[Hit, ...]:
    """Return what is spelled most like `text`, at most five (one query)."""
    asked = {"text": text, "most": LOOKED_AT_NEAR}
    rows = list(SearchDocument.objects.raw(NEAREST, asked))
    alike = sorted(rows, key=lambda row: -_likeness(text, row))
    close = [row for row in alike if _likeness(text, row) >= ALIKE]
    return tuple({row.pk: _hit(row) for row in reversed(close)}.values())[::-1][:NEAR]


def _likeness(text: str, row: SearchDocument) -> float:
    """Return how much of both texts is alike, 0 to 1; swapped letters cost little."""
    name = str(row.matched_name)  # type: ignore[attr-defined]
    return SequenceMatcher(None, text.casefold(), name.casefold()).ratio()


def note_miss(results: Results) -> None:
    """Count a search that found nothing; what may belong to a person is left out."""
    is_miss = bool(results.text) and not results.groups
    if is_miss and len(results.text) > 1 and not PERSONAL.search(results.text):
        SearchMiss.note(results.text)


def _found(text: str, kinds: list[str], most: int) -> list[SearchDocument]:
    asked = {
        "text": text,
        "kinds": kinds,
        "names": LOOKED_AT,
        "most": most,
        "end": LAST_CHARACTER,
    }
    return list(SearchDocument.objects.raw(FIND, asked))


def _groups(found: Sequence[SearchDocument]) -> tuple[Group, ...]:
    order = list(dict.fromkeys(row.kind for row in found))
    by_kind = sorted(found, key=lambda row: order.index(row.kind))
    return tuple(
        _group(kind, list(rows))
        for kind, rows in groupby(by_kind, key=lambda row: row.kind)
    )


def _group(kind: str, rows: Sequence[SearchDocument]) -> Group:
    return Group(
        kind=kind,
        label=KINDS(kind).label,
        hits=tuple(_hit(row) for row in rows),
        has_more=any(row.total > len(rows) for row in rows),  # type: ignore[attr-defined]
    )


def _url(row: SearchDocument) -> str:
    page = PAGES[KINDS(row.kind)]
    if row.kind == KINDS.INTERVIEW:
        return reverse(page, args=[row.slug, row.anchor])
    anchor = f"#{row.anchor}" if row.anchor else ""
    return reverse(page, args=[row.slug]) + anchor


def _hit(row: SearchDocument) -> Hit:
    return Hit(
        kind=row.kind,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        url=_url(row),
        why=_why(row),
    )


def _why(row: SearchDocument) -> str:
    """Return why it matched, in words; empty where the title shows it."""
    how, name, kind = (
        str(getattr(row, field) or "")
        for field in ("how", "matched_name", "matched_kind")
    )
    if how == "words" and not name:
        return "named in its text"
    lead = SAID_OF_NAMES[SearchName.Kind(kind)]
    if how == "spelling":
        return f"spelled like “{name}”" + (f", its {lead}" if lead else "")
    return f"{lead}: {name}" if lead else ""
