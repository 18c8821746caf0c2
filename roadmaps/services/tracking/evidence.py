"""What a finished or waived step says about the skills that it teaches."""

from datetime import datetime

from profiles.models import SkillEvidence, User
from profiles.services import skills
from roadmaps.models import StepProgress, StepSkill


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
    """Take away what this step said; the skills fall back, nothing is deleted."""
    for taught in _taught(row):
        skills.remove_evidence(
            user=row.learner,
            skill=taught.skill,
            kind=kind,
            reference=_reference(row),
            by=by,
            now=now,
        )


def _taught(row: StepProgress) -> list[StepSkill]:
    """Return taught skills in one order: two steps never wait for each other."""
    return list(row.step.taught_skills.select_related("skill").order_by("skill_id"))


def _reference(row: StepProgress) -> str:
    return f"{row.enrollment_id}/{row.step_key}"
