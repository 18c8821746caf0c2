"""The list of sources, and the page of one with all that depends on it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import models
from django.db.models import Count, Q, Value

from careersite.common.models import Publishable
from roles.bands import as_band
from roles.models import (
    CareerMove,
    Fact,
    FaqAnswer,
    GuideSection,
    Ladder,
    RelatedGuide,
    Role,
    SalaryBand,
    Source,
)
from roles.pay import Band

# Where on a role's page something stands; the top where it is not said.
PLACES = {
    "salaryband": "pay",
    "fact": "outlook",
    "ladder": "ladder",
    "careermove": "ladder",
    "duty": "work",
    "roleskill": "skills",
    "skillmention": "skills",
    "rolecertification": "certifications",
    "faqanswer": "questions",
}
LABELS = {
    "salaryband": "Pay figures",
    "fact": "Other figures and claims",
    "careermove": "Moves",
    "roleskill": "Levels and importance of skills",
    "skillmention": "Skills named",
    "rolealias": "Other titles",
    "rolecertification": "Certifications recommended",
    "faqanswer": "Answers to questions",
}
PATHS: dict[type[models.Model], str] = {FaqAnswer: "faq__role"}


@dataclass(frozen=True, slots=True)
class RoleUse:
    """How much of one kind a role takes from the source, and where it stands."""

    title: str
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class Use:
    """What of one kind depends on the source, role by role."""

    label: str
    roles: tuple[RoleUse, ...]

    @property
    def count(self) -> int:
        return sum(use.count for use in self.roles)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A source in the list, with how many rows depend on it."""

    source: Source
    count: int


@dataclass(frozen=True, slots=True)
class SourceKind:
    """The sources of one kind."""

    kind: str
    lines: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class PrintedPay:
    """A pay figure of one source; `is_history` where a newer edition has another."""

    row: SalaryBand
    band: Band
    is_history: bool


@dataclass(frozen=True, slots=True)
class SourcePage:
    """What the page of a source shows; origins show what is attributed to them."""

    source: Source
    uses: tuple[Use, ...]
    pay: tuple[PrintedPay, ...]
    facts: tuple[Fact, ...]
    ladders: tuple[Ladder, ...]
    moves: tuple[CareerMove, ...]
    editions: tuple[Source, ...]
    sections: tuple[GuideSection, ...]
    guides: tuple[RelatedGuide, ...]
    promotions: tuple[str, ...]


def source_list() -> tuple[SourceKind, ...]:
    """Return all published sources by kind, with counts (two queries)."""
    counts: dict[int, int] = {}
    for source_id, count in _counts():
        counts[source_id] = counts.get(source_id, 0) + count
    sources = Source.objects.published().select_related("family")
    rows = sorted(sources, key=lambda row: Source.Kind.values.index(row.kind))
    return tuple(
        SourceKind(
            kind, tuple(SourceLine(row, counts.get(row.pk, 0)) for row in members)
        )
        for kind, members in groupby(rows, key=lambda row: row.kind)
    )


def source_page(source: Source) -> SourcePage:
    """Load and put together the page of `source` (a fixed number of queries)."""
    mine = Q(published_in=source) | Q(attributed_to=source)
    pay = (
        SalaryBand.objects.published_with("role", "published_in")
        .with_sources()
        .with_history()
        .filter(mine, is_promotional=False)
        .order_by("role__position", "position", "key")
    )
    facts = (
        Fact.objects.published_with("role", "published_in")
        .with_history()
        .filter(mine, is_promotional=False)
        .select_related("role", "published_in", "attributed_to")
        .order_by("role__position", "measure", "position", "key")
    )
    ladders = Ladder.objects.published_with("role").filter(source=source)
    moves = CareerMove.objects.published_with("role").filter(mine)
    others = Source.objects.published().filter(family=source.family)
    sections = list(source.sections.all())
    guides = list(source.related_guides.select_related("to_role"))
    return SourcePage(
        source=source,
        uses=_uses(source),
        pay=tuple(PrintedPay(row, as_band(row), row.is_history) for row in pay),
        facts=tuple(facts),
        ladders=tuple(ladders.select_related("role").order_by("role__position")),
        moves=tuple(moves.select_related("role").order_by("role__position")),
        editions=tuple(others.exclude(pk=source.pk).order_by("-edition")),
        sections=tuple(row for row in sections if not row.is_promotional),
        guides=tuple(row for row in guides if not row.is_promotional),
        promotions=_promotions(sections, guides),
    )


