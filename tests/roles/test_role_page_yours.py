"""The page of a role beside what the reader brings: skills, level, certificates."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from profiles.models import EarnedCertification
from roles.models import RoleCertification
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roadmaps import RoadmapFactory, StepFactory
from tests.factories.roles import (
    CertificationFactory,
    RoleFactory,
    RoleSkillFactory,
    RungFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    return RoleFactory()


@pytest.fixture
def skill(role):
    """Return a skill asked for at entry, mid and senior."""
    skill = SkillFactory()
    for level, needed in (("entry", 2), ("mid", 3), ("senior", 5)):
        RoleSkillFactory(
            role=role, skill=skill, house_level=level, required_level=needed
        )
    return skill


def aim(user, role, level):
    user.profile.target_role, user.profile.target_level = role, level
    user.profile.save()


def section(client, role, name):
    """Return one section of the page as text."""
    page = client.get(role.get_absolute_url()).text
    return re.search(rf'<section class="section" id="{name}".*?</section>', page, re.S)[
        0
    ]


def kept_on_phones(skills):
    """Return the labels of the levels that a narrow screen shows."""
    return re.findall(r'<th scope="col" class="mid">(\w+)</th>', skills)


@pytest.mark.parametrize(
    ("level", "kept", "mark"),
    [
        ("entry", "Entry", "enough"),
        ("mid", "Mid", "\N{MINUS SIGN}1"),
        ("senior", "Senior", "\N{MINUS SIGN}3"),
        ("staff", "Senior", "\N{MINUS SIGN}3"),
        ("executive", "Senior", "\N{MINUS SIGN}3"),
    ],
)
def test_a_learner_compares_with_the_level_that_a_phone_shows(
    client, learner, role, skill, level, kept, mark
):
    aim(learner, role, level)
    HeldSkillFactory(user=learner, skill=skill, claimed_level=2)
    client.force_login(learner)

    skills = section(client, role, "skills")

    assert kept_on_phones(skills) == [kept]
    assert mark in skills


def test_a_level_without_rows_says_which_one_stands_for_it(
    client, learner, role, skill
):
    aim(learner, role, "staff")
    client.force_login(learner)

    told = "Nothing is asked at staff or principal level, so your column compares with"
    assert f"{told} senior" in section(client, role, "skills")


def test_below_the_lowest_level_nothing_is_compared(client, learner, role):
    skill = RoleSkillFactory(role=role, house_level="senior", required_level=4).skill
    aim(learner, role, "entry")
    HeldSkillFactory(user=learner, skill=skill, claimed_level=2)
    client.force_login(learner)

    skills = section(client, role, "skills")

    assert kept_on_phones(skills) == ["Senior"]
    assert "Nothing is asked at entry level or below" in skills
    assert "enough" not in skills
    assert "missing" not in skills


def test_a_skill_that_the_level_does_not_ask_is_not_called_enough(
    client, learner, role, skill
):
    later = RoleSkillFactory(role=role, house_level="senior", required_level=1).skill
    aim(learner, role, "entry")
    HeldSkillFactory(user=learner, skill=later, claimed_level=4)
    client.force_login(learner)

    assert "enough" not in section(client, role, "skills")


def test_in_a_role_that_is_no_target_mid_is_compared(client, learner, role, skill):
    aim(learner, RoleFactory(), "senior")
    client.force_login(learner)

    skills = section(client, role, "skills")

    assert kept_on_phones(skills) == ["Mid"]
    assert "Your column compares with mid level" in skills


def test_a_visitor_sees_mid_or_what_there_is_on_a_phone(client, role, skill):
    lone = RoleSkillFactory(house_level="senior").role

    assert kept_on_phones(section(client, role, "skills")) == ["Mid"]
    assert kept_on_phones(section(client, lone, "skills")) == ["Senior"]


def test_the_stop_of_the_target_level_is_marked_in_words_too(client, learner, role):
    stop = RungFactory(ladder__role=role, house_level="mid")
    RungFactory(ladder=stop.ladder, house_level="senior")
    aim(learner, role, "senior")
    client.force_login(learner)

    ladder = section(client, role, "ladder")

    assert ladder.count("is-you") == 1
    assert "Senior<span" in ladder
    assert ladder.count("your target level") == 1


def test_no_stop_is_marked_in_a_role_that_is_no_target(client, learner, role):
    RungFactory(ladder__role=role, house_level="mid")
    client.force_login(learner)

    assert "is-you" not in section(client, role, "ladder")


def named_by(role, **fields):
    """Return a certification that a source names for a role."""
    certification = CertificationFactory(**fields)
    RoleCertification.objects.create(
        role=role, certification=certification, source=SourceFactory()
    )
    return certification


def earn(user, certification, expires_on=None):
    return EarnedCertification.objects.create(
        user=user,
        certification=certification,
        issued_on=date(2020, 1, 1),
        expires_on=expires_on,
    )


@pytest.mark.parametrize(
    ("days", "shown"),
    [
        (None, "does not expire"),
        (0, "to {}"),
        (400, "to {}"),
        (-1, "Expired</span> {}"),
    ],
)
def test_a_held_certificate_tells_how_long_it_holds(client, learner, role, days, shown):
    today = timezone.localdate()
    expires_on = None if days is None else today + timedelta(days=days)
    earn(learner, named_by(role), expires_on)
    client.force_login(learner)

    told = shown.format(f"{expires_on:%-d %b %Y}" if expires_on else "")
    assert told in section(client, role, "certifications")


def test_of_two_certificates_the_one_that_holds_longest_counts(client, learner, role):
    certification = named_by(role)
    earn(learner, certification)
    earn(learner, certification, date(2021, 1, 1))
    client.force_login(learner)

    shown = section(client, role, "certifications")

    assert "does not expire" in shown
    assert "Expired" not in shown


def test_a_certificate_not_held_is_planned_by_a_step_to_this_role(
    client, learner, role
):
    certification = named_by(role)
    other = RoadmapFactory(slug="a-roadmap-elsewhere")
    StepFactory(stage__version__roadmap=other, certification=certification)
    step = StepFactory(
        stage__version__roadmap=RoadmapFactory(role=role), certification=certification
    )
    client.force_login(learner)

    shown = section(client, role, "certifications")

    roadmap = step.stage.version.roadmap
    assert f'href="/roadmaps/{roadmap.slug}/steps/{step.key}/">Plan it' in shown


@pytest.mark.parametrize("fields", [{}, {"standing": "retired"}])
def test_without_a_step_or_an_offer_nothing_is_planned(client, learner, role, fields):
    certification = named_by(role, **fields)
    if fields:
        StepFactory(certification=certification)
    client.force_login(learner)

    shown = section(client, role, "certifications")

    assert "Plan it" not in shown
    assert "Not held" in shown


def test_a_visitor_has_no_column_of_certificates(client, role):
    named_by(role)

    shown = section(client, role, "certifications")

    assert "Yours" not in shown
    assert "Plan it" not in shown


@pytest.mark.parametrize("count", [1, 6])
def test_own_certificates_cost_the_same_at_any_number(
    client, learner, role, skill, count, django_assert_max_num_queries
):
    aim(learner, role, "mid")
    for number in range(count):
        certification = named_by(role)
        if number % 2:
            earn(learner, certification)
        else:
            StepFactory(certification=certification)
    client.force_login(learner)

    with django_assert_max_num_queries(19):
        client.get(role.get_absolute_url())
