"""What a finished or waived step says about the skills that it teaches."""

from datetime import datetime

from profiles.models import SkillEvidence, User
from profiles.services import skills
from roadmaps.models import StepProgress, StepSkill

# What a step in such a state is evidence of.
KINDS = {
    StepProgress.State.DONE: SkillEvidence.Kind.STEP,
    StepProgress.State.WAIVED: SkillEvidence.Kind.WAIVER,
}


def add(
    row: StepProgress, *, kind: SkillEvidence.Kind, by: User, now: datetime
) -> None:
    """Support the taught skills by this step, each at the level it teaches."""
    for taught in _taught(row):
        skills.add_evidence(
            user=row.learner,
            skill=taught.skill,
            kind=kind,
            reference=_reference(row),
            label=row.step.title,
            by=by,
            now=now,
            level=taught.level,
        )


def remove(
    row: StepProgress, *, kind: SkillEvidence.Kind, by: User, now: datetime
) -> None:
    """Take away what this step said, whatever it teaches by now.

    The skills fall back, nothing is deleted.
    """
    skills.withdraw_evidence(
        user=row.learner, kind=kind, reference=_reference(row), by=by, now=now
    )


def follow(row: StepProgress, *, left: str, by: User, now: datetime) -> None:
    """Let the skills follow a row that left, or came to, done or waived."""
    came_to = StepProgress.State(row.state)
    if left == came_to:
        return
    if left in KINDS:
        remove(row, kind=KINDS[StepProgress.State(left)], by=by, now=now)
    if came_to in KINDS:
        add(row, kind=KINDS[came_to], by=by, now=now)


def rename(row: StepProgress, *, old_key: str) -> None:
    """Let what a step said be found by the key that it goes on with."""
    if row.step_key != old_key:
        old = f"{row.enrollment_id}/{old_key}"
        skills.rename_evidence(
            user=row.learner, kinds=KINDS.values(), old=old, new=_reference(row)
        )


def _taught(row: StepProgress) -> list[StepSkill]:
    """Return taught skills in one order: two steps never wait for each other."""
    return list(row.step.taught_skills.select_related("skill").order_by("skill_id"))


def _reference(row: StepProgress) -> str:
    return f"{row.enrollment_id}/{row.step_key}"
