"""The list of interview questions and the page of one."""

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import QueryDict

from roles.facets import Item
from roles.filters import InterviewQuestionFilter
from roles.models import HouseLevel, InterviewQuestion, Role, Skill
from roles.models.question import InterviewQuestionQuerySet
from roles.pages.catalog.found import Found, find
from roles.pages.listing import FacetOf

FILTERS = ("role", "kind", "level", "skill", "q")


@dataclass(frozen=True, slots=True)
class RoleQuestions:
    """The questions of one role on this page of the list."""

    role: Role
    questions: tuple[InterviewQuestion, ...]


@dataclass(frozen=True, slots=True)
class QuestionList:
    """One page of interview questions, role by role.

    `wish` is the address's query with what is filtered by, and nothing else.
    """

    found: Found
    roles: tuple[RoleQuestions, ...]
    wish: str


@dataclass(frozen=True, slots=True)
class QuestionPage:
    """What the page of a question shows; `others` are of the same role and kind."""

    question: InterviewQuestion
    skills: tuple[Skill, ...]
    others: tuple[InterviewQuestion, ...]
    wish: str


def question_list(query: QueryDict) -> QuestionList:
    """Return one page of the published questions that `query` asks for.

    A fixed number of queries for any number of questions.
    """
    shown = InterviewQuestion.objects.readable()
    facets, items = _known(shown)

    def results(data: QueryDict) -> InterviewQuestionQuerySet:
        fitting = InterviewQuestionFilter(data, shown).qs.order_by().values("pk")
        return shown.filter(pk__in=fitting).in_reading_order()

    found = find(
        query,
        facets,
        items,
        results=results,
        named=lambda text: shown.matching(text).values_list("pk", flat=True),
    )
    roles = tuple(
        RoleQuestions(members[0].role, tuple(members))
        for _, group in groupby(found.page, key=lambda one: one.role_id)
        for members in [list(group)]
    )
    return QuestionList(found, roles, wish_in(query))


def wish_in(query: QueryDict) -> str:
    """Return the part of an address that says which questions are wanted."""
    return urlencode([(name, query[name]) for name in FILTERS if query.get(name)])


def question_page(question: InterviewQuestion) -> QuestionPage:
    """Load and put together the page of `question` (two queries)."""
    others = InterviewQuestion.objects.published().filter(
        role=question.role, kind=question.kind
    )
    return QuestionPage(
        question=question,
        skills=tuple(question.skills.published().in_reading_order()),
        others=_with_role(question.role, others.exclude(pk=question.pk)),
        wish=urlencode({"role": question.role.slug, "kind": question.kind}),
    )


def _with_role(
    role: Role, questions: InterviewQuestionQuerySet
) -> tuple[InterviewQuestion, ...]:
    rows = tuple(questions.order_by("position", "key"))
    for row in rows:
        row.role = role
    return rows


def _known(
    shown: InterviewQuestionQuerySet,
) -> tuple[tuple[FacetOf, ...], list[Item]]:
    """Return the filters, and every question with its values: two queries."""
    published = Skill.objects.published().only("pk", "slug", "name")
    rows = (
        shown.select_related("role")
        .prefetch_related(Prefetch("skills", published))
        .only("kind", "house_level", "role__slug", "role__title", "role__position")
    )
    roles: dict[str, str] = {}
    skills: dict[str, str] = {}
    items = []
    for row in rows.order_by("role__position", "role__slug"):
        roles.setdefault(row.role.slug, row.role.title)
        own = {skill.slug: skill.name for skill in row.skills.all()}
        skills |= own
        # What is asked at any level is asked at each.
        levels = {row.house_level} if row.house_level else set(HouseLevel.values)
        items.append(
            Item(
                row.pk,
                {
                    "role": {row.role.slug},
                    "kind": {row.kind},
                    "level": levels,
                    "skill": set(own),
                },
            )
        )
    by_name = sorted(skills.items(), key=lambda pair: pair[1].casefold())
    facets = (
        FacetOf("role", "Role", tuple(roles.items())),
        FacetOf("kind", "Kind", tuple(InterviewQuestion.Kind.choices)),
        FacetOf("level", "Level", tuple(HouseLevel.choices)),
        FacetOf("skill", "Skill", tuple(by_name)),
    )
    return facets, items
