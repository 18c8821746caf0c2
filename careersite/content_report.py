"""Which records hold what the five documents say, row by row of our inventory.

The inventory numbers each kind of content that the documents hold. A row without a
record, or a printed pay figure that is nowhere in the database, is a failure.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from careersite.printed_pay import PayFigure, figures_ever_published, read_pay_table
from roles.models import (
    CareerMove,
    Certification,
    ComparisonFactor,
    Credential,
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
    RoleAlias,
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


# Number, what the documents hold, where it is kept, how many records at least.
Row = tuple[int, str, Sequence[QuerySet], int]


def inventory() -> list[Row]:
    """Return every row of the inventory with the records that hold it."""
    documents = Source.objects.published().filter(kind=Source.Kind.DOCUMENT)
    origins = Source.objects.published().filter(kind=Source.Kind.ORIGIN)
    sections = GuideSection.objects.filter(source__in=documents)
    promoted = sections.filter(is_promotional=True)
    return [
        (1, "Source documents", [documents], 5),
        (2, "Cited sources", [origins], 11),
        (3, "Definitions, quick answers, leads", [_points(Kind.DEFINITION)], 7),
        (4, "Titles and aliases", [RoleAlias.objects.filter(ABOUT)], 9),
        (5, "Specialties", [Specialty.objects.filter(ABOUT)], 22),
        (6, "Takeaways and benefits", [_points(Kind.TAKEAWAY, Kind.BENEFIT)], 15),
        (7, "Drivers and trends", [_points(Kind.DRIVER, Kind.TREND)], 12),
        (8, "Duties", [Duty.objects.filter(ABOUT)], 34),
        (9, "Day in the life", [_points(Kind.DAY)], 2),
        (10, "Time allocation", [_facts(Measure.TIME_SHARE)], 4),
        (11, "Industries", [RoleIndustry.objects.filter(ABOUT)], 36),
        (12, "Employers and their types", [EmployerGroup.objects.filter(ABOUT)], 16),
        (13, "Use cases", [UseCase.objects.filter(ABOUT)], 21),
        (14, "Skills by category", [SkillMention.objects.filter(ABOUT)], 34),
        (
            15,
            "Skill importance labels",
            [SkillMention.objects.filter(ABOUT).exclude(importance_label="")],
            3,
        ),
        (16, "Tools and frameworks", [_tools().exclude(tool__kind="model")], 40),
        (17, "Foundation models", [_tools().filter(tool__kind="model")], 8),
        (18, "Core dimensions", [_points(Kind.DIMENSION)], 6),
        (19, "Contrast example", [_compared("Standard software routine")], 1),
        (20, "Life-cycle stages", [_points(Kind.LIFE_CYCLE)], 8),
        (21, "Checklists", [_points(Kind.CHECKLIST)], 34),
        (22, "Credentials table", [Credential.objects.filter(ABOUT)], 4),
        (23, "Education", [EducationStance.objects.filter(ABOUT)], 11),
        (24, "Certifications", [Certification.objects.published()], 9),
        (25, "Pay", [SalaryBand.objects.published().filter(ABOUT)], 41),
        (26, "Pay factors", [_points(Kind.PAY_FACTOR)], 11),
        (27, "Ladders", [Ladder.objects.published().filter(ABOUT)], 5),
        (28, "Lateral moves", [CareerMove.objects.published().filter(ABOUT)], 6),
        (29, "Comparisons", [ComparisonFactor.objects.filter(ABOUT)], 15),
        (30, "Scores", [_facts(Measure.SCORE)], 9),
        (31, "Outlook and market", [_facts(Measure.GROWTH, Measure.MARKET)], 10),
        (32, "Challenge statistics", [_facts(Measure.CHALLENGE)], 4),
        (33, "Remote work and perks", [_facts(Measure.REMOTE, Measure.PERK)], 6),
        (34, "Time to role", [_facts(Measure.TIME_TO_ROLE)], 1),
        (35, "Roadmap steps", [_points(Kind.FIRST_STEP)], 5),
        (36, "Internships", [_points(Kind.INTERNSHIP, Kind.INTERNSHIP_HOST)], 11),
        (37, "Advancement, mentoring", [_points(Kind.ADVANCEMENT, Kind.MENTORING)], 7),
        (38, "Portfolio ideas", [_points(Kind.PORTFOLIO)], 9),
        (39, "Resume tips", [_points(Kind.RESUME)], 4),
        (40, "Interview questions", [_asked()], 17),
        (41, "Challenges", [_points(Kind.CHALLENGE, Kind.ADVANTAGE)], 14),
        (42, "Tips to excel", [_points(Kind.TIP)], 7),
        (43, "Fit and self-questions", [_points(Kind.FIT, Kind.SELF_QUESTION)], 19),
        (44, "Career test, link only", [promoted.filter(key="test")], 1),
        (45, "Practitioners' voices", [_points(Kind.VOICE)], 3),
        (46, "Questions and answers", [_answers()], 20),
        (47, "Learning places", [_points(Kind.LEARNING_PLACE)], 11),
        (48, "Related guides", [RelatedGuide.objects.filter(source__in=documents)], 9),
        (
            49,
            "Conclusions, calls, author",
            [sections.filter(kind__in=["conclusion", "call", "author"])],
            4,
        ),
        (50, "Promotional passages", [promoted, _promoted_tools()], 6),
        (51, "Long prose", [sections.filter(is_missing=False)], 60),
        (52, "Empty headings", [sections.filter(is_missing=True)], 8),
    ]


NOT_TAKEN_OVER = "Page furniture: logo, table of contents, comment and read-more links"


def _tools() -> QuerySet:
    return ToolMention.objects.filter(ABOUT)


def _promoted_tools() -> QuerySet:
    return _tools().filter(is_promotional=True)


def _compared(label: str) -> QuerySet:
    return ComparisonFactor.objects.filter(ABOUT, other_label=label)


def _asked() -> QuerySet:
    return (
        InterviewQuestion.objects.published()
        .filter(ABOUT)
        .exclude(source__kind=Source.Kind.EDITORIAL)
    )


def _answers() -> QuerySet:
    return FaqAnswer.objects.filter(
        faq__role__slug="ai-engineer", source__kind=Source.Kind.DOCUMENT
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the inventory with the number of records that hold it."""

    number: int
    title: str
    held: int
    wanted: int

    @property
    def is_short(self) -> bool:
        """Whether fewer records hold it than the documents have entries."""
        return self.held < self.wanted


def content_lines() -> list[Line]:
    """Count the records of every row of the inventory."""
    return [
        Line(number, title, sum(rows.count() for rows in held), wanted)
        for number, title, held, wanted in inventory()
    ]


def missing_figures() -> list[PayFigure]:
    """Return the printed pay figures that the database does not hold unaltered."""
    missing = Counter(read_pay_table()) - Counter(figures_ever_published())
    return sorted(missing.elements(), key=lambda figure: figure.sort_key)
