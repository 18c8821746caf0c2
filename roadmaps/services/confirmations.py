"""What a mentor confirmed of a learner's skills, and takes back (rule 14)."""

from datetime import datetime

from django.db import transaction

from profiles.models import HeldSkill, User
from profiles.services import skills
from roadmaps.models import Enrollment
from roadmaps.services.telling import tell_confirmation_undone
from roles.models import Skill


def read_confirmed(learner: User, *, mentor: User) -> list[HeldSkill]:
    """Return the skills whose level stands as this mentor confirmed it, by name."""
    own = HeldSkill.objects.of(learner).confirmed_by(mentor)
    return list(own.select_related("skill").order_by("skill__name"))


@transaction.atomic
def take_back_confirmation(
    *, enrollment: Enrollment, skill: Skill, by: User, now: datetime
) -> bool:
    """Let a skill fall back that `by` confirmed; tells whether there was anything.

    Whether `by` mentors the enrollment is the caller's question. What another mentor
    confirmed stays; done again, nothing happens.
    """
    own = HeldSkill.objects.of(enrollment.learner).confirmed_by(by)
    held = own.select_for_update(of=("self",)).filter(skill=skill).first()
    if held is None:
        return False
    skills.undo_verification(user=enrollment.learner, skill=skill, by=by, now=now)
    tell_confirmation_undone(enrollment.learner, skill=skill, by=by, now=now)
    return True