def _promotions(
    sections: list[GuideSection], guides: list[RelatedGuide]
) -> tuple[str, ...]:
    """Return what a document promotes, in words: kept, and shown only if asked for."""
    passages = [
        f"{row.heading}: {row.body}" if row.heading else row.body
        for row in sections
        if row.is_promotional
    ]
    links = [f"A link: {row.label}." for row in guides if row.is_promotional]
    return tuple(passages + links)


@dataclass(slots=True)
class _Citing:
    """A model whose rows belong to a role and name a source by these keys."""

    model: Any
    role: str
    keys: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    def rows(self) -> models.QuerySet:
        """Return the rows that readers see."""
        shown = dict.fromkeys(_lives(self.model), Publishable.Status.PUBLISHED)
        rows: models.QuerySet = self.model.objects.filter(**shown)
        return rows.order_by()


def _lives(model: type[models.Model]) -> Iterator[str]:
    """Yield the lookups of each status on which it hangs that readers see a row."""
    if issubclass(model, Publishable):
        yield "status"
    for key in model._meta.concrete_fields:
        if key.is_relation and not key.null and key.related_model:
            yield from (f"{key.name}__{way}" for way in _lives(key.related_model))


def _citing() -> Iterator[_Citing]:
    """Yield every model that names sources for roles: new ones need no entry here."""
    found: dict[Any, _Citing] = {}
    for relation in Source._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not relation.auto_created or relation.concrete or model is None:
            continue
        path = PATHS.get(model, "role" if _has_role(model) else "")
        if path:
            found.setdefault(model, _Citing(model, path)).keys.append(
                relation.field.name  # type: ignore[union-attr]
            )
    order = [*LABELS, *PLACES]
    yield from sorted(
        found.values(),
        key=lambda one: order.index(one.name) if one.name in order else len(order),
    )


def _has_role(model: Any) -> bool:
    return any(
        column.name == "role" and column.related_model is Role
        for column in model._meta.concrete_fields
    )


def _uses(source: Source) -> tuple[Use, ...]:
    """Return what depends on a source, kind by kind: one query for all kinds."""
    kinds = list(_citing())
    queries = [
        one.rows()
        .filter(models.Q.create([(key, source) for key in one.keys], models.Q.OR))
        .annotate(place_in_list=Value(place))
        .values_list("place_in_list", f"{one.role}__slug", f"{one.role}__title")
        .annotate(row_count=Count("pk"))
        for place, one in enumerate(kinds)
    ]
    rows = sorted(queries[0].union(*queries[1:], all=True))
    return tuple(
        Use(
            _label(kinds[place].model),
            tuple(
                RoleUse(title, _url(slug, kinds[place].name), count)
                for _, slug, title, count in members
            ),
        )
        for place, members in groupby(rows, key=lambda row: row[0])
    )


def _counts() -> models.QuerySet:
    """Return (source id, count) pairs, several for a source."""
    queries = [
        one.rows()
        .filter(**{f"{key}__isnull": False})
        .values_list(key)
        .annotate(row_count=Count("pk"))
        for one in _citing()
        for key in one.keys
    ]
    return queries[0].union(*queries[1:], all=True)


def _label(model: Any) -> str:
    name = str(model._meta.verbose_name_plural)
    return LABELS.get(model._meta.model_name, name[:1].upper() + name[1:])


def _url(slug: str, kind: str) -> str:
    role = Role(slug=slug).get_absolute_url()
    return f"{role}#{PLACES[kind]}" if kind in PLACES else role
