"""Practice for interviews: what to ask next, and which step teaches it (rule 11)."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from profiles.models import InterviewMark, User
from profiles.practice import Standing, Tally, queue, tally
from roadmaps.models import Enrollment, RoadmapVersion, StepProgress, StepSkill
from roles.models import InterviewQuestion, Role

PROPOSED = 3


@dataclass(frozen=True, slots=True)
class TeachingStep:
    """A step that teaches a skill of a question; `is_own` is one of the learner's."""

    title: str
    roadmap: str
    hours: Decimal
    url: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class RoleTally:
    """How a learner stands at the questions of one role."""

    role: Role
    tally: Tally


@dataclass(frozen=True, slots=True)
class Practice:
    """What the page of practice shows; `seen` is the number of the last mark."""

    question: InterviewQuestion | None
    seen: int
    standing: Standing | None
    tally: Tally
    last: InterviewMark | None
    steps: tuple[TeachingStep, ...]
    roles: tuple[RoleTally, ...]


def read_practice(
    *,
    user: User,
    questions: "QuerySet[InterviewQuestion]",
    skipped: int | None,
    now: datetime,
) -> Practice:
    """Return what comes next of `questions`; nothing is written.

    A fixed number of queries for any number of questions and marks.
    """
    marks = {
        row.question_id: row
        for row in InterviewMark.objects.last_of_each_question(user)
    }
    every: Any = InterviewQuestion.objects.readable()
    known = list(every.in_reading_order())
    wanted = set(questions.values_list("pk", flat=True))
    standings = {
        question.pk: _standing(question.pk, place, marks.get(question.pk))
        for place, question in enumerate(known)
    }
    chosen = [standing for pk, standing in standings.items() if pk in wanted]
    order = queue(chosen, skipped=skipped)
    by_pk = {question.pk: question for question in known}
    question = by_pk[order[0]] if order else None
    last = InterviewMark.objects.of(user).select_related("question__role").first()
    is_fresh = last is not None and last.can_be_undone(now=now)
    return Practice(
        question=question,
        seen=marks[question.pk].number if question and question.pk in marks else 0,
        standing=standings[question.pk] if question else None,
        tally=tally(chosen),
        last=last if is_fresh else None,
        steps=proposed_steps(user=user, mark=last) if last and is_fresh else (),
        roles=_by_role(known, standings),
    )


def proposed_steps(*, user: User, mark: InterviewMark) -> tuple[TeachingStep, ...]:
    """Return up to three steps that teach what was not known twice.

    The learner's own steps that are still open come first; where there are none,
    those of roadmaps that can be started.
    """
    standing = Standing(mark.question_id, 0, mark.mark, mark.misses)
    if not standing.needs_teaching:
        return ()
    skills = mark.question.skills.published().values("pk")
    return _own_steps(user, skills) or _public_steps(skills)


def _own_steps(user: User, skills: Any) -> tuple[TeachingStep, ...]:
    passed = (StepProgress.State.DONE, StepProgress.State.WAIVED)
    rows = (
        StepProgress.objects.of(user)
        .in_plan()
        .filter(
            step__taught_skills__skill__in=skills,
            enrollment__in=Enrollment.objects.of(user).under_way(),
        )
        .exclude(state__in=passed)
        .select_related("step", "enrollment__roadmap")
        .order_by("enrollment_id", "step__number")
        .distinct()
    )
    return tuple(
        TeachingStep(
            title=row.step.title,
            roadmap=row.enrollment.roadmap.title,
            hours=row.step.hours,
            url=row.get_absolute_url(),
            is_own=True,
        )
        for row in rows[:PROPOSED]
    )


def _public_steps(skills: Any) -> tuple[TeachingStep, ...]:
    rows = (
        StepSkill.objects.filter(
            skill__in=skills,
            step__version__in=RoadmapVersion.objects.startable().values("pk"),
        )
        .select_related("step__version__roadmap")
        .order_by("step__version__roadmap__slug", "step__number", "pk")
    )
    steps = {row.step_id: row.step for row in rows}
    return tuple(
        TeachingStep(
            title=step.title,
            roadmap=step.version.roadmap.title,
            hours=step.hours,
            url=reverse(
                "roadmaps:roadmap_step", args=[step.version.roadmap.slug, step.key]
            ),
            is_own=False,
        )
        for step in list(steps.values())[:PROPOSED]
    )


def _standing(question: int, place: int, mark: InterviewMark | None) -> Standing:
    if mark is None:
        return Standing(question, place)
    return Standing(question, place, mark.mark, mark.misses, mark.marked_at)


def _by_role(
    questions: list[InterviewQuestion], standings: dict[int, Standing]
) -> tuple[RoleTally, ...]:
    roles: dict[int, Role] = {}
    rows: dict[int, list[Standing]] = {}
    for question in questions:
        roles[question.role_id] = question.role
        rows.setdefault(question.role_id, []).append(standings[question.pk])
    return tuple(RoleTally(roles[pk], tally(own)) for pk, own in rows.items())
