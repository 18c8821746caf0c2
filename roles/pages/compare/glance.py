"""The roles at a glance: one row per measure, with the source of each value."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from roles.models import ComparisonFactor, Fact, Role
from roles.pages.letters import Letters

NOT_STATED = "Not stated"


class Said(NamedTuple):
    """What one source says, with the origins that it names.

    A figure also says until when it was to be looked at again.
    """

    text: str
    letter: str
    origins: str = ""
    review_by: date | None = None
    as_of: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """What sources say of one role; empty where none does."""

    role: Role
    place: int
    values: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class GlanceRow:
    """One measure; it differs where the words do, whoever says them."""

    label: str
    cells: tuple[Cell, ...]

    @property
    def differs(self) -> bool:
        """Whether roles of which something is said do not all have the same said."""
        said = {tuple(value.text for value in cell.values) for cell in self.cells}
        return len(said - {()}) > 1


def glance_rows(
    roles: Sequence[Role], facts: Sequence[Fact], letters: Letters
) -> tuple[GlanceRow, ...]:
    """Return the main job, demands and scores, in the order of the facts."""
    main = GlanceRow(
        "Main job",
        tuple(
            Cell(role, at, (Said(role.summary, ""),)) for at, role in enumerate(roles)
        ),
    )
    labels: dict[tuple[str, str], str] = {}
    for fact in facts:
        if fact.measure != Fact.Measure.PREMIUM:
            words = fact.dimension.replace("-", " ").capitalize()
            labels.setdefault((fact.measure, fact.dimension), fact.label or words)
    return (
        main,
        *(
            GlanceRow(
                label,
                tuple(
                    Cell(role, at, _values(role, about, facts, letters))
                    for at, role in enumerate(roles)
                ),
            )
            for about, label in labels.items()
        ),
    )


def factor_rows(
    roles: Sequence[Role], factors: Sequence[ComparisonFactor], letters: Letters
) -> tuple[GlanceRow, ...]:
    """Return what sources say when they set two of these roles against each other.

    A factor that several sources or pairs name is one row with all they say.
    """
    said: dict[str, dict[int | None, list[Said]]] = {}
    for row in factors:
        letter = letters.of(row.source_id)
        origins = letters.cited(row.attributed_to_id, *row.origin_ids)
        of_factor = said.setdefault(row.factor, {})
        both = ((row.role_id, row.value), (row.other_role_id, row.other_value))
        for role_id, text in both:
            of_factor.setdefault(role_id, []).append(Said(text, letter, origins))
    return tuple(
        GlanceRow(
            factor,
            tuple(
                Cell(role, at, tuple(dict.fromkeys(by_role.get(role.pk, ()))))
                for at, role in enumerate(roles)
            ),
        )
        for factor, by_role in said.items()
    )


def _values(
    role: Role, about: tuple[str, str], facts: Sequence[Fact], letters: Letters
) -> tuple[Said, ...]:
    return tuple(
        Said(
            _text(fact),
            letters.of(fact.published_in_id),
            letters.cited(fact.attributed_to_id),
            fact.review_by,
            fact.as_of,
        )
        for fact in facts
        if fact.role_id == role.pk and (fact.measure, fact.dimension) == about
    )


def _text(fact: Fact) -> str:
    if fact.low is not None and fact.low == fact.high and fact.scale_max:
        return f"{fact.low.normalize():f}/{fact.scale_max}"
    return fact.text_value or fact.as_printed
