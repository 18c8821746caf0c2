"""Credit for what is known already (rule 17)."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from profiles.models import EarnedCertification, HeldSkill
from profiles.services import skills
from roadmaps.credit import Candidate, Ground, certificate_level, propose
from roadmaps.models import StepEvent
from roadmaps.services import tracking
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roadmaps import (
    RoadmapFactory,
    StageFactory,
    StepFactory,
    StepSkillFactory,
)
from tests.factories.roles import CertificationFactory, SkillFactory, SourceFactory

TODAY = date(2026, 11, 20)


@pytest.fixture
def skill(first_step):
    """Return the skill that the first step teaches, to level 3."""
    return first_step.taught_skills.get().skill


@pytest.fixture
def address(enrollment):
    return f"/me/roadmaps/{enrollment.pk}/credit/"


@pytest.fixture
def api(enrollment):
    return f"/api/v1/me/enrollments/{enrollment.pk}/credit/"


def text(answer):
    return " ".join(answer.content.decode().replace("&nbsp;", " ").split())


def earn(learner, skill, *, level=3, **fields):
    """Give the learner a certificate that shows a skill."""
    expires_on = fields.pop("expires_on", None)
    certification = CertificationFactory(name="Python, certified", **fields)
    certification.validated_skills.create(
        skill=skill, level=level, source=SourceFactory()
    )
    EarnedCertification.objects.create(
        user=learner,
        certification=certification,
        issued_on=date(2020, 1, 1),
        expires_on=expires_on,
    )
    return certification


def test_nothing_known_proposes_nothing(signed_in, address):
    assert "Nothing to propose" in text(signed_in.get(address))


def test_a_held_level_proposes_and_nothing_changes_until_confirmed(
    signed_in, learner, skill, address, row
):
    HeldSkillFactory(user=learner, skill=skill, claimed_level=3)

    page = text(signed_in.get(address))
    assert f"Because of: {skill.name} at level 3, as you say" in page
    row.refresh_from_db()
    assert row.state == "not_started"

    signed_in.post(address, {"step": "python"})
    row.refresh_from_db()
    assert (row.state, row.reason) == ("waived", f"{skill.name} at level 3, as you say")
    assert "Waived so far" in text(signed_in.get(address))


def test_a_level_below_what_a_step_teaches_is_not_enough(
    signed_in, learner, skill, address
):
    HeldSkillFactory(user=learner, skill=skill, claimed_level=2)

    assert "Nothing to propose" in text(signed_in.get(address))


def test_every_skill_that_a_step_teaches_must_be_covered(
    signed_in, learner, skill, first_step, address
):
    StepSkillFactory(step=first_step)
    HeldSkillFactory(user=learner, skill=skill, claimed_level=5)

    assert "Nothing to propose" in text(signed_in.get(address))


def test_a_certificate_is_named_before_the_learners_own_word(
    signed_in, learner, skill, address
):
    HeldSkillFactory(user=learner, skill=skill, claimed_level=4)
    earn(learner, skill)

    assert "Because of: Python, certified" in text(signed_in.get(address))


def test_an_expired_certificate_counts_one_level_lower_and_says_so(
    signed_in, learner, skill, address, first_step
):
    earn(learner, skill, level=4, expires_on=date(2024, 1, 1))

    page = text(signed_in.get(address))
    assert "Python, certified (expired, so it counts one level lower)" in page

    first_step.taught_skills.update(level=4)
    assert "Nothing to propose" in text(signed_in.get(address))


def test_a_retired_certificate_keeps_its_value_and_names_its_successor(
    signed_in, learner, skill, address
):
    earn(
        learner,
        skill,
        standing="retired",
        successor=CertificationFactory(name="The next one"),
        expires_on=date(3000, 1, 1),
    )

    page = text(signed_in.get(address))

    assert "(no longer offered, The next one follows it)" in page


def test_a_finished_step_of_another_roadmap_is_a_ground(
    signed_in, learner, skill, address, now
):
    other = StepFactory(
        stage__version__roadmap=RoadmapFactory(title="Data work"), title="Scripting"
    )
    StepSkillFactory(step=other, skill=skill, level=3)
    progress = tracking.enroll(
        learner=learner, roadmap=other.version.roadmap, now=now
    ).step_progress.get()
    tracking.start(progress=progress, by=learner, now=now)
    tracking.finish(progress=progress, by=learner, now=now)

    page = text(signed_in.get(address))

    assert "Scripting, finished in Data work" in page


def test_a_step_that_leads_to_a_certification_needs_that_one(
    signed_in, learner, skill, first_step, address
):
    HeldSkillFactory(user=learner, skill=skill, claimed_level=5)
    wanted = earn(learner, SkillFactory(), level=1)
    first_step.certification = CertificationFactory()
    first_step.save()
    assert "Nothing to propose" in text(signed_in.get(address))

    first_step.certification = wanted
    first_step.save()
    assert "Because of: Python, certified" in text(signed_in.get(address))


def test_all_are_waived_at_once_each_with_its_ground_and_taken_back(
    signed_in, learner, skill, second_step, address, enrollment
):
    other = StepSkillFactory(step=second_step, level=1).skill
    earn(learner, skill)
    HeldSkillFactory(user=learner, skill=other, claimed_level=1)

    signed_in.post(address, {"all": "1"})

    waived = {row.step_key: row.reason for row in enrollment.step_progress.waived()}
    assert waived == {
        "python": "Python, certified",
        "git": f"{other.name} at level 1, as you say",
    }
    assert StepEvent.objects.filter(action="waive").count() == 2

    signed_in.post(f"/me/roadmaps/{enrollment.pk}/steps/git/unwaive/")
    assert enrollment.step_progress.get(step_key="git").state == "not_started"
    assert HeldSkill.objects.of(learner).filter(skill=other).exists()


def test_a_step_proposed_no_longer_waives_nothing(
    signed_in, learner, skill, address, row
):
    held = HeldSkillFactory(user=learner, skill=skill, claimed_level=3)
    held.claimed_level = 1
    held.save()

    answer = signed_in.post(address, {"step": ["python", "git"]})

    row.refresh_from_db()
    assert answer.status_code == 409
    assert "Nothing was waived." in text(answer)
    assert row.state == "not_started"


def test_the_api_proposes_and_takes_the_same(signed_in, learner, skill, api, row):
    earn(learner, skill)

    proposed = signed_in.get(api).json()
    refused = signed_in.post(api, {"steps": ["git"]}, content_type="application/json")
    taken = signed_in.post(api, {"steps": ["python"]}, content_type="application/json")

    assert [(one["step"], one["ground"]) for one in proposed] == [
        ("python", "Python, certified")
    ]
    assert (refused.status_code, refused.json()["code"]) == (409, "not_proposed")
    assert taken.json() == {"waived": ["python"]}
    assert signed_in.get(api).json() == []


def test_many_steps_and_grounds_cost_as_much(
    signed_in, learner, now, django_assert_max_num_queries
):
    stage = StageFactory()
    for _ in range(12):
        skill = StepSkillFactory(step=StepFactory(stage=stage), level=2).skill
        HeldSkillFactory(user=learner, skill=skill, claimed_level=3)
        earn(learner, skill)
    enrollment = tracking.enroll(
        learner=learner, roadmap=stage.version.roadmap, now=now
    )

    with django_assert_max_num_queries(12):
        answer = signed_in.get(f"/me/roadmaps/{enrollment.pk}/credit/")

    assert len(answer.context["credits"]) == 12


SKILLS = st.sampled_from("abc")
TAUGHT = st.lists(st.tuples(SKILLS, st.integers(1, 5)), max_size=3)
GROUNDS = st.dictionaries(
    SKILLS,
    st.lists(
        st.builds(
            Ground,
            st.sampled_from(["certification", "verified", "step", "claimed"]),
            st.text("xy", min_size=1, max_size=200),
            st.integers(0, 5),
        ),
        max_size=3,
    ),
)


@given(TAUGHT, GROUNDS)
def test_a_step_is_proposed_exactly_where_all_it_teaches_is_covered(taught, grounds):
    best = {
        skill: max((one.level for one in found), default=0)
        for skill, found in grounds.items()
    }

    proposals = propose([Candidate("step", taught)], grounds, {})

    covered = all(best.get(skill, 0) >= level for skill, level in taught)
    assert bool(proposals) == (bool(taught) and covered)
    assert all(0 < len(one.ground) <= 280 for one in proposals)


@pytest.mark.parametrize(("days", "level"), [(None, 3), (0, 3), (1, 3), (-1, 2)])
def test_a_certificate_holds_through_its_last_day(days, level):
    expires_on = None if days is None else TODAY + timedelta(days=days)

    found, why = certificate_level(3, expires_on=expires_on, today=TODAY)

    assert found == level
    assert bool(why) == (level < 3)


def test_what_a_mentor_confirmed_proposes_by_the_mentors_name(
    signed_in, learner, mentor, skill, address
):
    skills.verify(user=learner, skill=skill, level=3, by=mentor, now=timezone.now())

    page = text(signed_in.get(address))

    assert f"{skill.name} at level 3, confirmed by {mentor.name}" in page
