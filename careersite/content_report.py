"""Which records hold what the five documents say, row by row of our inventory.

The inventory numbers each kind of content and tells how many records of each document
were counted when all of it was in: never fewer than the document has entries, often
more, where one passage answers to several kinds. A row with fewer records than that, a
point on which documents differ that no page says, or a printed pay figure that is
nowhere in the database is a failure; more records, which editors may add, are told.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet

from careersite.printed_pay import (
    SEEDS,
    PayFigure,
    figures_ever_published,
    read_pay_table,
)
from roles.models import (
    CareerMove,
    ComparisonFactor,
    Credential,
    Disagreement,
    Duty,
    EducationStance,
    EmployerGroup,
    Fact,
    FaqAnswer,
    Guidance,
    GuideSection,
    InterviewQuestion,
    Ladder,
    RelatedGuide,
    Role,
    RoleAlias,
    RoleCertification,
    RoleIndustry,
    SalaryBand,
    SkillMention,
    Source,
    Specialty,
    ToolMention,
    UseCase,
)

ABOUT = Q(role__slug="ai-engineer")
Kind, Measure = Guidance.Kind, Fact.Measure


def _points(*kinds: str) -> QuerySet:
    return Guidance.objects.filter(ABOUT, kind__in=kinds)


def _facts(*measures: str) -> QuerySet:
    return Fact.objects.published().filter(ABOUT, measure__in=measures)


# How many records of each of the five documents there were, in the order of `SEEDS`.
Counts = tuple[int, int, int, int, int]
# What the documents name has no document above it: counted as that of none.
ORIGINS = 11
# Number, what it is, where it is kept, how many records were counted.
Row = tuple[int, str, Sequence[QuerySet], Counts]


def inventory() -> list[Row]:
    """Return every row of the inventory with the records that hold it."""
    documents = Source.objects.published().filter(kind=Source.Kind.DOCUMENT)
    sections = GuideSection.objects.filter(source__in=documents)
    promoted = sections.filter(is_promotional=True)
    last = Q(kind__in=["conclusion", "call", "author"]) | Q(key="call")
    fit, hosts = (Kind.FIT, Kind.SELF_QUESTION), (Kind.INTERNSHIP, Kind.INTERNSHIP_HOST)
    model = Q(tool__kind="model")
    return [
        (1, "Source documents", [documents], (1, 1, 1, 1, 1)),
        (3, "Definitions, quick answers", [_points(Kind.DEFINITION)], (2, 1, 1, 2, 1)),
        (4, "Titles and aliases", [_titles()], (10, 0, 2, 0, 6)),
        (5, "Specialties", [_of(Specialty)], (12, 2, 7, 0, 1)),
        (6, "Takeaways", [_points(Kind.TAKEAWAY, Kind.BENEFIT)], (7, 0, 3, 0, 5)),
        (7, "Drivers, trends", [_points(Kind.DRIVER, Kind.TREND)], (5, 6, 0, 1, 0)),
        (8, "Duties", [_of(Duty)], (21, 3, 4, 5, 9)),
        (9, "Day in the life", [_points(Kind.DAY)], (0, 1, 0, 1, 0)),
        (10, "Time allocation", [_facts(Measure.TIME_SHARE)], (0, 0, 0, 0, 4)),
        (11, "Industries", [_of(RoleIndustry)], (11, 7, 12, 8, 0)),
        (12, "Employers and their types", [_of(EmployerGroup)], (5, 2, 7, 0, 2)),
        (13, "Use cases", [_of(UseCase)], (8, 3, 0, 6, 4)),
        (14, "Skills by category", [_of(SkillMention)], (38, 22, 38, 27, 25)),
        (15, "Importance labels", [_labeled()], (5, 0, 2, 6, 0)),
        (16, "Tools", [_of(ToolMention).exclude(model)], (0, 9, 10, 13, 8)),
        (17, "Foundation models", [_of(ToolMention).filter(model)], (0, 0, 5, 0, 3)),
        (18, "Core dimensions", [_points(Kind.DIMENSION)], (0, 0, 0, 6, 0)),
        (19, "Contrast", [_compared("Standard software routine")], (0, 0, 0, 1, 0)),
        (20, "Life-cycle stages", [_points(Kind.LIFE_CYCLE)], (0, 0, 8, 0, 0)),
        (21, "Checklists", [_points(Kind.CHECKLIST)], (0, 0, 34, 0, 0)),
        (22, "Credentials table", [_of(Credential)], (0, 0, 4, 0, 0)),
        (23, "Education", [_of(EducationStance)], (1, 0, 6, 1, 3)),
        (24, "Certifications", [_of(RoleCertification)], (5, 0, 2, 0, 4)),
        (25, "Pay", [_pay()], (9, 5, 6, 4, 17)),
        (26, "Pay factors", [_points(Kind.PAY_FACTOR)], (1, 3, 7, 0, 0)),
        (27, "Ladders", [_published(Ladder)], (1, 1, 1, 1, 1)),
        (28, "Lateral moves", [_published(CareerMove)], (0, 2, 1, 4, 4)),
        (29, "Comparisons", [_of(ComparisonFactor)], (2, 2, 0, 6, 6)),
        (30, "Scores", [_facts(Measure.SCORE)], (0, 0, 0, 8, 1)),
        (31, "Outlook", [_facts(Measure.GROWTH, Measure.MARKET)], (0, 0, 1, 0, 10)),
        (32, "Challenge statistics", [_facts(Measure.CHALLENGE)], (0, 0, 3, 0, 1)),
        (33, "Remote, perks", [_facts(Measure.REMOTE, Measure.PERK)], (1, 0, 0, 1, 5)),
        (34, "Time to role", [_facts(Measure.TIME_TO_ROLE)], (1, 0, 0, 0, 0)),
        (35, "Roadmap steps", [_points(Kind.FIRST_STEP)], (1, 0, 1, 3, 0)),
        (36, "Internships", [_points(*hosts)], (0, 0, 12, 0, 0)),
        (
            37,
            "Advancement",
            [_points(Kind.ADVANCEMENT, Kind.MENTORING)],
            (0, 0, 7, 0, 0),
        ),
        (38, "Portfolio ideas", [_points(Kind.PORTFOLIO)], (5, 0, 4, 0, 0)),
        (39, "Resume tips", [_points(Kind.RESUME)], (4, 0, 0, 0, 0)),
        (40, "Interview questions", [_published(InterviewQuestion)], (17, 0, 0, 0, 0)),
        (41, "Challenges", [_points(Kind.CHALLENGE, Kind.ADVANTAGE)], (1, 0, 11, 1, 1)),
        (42, "Tips to excel", [_points(Kind.TIP)], (0, 0, 7, 0, 0)),
        (43, "Fit and self-questions", [_points(*fit)], (0, 0, 14, 5, 0)),
        (44, "Career test, link only", [promoted.filter(key="test")], (0, 0, 0, 1, 0)),
        (45, "Practitioners' voices", [_points(Kind.VOICE)], (0, 0, 3, 0, 0)),
        (46, "Questions and answers", [_answers()], (10, 4, 13, 8, 9)),
        (47, "Learning places", [_points(Kind.LEARNING_PLACE)], (1, 0, 8, 0, 2)),
        (48, "Related guides", [RelatedGuide.objects.all()], (0, 0, 4, 5, 0)),
        (49, "Conclusions, calls, author", [sections.filter(last)], (2, 1, 0, 1, 1)),
        (50, "Promotional passages", [promoted, _promoted_tools()], (1, 3, 1, 1, 1)),
        (51, "Long prose", [sections.filter(is_missing=False)], (18, 10, 15, 21, 10)),
        (52, "Empty headings", [sections.filter(is_missing=True)], (1, 0, 2, 5, 0)),
    ]


NOT_TAKEN_OVER = "Page furniture: logo, table of contents, comment and read-more links"


# Where documents differ: number, what about, under which keys, where readers meet it.
PAGE = "/roles/ai-engineer/"
SECTIONS = {"getting_in": "getting-in"}
DISAGREEMENTS: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (1, "Mid and senior pay", ("mid-and-senior-pay",)),
    (2, "Average or median", ("average-or-median",)),
    (3, "Levels and their boundaries", ("level-boundaries", "leadership")),
    (4, "Growth", ("growth",)),
    (5, "Degree", ("degree",)),
    (6, "AI or ML engineer", ("who-trains-models", "titles", "ai-and-ml-pay")),
    (7, "Prompt engineering", ("prompt-engineering", "future-of-prompting")),
    (8, "Stability, stress, remote", ("stability-and-stress", "remote")),
    (9, "Languages and frameworks", ("languages", "frameworks")),
    (10, "AI Product Manager", ("ai-product-manager", "fastest-growing")),
    (
        11,
        "A document against itself",
        (
            *("one-guide-on-senior-pay", "location-and-pay", "ai-and-ml-pay"),
            *("credential-gated", "difficulty", "two-years", "who-trains-models"),
            "six-times",
        ),
    ),
    (12, "No country stated", ("country-not-stated",)),
)


def _of(model: type[Model]) -> QuerySet:
    return model._default_manager.filter(ABOUT)  # noqa: SLF001


def _published(model: Any) -> QuerySet:
    return model.objects.published().filter(ABOUT)


def _pay() -> QuerySet:
    """Return the bands that were ever published: a newer one alters no older one."""
    return SalaryBand.objects.published().filter(ABOUT)


def _titles() -> QuerySet:
    return _of(RoleAlias).filter(source__isnull=False)


def _labeled() -> QuerySet:
    return _of(SkillMention).exclude(importance_label="")


def _promoted_tools() -> QuerySet:
    return _of(ToolMention).filter(is_promotional=True)


def _compared(label: str) -> QuerySet:
    return _of(ComparisonFactor).filter(other_label=label)


def _answers() -> QuerySet:
    return FaqAnswer.objects.filter(faq__role__slug="ai-engineer")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the inventory: how many records hold it, and how many did."""

    number: int
    title: str
    held: tuple[int, ...]
    wanted: tuple[int, ...]

    @property
    def is_short(self) -> bool:
        """Whether fewer records of a document hold it than were counted."""
        return any(held < wanted for held, wanted in self._pairs())

    @property
    def has_more(self) -> bool:
        """Whether more records of a document hold it than were counted."""
        return any(held > wanted for held, wanted in self._pairs())

    @property
    def by_document(self) -> str:
        """What each document gives, those that give nothing left out."""
        if len(self.held) < len(SEEDS):
            return ""
        return ", ".join(
            f"{seed} {held}" if held == wanted else f"{seed} {held} of {wanted}"
            for seed, (held, wanted) in zip(SEEDS, self._pairs(), strict=True)
            if held or wanted
        )

    def _pairs(self) -> list[tuple[int, int]]:
        return list(zip(self.held, self.wanted, strict=True))


