"""What sources say about a role in words, put together for its page."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from roles.models import (
    EducationStance,
    Fact,
    Guidance,
    HouseLevel,
    InterviewQuestion,
    Role,
    RoleIndustry,
    Specialty,
    Tool,
)
from roles.pages.letters import Letters
from roles.pages.words.parts import (
    Comparison,
    CredentialRow,
    Dispute,
    EmployerType,
    InterviewGroup,
    Named,
    NamedGroup,
    Point,
    PointGroup,
    Question,
    SpecialtyRow,
    Stance,
)
from roles.pages.words.reading import Row, read_words

Kind = Guidance.Kind
# What a list of points is called, where that is more than the name of its kind.
HEADINGS = {
    Kind.TAKEAWAY: "Takeaways",
    Kind.BENEFIT: "Benefits",
    Kind.DRIVER: "What drives demand",
    Kind.TREND: "Trends",
    Kind.DIMENSION: "Core dimensions",
    Kind.LIFE_CYCLE: "The life of an AI system",
    Kind.SKILL_NOTE: "More about skills",
    Kind.INTERNSHIP: "Internships",
    Kind.FIRST_STEP: "First steps",
    Kind.PORTFOLIO: "Ideas for a portfolio",
    Kind.RESUME: "Your resume",
    Kind.LEARNING_PLACE: "Where to learn and meet people",
    Kind.ADVANCEMENT: "Ways to advance",
    Kind.MENTORING: "Mentors",
    Kind.TIP: "Tips to excel",
    Kind.ADVANTAGE: "Advantages",
    Kind.CHALLENGE: "Challenges",
    Kind.VOICE: "What practitioners say",
    Kind.FIT: "Who it fits, and who not",
    Kind.SELF_QUESTION: "Questions to ask yourself",
}


class Words:
    """Everything that a role's sources say in words; letters as they are used."""

    def __init__(self, role: Role, facts: Iterable[Fact], letters: Letters) -> None:
        self._letters = letters
        self._figures = {fact.pk: fact.as_printed for fact in facts}
        self._rows = read_words(role)

    def points(self, kind: str) -> tuple[Point, ...]:
        """Return what is said of one kind, in order."""
        return tuple(self._point(row) for row in self._of_kind(kind))

    def groups(self, *kinds: str) -> tuple[PointGroup, ...]:
        """Return the points of some kinds, each kind under its name."""
        found = ((Kind(kind), self.points(kind)) for kind in kinds)
        return tuple(
            PointGroup(HEADINGS.get(kind, kind.label), points)
            for kind, points in found
            if points
        )

    def checklists(
        self, *names: str, leaving_out: Collection[str] = ()
    ) -> tuple[PointGroup, ...]:
        """Return the lists of these names; without names all, but some."""
        lists = dict(_by(self._of_kind(Kind.CHECKLIST), "group"))
        return tuple(
            PointGroup(name, tuple(map(self._point, lists[name])))
            for name in (names or lists)
            if name in lists and name not in leaving_out
        )

    def industries(self) -> tuple[Named, ...]:
        """Return industries with who names them; said to pay more or differently."""
        remarks = dict(RoleIndustry.Pay.choices)
        return tuple(
            Named(
                name,
                tuple(self._mention(row) for row in rows),
                ", ".join(
                    f"{remarks[row['pay']]} ({self._letter(row)})"
                    for row in rows
                    if row["pay"]
                ),
            )
            for name, rows in _by(self._rows["industries"], "name")
        )

    def employers(self) -> tuple[EmployerType, ...]:
        """Return types of employers, source by source."""
        return tuple(
            EmployerType(
                row["title"],
                tuple(row["names"]),
                row["pros"],
                row["cons"],
                row["note"],
                self._letter(row),
            )
            for row in self._rows["employers"]
        )

    def use_cases(self) -> tuple[NamedGroup, ...]:
        """Return what people build, by industry; without one at the end."""
        groups = _by(self._rows["use_cases"], "industry")
        groups.sort(key=lambda group: group[0] is None)
        return tuple(
            NamedGroup(
                industry or "Anywhere",
                tuple(
                    Named(
                        text,
                        tuple((self._letter(one), "", one["note"]) for one in same),
                    )
                    for text, same in _by(rows, "text")
                ),
            )
            for industry, rows in groups
        )

    def tools(self) -> tuple[NamedGroup, ...]:
        """Return tools by kind, each with who names it."""
        kinds = _by(self._rows["tools"], "kind")
        order = list(Tool.Kind.values)
        kinds.sort(key=lambda group: order.index(group[0]))
        return tuple(
            NamedGroup(
                Tool.Kind(kind).label,
                tuple(
                    Named(
                        name,
                        tuple(
                            (
                                self._letter(one),
                                one["tile_group"] or one["as_printed"],
                                one["note"],
                            )
                            for one in same
                        ),
                        same[0]["vendor"],
                    )
                    for name, same in _by(rows, "name")
                ),
            )
            for kind, rows in kinds
        )

    def stances(self) -> tuple[Stance, ...]:
        """Return what sources say about degrees, kind of degree by kind."""
        order = list(EducationStance.Level.values)
        rows = sorted(self._rows["stances"], key=lambda row: order.index(row["level"]))
        return tuple(
            Stance(
                EducationStance.Level(row["level"]).label,
                EducationStance.Requirement(row["requirement"]).label,
                row["text"],
                tuple(
                    (label, ", ".join(row[name]))
                    for label, name in (
                        ("Fields", "fields"),
                        ("Sectors", "sectors"),
                        ("In its place", "substitutes"),
                    )
                    if row[name]
                ),
                self._letter(row),
            )
            for row in rows
        )

    def credentials(self) -> tuple[CredentialRow, ...]:
        """Return the table of credentials."""
        return tuple(
            CredentialRow(
                row["name"],
                row["why"],
                tuple(row["best_for"]),
                row["is_incomplete"],
                self._letter(row),
            )
            for row in self._rows["credentials"]
        )

    def specialties(self) -> tuple[SpecialtyRow, ...]:
        """Return fields to specialize in."""
        return tuple(
            SpecialtyRow(
                row["name"],
                Specialty.Kind(row["kind"]).label,
                row["pay_effect"],
                row["note"],
                _role_url(row),
                self._letter(row),
            )
            for row in self._rows["specialties"]
        )

    def comparisons(self) -> tuple[Comparison, ...]:
        """Return the role beside each other kind of work."""
        return tuple(
            Comparison(
                label,
                next((url for row in rows if (url := _role_url(row))), ""),
                tuple(
                    (
                        row["factor"],
                        row["value"],
                        row["other_value"],
                        self._letter(row),
                        self._letters.cited(
                            row["attributed_to_id"], *row["origin_ids"]
                        ),
                    )
                    for row in rows
                ),
            )
            for label, rows in _by(self._rows["comparisons"], "other_label")
        )

    def disputes(self, section: str) -> tuple[Dispute, ...]:
        """Return where sources differ on the matters of one section."""
        return tuple(
            Dispute(
                row["statement"],
                row["note"],
                tuple((self._letter(side), side["text"]) for side in row["sides"]),
            )
            for row in self._rows["disputes"]
            if row["section"] == section
        )

    def interview(self) -> tuple[InterviewGroup, ...]:
        """Return interview questions by kind."""
        return tuple(
            InterviewGroup(
                InterviewQuestion.Kind(kind).label,
                tuple(
                    {
                        **row,
                        "level": dict(HouseLevel.choices).get(row["house_level"], ""),
                        "letter": self._letter(row),
                    }
                    for row in rows
                ),
            )
            for kind, rows in _by(self._rows["interview"], "kind")
        )

    def questions(self) -> tuple[Question, ...]:
        """Return questions that people ask, each with the answers of its sources."""
        return tuple(
            Question(
                row["key"],
                row["question"],
                tuple((self._letter(one), one["text"]) for one in row["answers"]),
            )
            for row in self._rows["questions"]
            if row["answers"]
        )

    def _mention(self, row: Row) -> tuple[str, str, str]:
        return self._letter(row), row.get("as_printed", ""), row["note"]

    def _of_kind(self, kind: str) -> list[Row]:
        return [row for row in self._rows["guidance"] if row["kind"] == kind]

    def _point(self, row: Row) -> Point:
        return Point(
            title=row["title"],
            text=row["text"],
            letter=self._letter(row),
            items=tuple(row["items"]),
            url=row["url"],
            figure=self._figures.get(row["fact_id"], ""),
            horizon=row["horizon"],
            polarity=Guidance.Polarity(row["polarity"]).label
            if row["polarity"]
            else "",
        )

    def _letter(self, row: Mapping[str, Any]) -> str:
        return self._letters.of(row["source_id"])


def _by(rows: Sequence[Row], name: str) -> list[tuple[Any, list[Row]]]:
    """Return rows under each value of `name`, in the order of first use."""
    found: dict[Any, list[Row]] = {}
    for row in rows:
        found.setdefault(row[name], []).append(row)
    return list(found.items())


def _role_url(row: Row) -> str:
    if row["role_status"] != Role.Status.PUBLISHED:
        return ""
    return reverse("roles:role_detail", args=[row["role_slug"]])
