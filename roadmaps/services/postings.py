"""What a job posting asks, beside what a learner holds and will learn (rule 16)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from profiles.held import Held
from profiles.models import Profile, User
from profiles.reading import Mention
from profiles.services.reading import NamedSkill, find_skills
from roadmaps.models import Enrollment, RoadmapVersion, StepSkill
from roles.models import Skill


@dataclass(frozen=True, slots=True)
class TeachingStep:
    """A step that teaches a skill, in the learner's own plan or in another one."""

    roadmap: str
    number: int
    key: str
    title: str
    level: int
    url: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A skill that a posting names: what is held of it, which steps teach it."""

    skill: Skill
    mention: Mention
    held: Held
    steps: tuple[TeachingStep, ...]
    elsewhere: tuple[TeachingStep, ...]

    @property
    def level(self) -> int:
        """The level that counts, 0 where unrated."""
        return self.held.counted("claimed")

    @property
    def place(self) -> str:
        """Where it stands: hold, covered or uncovered."""
        if self.level:
            return "hold"
        return "covered" if self.steps else "uncovered"


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything that a posting names, in order of first mention."""

    asked: tuple[Asked, ...]

    def at(self, place: str) -> tuple[Asked, ...]:
        """Return what stands at one place: hold, covered or uncovered."""
        return tuple(one for one in self.asked if one.place == place)

    @property
    def groups(self) -> tuple[tuple[str, tuple[Asked, ...]], ...]:
        """The places in the order in which they are told."""
        return tuple((name, self.at(name)) for name in ("hold", "covered", "uncovered"))


def read_posting(*, user: User, text: str, day: date) -> Posting:
    """Read a posting; two queries, whatever its length, and nothing is stored."""
    named = find_skills(text, user=user, day=day).skills
    steps = _teaching_steps(user=user, named=named)
    return Posting(
        tuple(
            Asked(
                skill=one.skill,
                mention=one.mention,
                held=one.held,
                steps=tuple(s for s in steps.get(one.skill.pk, ()) if s.is_own),
                elsewhere=tuple(s for s in steps.get(one.skill.pk, ()) if not s.is_own),
            )
            for one in named
        )
    )


def _teaching_steps(
    *, user: User, named: Iterable[NamedSkill]
) -> Mapping[int, list[TeachingStep]]:
    """Read the steps that teach the skills, by the skill's id; the own ones first.

    Own are those of roadmaps that the learner follows and of the target role.
    """
    own = (
        Enrollment.objects.of(user).current().filter(version=OuterRef("step__version"))
    )
    target = Profile.objects.filter(user=user).values("target_role")
    newest = RoadmapVersion.objects.startable().values("pk")
    rows = (
        StepSkill.objects.filter(skill__in=[one.skill.pk for one in named])
        .annotate(enrollment=Subquery(own.values("pk")[:1]))
        .filter(Q(step__version__in=newest) | Q(enrollment__isnull=False))
        .annotate(
            is_target=Exists(
                target.filter(target_role=OuterRef("step__version__roadmap__role"))
            )
        )
        .order_by(F("enrollment").asc(nulls_last=True), "-is_target", "step__number")
        .values_list(
            "skill_id",
            "level",
            "enrollment",
            "is_target",
            "step__number",
            "step__key",
            "step__title",
            "step__version__roadmap__slug",
            "step__version__roadmap__title",
        )
    )
    found: dict[int, list[TeachingStep]] = defaultdict(list)
    for skill, level, enrollment, is_target, number, key, title, slug, roadmap in rows:
        steps = found[skill]
        if any((step.roadmap, step.key) == (roadmap, key) for step in steps):
            continue  # The newest version of a roadmap followed in an older one.
        steps.append(
            TeachingStep(
                roadmap=roadmap,
                number=number,
                key=key,
                title=title,
                level=level,
                url=reverse("roadmaps:step_detail", args=[enrollment, key])
                if enrollment
                else reverse("roadmaps:roadmap_step", args=[slug, key]),
                is_own=enrollment is not None or is_target,
            )
        )
    return found