def content_lines() -> list[Line]:
    """Count the records of every row of the inventory (a query or two a row)."""
    origins = Source.objects.published().filter(kind=Source.Kind.ORIGIN).count()
    lines = [
        Line(number, title, _held(rows), wanted)
        for number, title, rows, wanted in inventory()
    ]
    cited = Line(2, "Cited sources", (origins,), (ORIGINS,))
    return sorted([*lines, cited], key=lambda line: line.number)


def _held(several: Sequence[QuerySet]) -> tuple[int, ...]:
    """Count records by the document that they come from; of others, none."""
    found = Counter(
        slug
        for rows in several
        for slug in rows.values_list(_document(rows), flat=True)
    )
    return tuple(found[slug] for slug in SEEDS.values())


def _document(rows: QuerySet) -> str:
    if rows.model is Source:
        return "slug"
    names = {field.name for field in rows.model._meta.concrete_fields}
    return "published_in__slug" if "published_in" in names else "source__slug"


@dataclass(frozen=True, slots=True)
class Difference:
    """A point on which the documents differ, and where a reader meets it."""

    number: int
    title: str
    wanted: tuple[str, ...]
    held: dict[str, str]

    @property
    def missing(self) -> list[str]:
        """The keys that no page shows."""
        return [key for key in self.wanted if key not in self.held]

    @property
    def places(self) -> list[str]:
        """The addresses where it is said."""
        return list(dict.fromkeys(self.held.values()))


def differences() -> list[Difference]:
    """Return every point on which the documents differ (one query)."""
    rows = Disagreement.objects.filter(ABOUT, role__status=Role.Status.PUBLISHED)
    said = {
        key: f"{PAGE}#{SECTIONS.get(section, section)}"
        for key, section in rows.values_list("key", "section")
    }
    return [
        Difference(number, title, keys, {key: said[key] for key in keys if key in said})
        for number, title, keys in DISAGREEMENTS
    ]


def missing_figures() -> list[PayFigure]:
    """Return the printed pay figures that the database does not hold unaltered."""
    missing = Counter(read_pay_table()) - Counter(figures_ever_published())
    return sorted(missing.elements(), key=lambda figure: figure.sort_key)
