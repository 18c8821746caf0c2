"""Editors who publish at the same moment: each thread has its own connection."""

import pytest
from django.utils import timezone

from roles.models import Skill, SkillPrerequisite
from roles.services import drafts, publishing
from tests.factories.profiles import StaffFactory
from tests.factories.roles import SkillFactory
from tests.roadmaps.test_races import at_once

pytestmark = [
    pytest.mark.assure(id="S49"),
    pytest.mark.django_db(transaction=True),
]
ROUNDS = 200


def test_two_prerequisites_that_meet_in_a_circle_are_never_both_published(figure):
    editor, now = StaffFactory(), timezone.now()
    circles, published, refused = 0, 0, 0
    for number in range(ROUNDS):
        pair = [SkillFactory(name=f"{name} {number}") for name in ("First", "Second")]
        copies = []
        for skill, other in (pair, pair[::-1]):
            copy = drafts.open_draft(root=skill, by=editor, now=now)[0]
            copy.prerequisite_links.create(prerequisite=other)
            copies.append(copy)

        answers = at_once(
            *(
                lambda root=copy: publishing.publish(root=root, by=editor, now=now)
                for copy in copies
            )
        )

        links = SkillPrerequisite.objects.filter(skill__in=pair, prerequisite__in=pair)
        circles += links.count() == 2
        published += sum(isinstance(one, Skill) for one in answers)
        refused += sum(
            isinstance(one, publishing.PublishRefusedError) for one in answers
        )

    figure(
        f"{ROUNDS} rounds of two editors: {published} published, {refused} refused,"
        f" {circles} circles"
    )
    assert circles == 0
    assert published == refused == ROUNDS
