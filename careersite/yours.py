"""What a learner brings to a role, for pages that know roles only.

Loaded when a page first asks, kept for the rest of the request.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Min
from django.http import HttpRequest
from django.utils import timezone

from profiles.models import HeldSkill, Profile, User
from roles.models import HouseLevel, Role, RoleSkill

MEMORY = "careersite.yours"


@dataclass(frozen=True, slots=True)
class Level:
    """A learner's level of one skill beside what the role asks, if it does."""

    level: int | None
    state: str
    short_by: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of a role's skills a learner has at the lowest level it asks."""

    held: int
    asked: int


@dataclass(slots=True)
class Yours:
    """One learner's skills and target."""

    user: User
    _held: dict[int, tuple[int, str]] | None = None
    _profile: Profile | None = None
    _coverage: dict[int, Coverage] = field(default_factory=dict)

    def held(self) -> dict[int, tuple[int, str]]:
        """Return level and state of each rated skill (two queries, once)."""
        if self._held is None:
            today = timezone.localdate()
            rows = HeldSkill.objects.of(self.user).with_evidence()
            rated = ((row.skill_id, row.as_held(today)) for row in rows)
            self._held = {
                pk: (held.counted("claimed"), held.state)
                for pk, held in rated
                if not held.is_unrated
            }
        return self._held

    def target_level(self, role: Role) -> HouseLevel:
        """Return the level aimed at in `role`, mid where it is not the target."""
        if self._profile is None:
            self._profile, _ = Profile.objects.get_or_create(user=self.user)
        if self._profile.target_role_id == role.pk:
            return HouseLevel(self._profile.target_level)
        return HouseLevel.MID

    def level(
        self, skill_id: int, role: Role, asked: Iterable[tuple[HouseLevel, int | None]]
    ) -> Level:
        """Return the level held and how much is missing to the level aimed at."""
        level, state = self.held().get(skill_id, (None, "unrated"))
        needed = dict(asked).get(self.target_level(role)) or 0
        return Level(level, state, max(needed - (level or 0), 0))

    def coverage(self, role: Role) -> Coverage:
        """Return how much of `role` is covered (one query for all roles, once)."""
        if not self._coverage:
            self._coverage = self._all_coverage()
        return self._coverage.get(role.pk, Coverage(0, 0))

    def _all_coverage(self) -> dict[int, Coverage]:
        held = self.held()
        asked: dict[int, list[bool]] = {}
        rows = (
            RoleSkill.objects.under_published("role", "skill")
            .values_list("role_id", "skill_id")
            .annotate(lowest=Min("required_level"))
            .order_by()
        )
        for role_id, skill_id, lowest in rows:
            level, _ = held.get(skill_id, (0, ""))
            asked.setdefault(role_id, []).append(level >= max(lowest, 1))
        return {pk: Coverage(sum(rows), len(rows)) for pk, rows in asked.items()}


def yours_of(request: HttpRequest) -> Yours | None:
    """Return what the signed-in learner brings, None for a visitor."""
    if not isinstance(request.user, User):
        return None
    if MEMORY not in request.META:
        request.META[MEMORY] = Yours(request.user)
    found: Yours = request.META[MEMORY]
    return found
