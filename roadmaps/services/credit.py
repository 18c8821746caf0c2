"""Proposes waivers for what is known already, and takes those confirmed (rule 17)."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from profiles.held import TOP_LEVEL
from profiles.models import EarnedCertification, HeldSkill, User
from roadmaps.credit import Candidate, Ground, Proposal, certificate_level, propose
from roadmaps.models import Enrollment, StepProgress, StepSkill
from roadmaps.services import tracking
from roles.models import CertificationSkill

State = StepProgress.State


class NotProposedError(Exception):
    """A step was named that is not proposed, or no longer; `keys` says which."""

    def __init__(self, keys: Collection[str]) -> None:
        self.keys = sorted(keys)
        super().__init__(f"Not proposed: {', '.join(self.keys)}.")


@dataclass(frozen=True, slots=True)
class Credit:
    """A step that may be waived, with the proposal that says why."""

    row: StepProgress
    proposal: Proposal


def read_credit(*, enrollment: Enrollment, day: date) -> tuple[Credit, ...]:
    """Return what is proposed on `day`, in the order of the steps; six queries."""
    rows = {row.step_key: row for row in _open_rows(enrollment)}
    grounds: dict[str, list[Ground]] = defaultdict(list)
    earned: dict[str, Ground] = {}
    for found in (
        _levels(enrollment.learner, day),
        _finished_elsewhere(enrollment),
        _certificates(enrollment.learner, day, earned),
    ):
        for skill, ground in found:
            grounds[skill].append(ground)
    proposals = propose(_candidates(rows), grounds, earned)
    return tuple(Credit(rows[one.key], one) for one in proposals)


@transaction.atomic
def take_credit(
    *,
    enrollment: Enrollment,
    by: User,
    now: datetime,
    day: date,
    keys: Collection[str] | None = None,
) -> list[StepProgress]:
    """Waive the named steps, or all that are proposed; each names its ground.

    What is proposed is read again: raises NotProposedError, and waives nothing,
    where a named step is not among it.
    """
    # One order for all that lock several rows of an enrollment.
    list(StepProgress.objects.of(by).filter(enrollment=enrollment).locked())
    proposed = {
        one.proposal.key: one for one in read_credit(enrollment=enrollment, day=day)
    }
    wanted = list(proposed) if keys is None else list(dict.fromkeys(keys))
    unknown = set(wanted) - set(proposed)
    if unknown:
        raise NotProposedError(unknown)
    return [
        tracking.waive(
            progress=proposed[key].row,
            ground=proposed[key].proposal.ground,
            by=by,
            now=now,
        )
        for key in wanted
    ]


def _open_rows(enrollment: Enrollment) -> list[StepProgress]:
    rows = enrollment.step_progress.in_plan().filter(
        state__in=[State.NOT_STARTED, State.IN_PROGRESS]
    )
    return list(
        rows.select_related("step__certification", "step__category").order_by(
            "step__number"
        )
    )


def _candidates(rows: dict[str, StepProgress]) -> list[Candidate]:
    taught: dict[int, list[tuple[str, int]]] = defaultdict(list)
    steps = [row.step_id for row in rows.values()]
    for step, skill, level in StepSkill.objects.filter(step__in=steps).values_list(
        "step_id", "skill__slug", "level"
    ):
        taught[step].append((skill, level))
    return [
        Candidate(
            key=key,
            taught=taught[row.step_id],
            certification=row.step.certification.slug if row.step.certification else "",
        )
        for key, row in rows.items()
    ]


def _levels(learner: User, day: date) -> Iterator[tuple[str, Ground]]:
    """Yield what the learner claims and what a mentor confirmed."""
    for held in HeldSkill.objects.of(learner).select_related("skill"):
        name = held.skill.name
        if held.is_verified_on(day) and held.verified_level:
            by = held.verifier_name or "a former mentor"
            label = f"{name} at level {held.verified_level}, confirmed by {by}"
            yield held.skill.slug, Ground("verified", label, held.verified_level)
        if held.claimed_level:
            label = f"{name} at level {held.claimed_level}, as you say"
            yield held.skill.slug, Ground("claimed", label, held.claimed_level)


def _finished_elsewhere(enrollment: Enrollment) -> Iterator[tuple[str, Ground]]:
    """Yield what finished steps of the learner's other roadmaps teach."""
    done = StepProgress.objects.of(enrollment.learner).filter(state=State.DONE)
    elsewhere = done.exclude(enrollment=enrollment)
    for skill, level, title, roadmap in elsewhere.filter(
        step__taught_skills__isnull=False
    ).values_list(
        "step__taught_skills__skill__slug",
        "step__taught_skills__level",
        "step__title",
        "enrollment__roadmap__title",
    ):
        yield skill, Ground("step", f"{title}, finished in {roadmap}", level)


def _certificates(
    learner: User, day: date, earned: dict[str, Ground]
) -> Iterator[tuple[str, Ground]]:
    """Yield what certificates show; `earned` gets those that have not expired."""
    own = list(
        EarnedCertification.objects.filter(user=learner).select_related(
            "certification__successor"
        )
    )
    shown = defaultdict(list)
    for link in CertificationSkill.objects.filter(
        certification__in=[one.certification_id for one in own]
    ).select_related("skill"):
        shown[link.certification_id].append(link)
    for one in own:
        if one.expires_on is None or one.expires_on >= day:
            earned[one.certification.slug] = _ground(one, TOP_LEVEL, "")
        for link in shown[one.certification_id]:
            level, why = certificate_level(
                link.level, expires_on=one.expires_on, today=day
            )
            if level:
                yield link.skill.slug, _ground(one, level, why)


def _ground(one: EarnedCertification, level: int, why: str) -> Ground:
    """Name a certificate; one that is no longer offered names its successor."""
    notes = [why] if why else []
    certification = one.certification
    if not certification.can_be_planned:
        successor = certification.successor
        follows = f", {successor.name} follows it" if successor else ""
        notes.append(f"no longer offered{follows}")
    return Ground("certification", certification.name, level, "; ".join(notes))
