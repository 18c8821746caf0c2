"""All that sources say about a role in words, read in one query."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from roles.models import (
    ComparisonFactor,
    Credential,
    Disagreement,
    DisagreementSide,
    EducationStance,
    Employer,
    EmployerGroup,
    Faq,
    FaqAnswer,
    Guidance,
    InterviewQuestion,
    Role,
    RoleIndustry,
    Skill,
    Specialty,
    ToolMention,
    UseCase,
)

Row = dict[str, Any]


def with_words(roles: QuerySet) -> QuerySet:
    """Annotate roles with `words`: all families of rows, in the same query."""
    return roles.annotate(words=JSONObject(**_families()))


def read_words(role: Role) -> dict[str, list[Row]]:
    """Return all families of rows; a query unless `with_words` brought them."""
    if not hasattr(role, "words"):
        role = with_words(Role.everything.filter(pk=role.pk)).get()
    found: dict[str, list[Row]] = role.words  # type: ignore[attr-defined]
    return found


def with_origins(factors: QuerySet) -> QuerySet:
    """Annotate lines of comparisons with `origin_ids`, in the same query."""
    return factors.annotate(origin_ids=_origin_ids())


def _families() -> dict[str, Any]:
    return {
        "guidance": _rows(
            _below(Guidance).filter(is_promotional=False),
            *("kind", "group", "title", "text", "items", "url", "fact_id"),
            *("horizon", "polarity"),
        ),
        "industries": _rows(
            _below(RoleIndustry),
            *("as_printed", "pay", "note"),
            name="industry__name",
        ),
        "employers": _rows(
            _below(EmployerGroup),
            *("title", "pros", "cons", "note"),
            names=ArraySubquery(
                Employer.objects.filter(groups=OuterRef("pk"))
                .order_by("pk")
                .values("name")
            ),
        ),
        "use_cases": _rows(_below(UseCase), "text", "note", industry="industry__name"),
        "tools": _rows(
            _below(ToolMention).filter(is_promotional=False),
            *("as_printed", "tile_group", "note"),
            name="tool__name",
            kind="tool__kind",
            vendor="tool__vendor",
        ),
        "stances": _rows(
            _below(EducationStance),
            *("level", "requirement", "text", "fields", "sectors", "substitutes"),
        ),
        "credentials": _rows(
            _below(Credential), "name", "why", "best_for", "is_incomplete"
        ),
        "specialties": _rows(
            _below(Specialty),
            *("name", "kind", "pay_effect", "note"),
            role_slug="to_role__slug",
            role_status="to_role__status",
        ),
        "comparisons": _rows(
            _below(ComparisonFactor),
            *("other_label", "factor", "value", "other_value", "attributed_to_id"),
            origin_ids=_origin_ids(),
            role_slug="other_role__slug",
            role_status="other_role__status",
        ),
        "disputes": _disputes(),
        "questions": _questions(),
        "interview": _interview(),
    }


def _disputes() -> ArraySubquery:
    """Return what sources disagree in, with what each side says."""
    return ArraySubquery(
        _below(Disagreement).values(
            row=JSONObject(
                section="section",
                statement="statement",
                note="note",
                sides=_rows(
                    DisagreementSide.everything.filter(
                        disagreement=OuterRef("pk")
                    ).order_by("position", "key"),
                    "text",
                ),
            )
        )
    )


def _questions() -> ArraySubquery:
    """Return published questions with the answers of each source."""
    return ArraySubquery(
        Faq.objects.published()
        .filter(role=OuterRef("pk"))
        .order_by("position", "pk")
        .values(
            row=JSONObject(
                key="key",
                question="question",
                answers=_rows(
                    FaqAnswer.objects.filter(faq=OuterRef("pk")).order_by(
                        "position", "source__position"
                    ),
                    "text",
                ),
            )
        )
    )


def _interview() -> ArraySubquery:
    """Return published interview questions with the skills that they test."""
    return _rows(
        InterviewQuestion.objects.published()
        .filter(role=OuterRef("pk"))
        .order_by("kind", "position", "key"),
        *("kind", "text", "outline", "is_topic", "as_printed", "house_level"),
        skills=ArraySubquery(
            Skill.objects.published()
            .filter(interview_questions=OuterRef("pk"))
            .order_by("name")
            .values("name")
        ),
    )


def _origin_ids() -> ArraySubquery:
    """Return the origins of a line of a comparison where it names several."""
    through: Any = ComparisonFactor.origins.through
    named = through.objects.filter(comparisonfactor=OuterRef("pk"))
    return ArraySubquery(named.order_by("source__position", "pk").values("source_id"))


def _below(model: Any) -> QuerySet:
    """Return the rows of one kind that belong to the role, draft or not."""
    rows: QuerySet = model.everything.filter(role=OuterRef("pk"))
    return rows.order_by("position", "key")


def _rows(rows: QuerySet, *names: str, **renamed: Any) -> ArraySubquery:
    """Return rows as JSON with the columns named, and the id of the source."""
    columns = {name: F(name) for name in (*names, "source_id")}
    return ArraySubquery(rows.values(row=JSONObject(**columns, **renamed)))
