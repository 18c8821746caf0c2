"""The roadmaps that the site is born with keep the rules for publishing one."""

import pytest
from django.db.models import Count, F, Sum

from roadmaps.models import Resource, RoadmapVersion, Step, StepPrerequisite

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]


@pytest.fixture
def steps(content, db):
    return Step.objects.all()


def test_every_roadmap_is_published_with_its_first_version():
    versions = RoadmapVersion.objects.select_related("roadmap")

    assert {version.status for version in versions} == {"published"}
    assert {version.roadmap.status for version in versions} == {"published"}


def test_the_ai_engineer_roadmap_has_20_to_30_steps_in_5_stages(steps):
    own = steps.filter(version__roadmap__slug="ai-engineer")

    assert 20 <= own.count() <= 30
    assert own.values("stage").distinct().count() == 5
    assert 550 <= own.aggregate(hours=Sum("hours"))["hours"] <= 700


def test_every_roadmap_is_a_plan_of_several_months(steps):
    counted = RoadmapVersion.objects.annotate(
        count=Count("steps"), hours=Sum("steps__hours")
    )

    assert counted.count() == 4
    for version in counted:
        assert 16 <= version.count <= 30, version
        assert 300 <= version.hours <= 700, version


def test_a_resource_that_is_not_free_says_why():
    assert not Resource.objects.exclude(cost="free").filter(cost_note="").exists()


def test_prerequisites_never_point_forward():
    forward = StepPrerequisite.objects.filter(
        prerequisite__number__gte=F("step__number")
    )

    assert not forward.exists()


def test_steps_are_numbered_from_1_stage_after_stage(steps):
    for version in RoadmapVersion.objects.all():
        own = steps.filter(version=version).order_by("number")
        places = list(own.values_list("stage__position", flat=True))

        assert list(own.values_list("number", flat=True)) == list(
            range(1, own.count() + 1)
        )
        assert places == sorted(places)


def test_parts_of_a_long_step_add_up_to_its_hours(steps):
    with_parts = steps.annotate(part_hours=Sum("parts__hours"))

    assert not with_parts.filter(hours__gt=8, part_hours=None).exists()
    assert not with_parts.exclude(part_hours=None).exclude(part_hours=F("hours"))


def test_every_step_has_3_to_5_criteria(steps):
    counted = steps.annotate(count=Count("criteria"))

    assert not counted.exclude(count__range=(3, 5)).exists()


def test_every_step_has_2_to_4_resources_and_a_free_one(steps):
    for step in steps.select_related("version"):
        resources = Resource.objects.filter(
            roadmap=step.version.roadmap_id, step_key=step.key
        )

        assert 2 <= resources.count() <= 4
        assert resources.filter(cost="free").exists()


def test_every_resource_belongs_to_a_step(steps):
    keys = steps.values("key")

    assert not Resource.objects.exclude(step_key__in=keys).exists()


def test_at_most_8_steps_need_review_and_each_says_what_to_look_for(steps):
    reviewed = steps.filter(needs_review=True)

    for version in RoadmapVersion.objects.all():
        assert 1 <= reviewed.filter(version=version).count() <= 8
    assert not reviewed.filter(reviewer_guidance="").exists()


def test_a_step_never_teaches_below_what_an_earlier_step_has_taught(steps):
    for version in RoadmapVersion.objects.all():
        taught: dict[int, int] = {}
        own = steps.filter(version=version).prefetch_related("taught_skills")
        for step in own.order_by("number"):
            for link in step.taught_skills.all():
                assert link.level >= taught.get(link.skill_id, 0), (step, link)
                taught[link.skill_id] = link.level
