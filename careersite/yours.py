"""What a learner brings to a role, for pages that know roles only.

Loaded when a page first asks, kept for the rest of the request.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.db.models import F, Min
from django.http import HttpRequest
from django.utils import timezone

from profiles.models import EarnedCertification, HeldSkill, Profile, User
from profiles.services.days import today_of
from roadmaps.models import RoadmapVersion, Step
from roles.models import Role, RoleSkill
from roles.reader import Held, Reader

MEMORY = "careersite.yours"


@dataclass(frozen=True, slots=True)
class Level:
    """A learner's level of one skill beside what the role asks, if it does."""

    level: int | None
    state: str
    short_by: int = 0
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that a learner holds, or held until it ran out."""

    expires_on: date | None
    is_expired: bool


@dataclass(slots=True)
class Yours:
    """One learner's skills, certificates and target."""

    user: User
    _held: dict[int, tuple[int, str]] | None = None
    _profile: Profile | None = None
    _coverage: dict[int, Held] = field(default_factory=dict)
    _certificates: dict[int, Certificate] | None = None
    _steps: list[Step] | None = None

    def held(self) -> dict[int, tuple[int, str]]:
        """Return level and state of each rated skill (three queries, once)."""
        if self._held is None:
            today = self._today()
            rows = HeldSkill.objects.of(self.user).with_evidence()
            rated = ((row.skill_id, row.as_held(today)) for row in rows)
            self._held = {
                pk: (held.counted("claimed"), held.state)
                for pk, held in rated
                if not held.is_unrated
            }
        return self._held

    def profile(self) -> Profile:
        """Return the learner's profile with country and target (one query, once)."""
        if self._profile is None:
            profiles = Profile.objects.select_related("country", "target_role")
            self._profile, _ = profiles.get_or_create(user=self.user)
            # So that whatever asks the person for it needs no query of its own.
            self.user.profile = self._profile
        return self._profile

    def _today(self) -> date:
        """Return the day that it is where the learner lives."""
        self.profile()
        return today_of(self.user, now=timezone.now())

    def level(self, skill_id: int, needed: int | None) -> Level:
        """Return the level held and how much is missing to `needed`, if it is asked."""
        level, state = self.held().get(skill_id, (None, "unrated"))
        missing = max((needed or 0) - (level or 0), 0)
        return Level(level, state, missing, is_asked=needed is not None)

    def certificate(self, certification_id: int) -> Certificate | None:
        """Return the certificate that holds longest (two queries, once)."""
        if self._certificates is None:
            today = self._today()
            rows = EarnedCertification.objects.filter(user=self.user).order_by(
                F("expires_on").asc(nulls_last=True)
            )
            self._certificates = {
                pk: Certificate(on, is_expired=on is not None and on < today)
                for pk, on in rows.values_list("certification_id", "expires_on")
            }
        return self._certificates.get(certification_id)

    def step_towards(self, certification_id: int, role: Role) -> Step | None:
        """Return a step of a present roadmap that leads there (one query, once).

        Where several do, one on the way to `role` comes first.
        """
        if self._steps is None:
            steps = Step.objects.filter(
                certification__isnull=False,
                version__in=RoadmapVersion.objects.startable().values("pk"),
            ).select_related("version__roadmap")
            self._steps = list(steps.order_by("version__roadmap__slug", "number"))
        leading = [
            step for step in self._steps if step.certification_id == certification_id
        ]
        on_the_way = (one for one in leading if one.version.roadmap.role_id == role.pk)
        return next(on_the_way, leading[0] if leading else None)

    def coverage(self) -> Mapping[int, Held]:
        """Return role id -> how much of it is covered (one query, once)."""
        if not self._coverage:
            self._coverage = self._all_coverage()
        return self._coverage

    def _all_coverage(self) -> dict[int, Held]:
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
        return {pk: Held(sum(rows), len(rows)) for pk, rows in asked.items()}


def yours_of(request: HttpRequest) -> Yours | None:
    """Return what the signed-in learner brings, None for a visitor."""
    if not isinstance(request.user, User):
        return None
    if MEMORY not in request.META:
        request.META[MEMORY] = Yours(request.user)
    found: Yours = request.META[MEMORY]
    return found


class LearnerReader(Reader):
    """Who reads: a learner's profile and skills where somebody is signed in."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._yours = yours_of(request)
        self.is_learner = self._yours is not None

    @cached_property
    def country(self) -> str:
        """The profile's country; without one, or without an account, the cookie's."""
        own = self._yours.profile().country if self._yours else None
        return own.slug if own else self.chosen_country

    @cached_property
    def target_role_id(self) -> int | None:
        """The role that the learner heads for."""
        return self._yours.profile().target_role_id if self._yours else None

    @cached_property
    def target_level(self) -> str:
        """The level that the learner heads for in the target role."""
        if self._yours is None or self._yours.profile().target_role_id is None:
            return super().target_level
        return self._yours.profile().target_level

    def levels(self) -> Mapping[int, int]:
        """Return skill id -> level held, claims included."""
        if self._yours is None:
            return {}
        return {pk: level for pk, (level, _) in self._yours.held().items()}

    def coverage(self) -> Mapping[int, Held]:
        """Return role id -> how many of its skills are held."""
        return self._yours.coverage() if self._yours else {}
