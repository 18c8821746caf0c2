"""All roles by how much of what they ask a person holds (rule 15)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from profiles.gap import Demand, coverage, level_with_rows, percent
from profiles.held import Held, Mode


@dataclass(frozen=True, slots=True)
class RoleDemands:
    """One role's demands by house level, for the ranking of many roles."""

    role: str
    title: str
    demands_by_level: Mapping[str, Sequence[Demand]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RankedRole:
    """A role's place: `rank` counts from 1, equal coverage shares a rank.

    `level` is the house level taken: the one asked for or the nearest lower one.
    """

    rank: int | None
    role: str
    title: str
    coverage: float | None
    level: str | None

    @property
    def percent(self) -> int | None:
        """Coverage in whole percent, rounded down."""
        return None if self.coverage is None else percent(self.coverage)


def rank_roles(
    roles: Iterable[RoleDemands],
    held: Mapping[str, Held],
    *,
    level: str,
    mode: Mode = "claimed",
) -> tuple[RankedRole, ...]:
    """All roles by coverage, highest first; those without rows come last.

    Ties are ordered by title, and share a rank; a role without coverage has none.
    """
    found = []
    for role in roles:
        taken = level_with_rows(role.demands_by_level, level)
        demands = role.demands_by_level[taken] if taken else ()
        found.append((role, taken, coverage(demands, held, mode=mode)))
    found.sort(
        key=lambda one: (one[2] is None, -(one[2] or 0), one[0].title, one[0].role)
    )
    coverages = [covered for _, _, covered in found]
    return tuple(
        RankedRole(
            rank=None if covered is None else coverages.index(covered) + 1,
            role=role.role,
            title=role.title,
            coverage=covered,
            level=taken,
        )
        for role, taken, covered in found
    )
