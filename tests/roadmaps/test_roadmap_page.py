import re

import pytest

from roadmaps.models import Enrollment, RoadmapVersion
from roadmaps.services import tracking
from tests.factories.roadmaps import (
    RoadmapFactory,
    RoadmapVersionFactory,
    StageFactory,
    StepFactory,
    StepPartFactory,
)
from tests.factories.roles import SkillCategoryFactory

# The first page of a version reads what it is made of, all others find that kept.
ROADMAP_QUERIES = 12
KEPT_QUERIES = 7


def long_roadmap(count):
    version = RoadmapVersionFactory()
    before = None
    for place in range(count):
        if place % 8 == 0:
            stage = StageFactory(version=version)
        step = StepFactory(stage=stage, hours=12)
        StepPartFactory(step=step)
        if before and place % 3:
            step.prerequisites.add(before)
        before = step
    return version.roadmap


def test_everybody_sees_a_roadmap_without_states(client, optional_step):
    page = client.get(optional_step.version.roadmap.get_absolute_url()).content.decode()

    assert "Start this roadmap" in page
    assert "Python" in page
    assert "Locked" not in page
    assert "csrfmiddlewaretoken" not in re.sub(r"(?s)<header.*?</header>", "", page)


def test_everybody_reads_a_step_of_a_roadmap(client, optional_step):
    url = f"{optional_step.version.roadmap.get_absolute_url()}steps/git/"

    page = client.get(url).content.decode()

    assert "1 Python" in page
    assert "3 Extras" not in page.split("<dt>After")[1].split("</dl>")[0]


@pytest.mark.parametrize("is_fragment", [False, True])
def test_everybody_is_told_whose_estimate_the_hours_are(
    client, optional_step, is_fragment
):
    roadmap = optional_step.version.roadmap.get_absolute_url()
    told = 'our <a href="/sources/editorial-estimate/">editorial estimate</a>.'

    for url in ("/roadmaps/", roadmap):
        assert client.get(url).text.count(told) == 1
    headers = {"HX-Request": "true"} if is_fragment else {}
    step = client.get(f"{roadmap}steps/git/", headers=headers).text
    assert told in step.partition('class="panel-body"')[2]


def test_where_no_roadmap_is_no_hours_are_spoken_of(client, db):
    assert "editorial estimate" not in client.get("/roadmaps/").text


@pytest.mark.parametrize("path", ["nothing/", "nothing/steps/a/"])
def test_an_unknown_roadmap_answers_404(client, db, path):
    assert client.get(f"/roadmaps/{path}").status_code == 404


def test_an_unknown_step_answers_404(client, optional_step):
    url = f"{optional_step.version.roadmap.get_absolute_url()}steps/unknown/"

    assert client.get(url).status_code == 404


def test_the_list_says_how_long_each_roadmap_is(client, optional_step):
    shown = client.get("/roadmaps/").content.decode()

    assert "<strong>3</strong> steps, about <strong>20</strong> hours" in shown


@pytest.mark.parametrize("kind", ["draft version", "draft roadmap"])
def test_drafts_are_not_shown(client, optional_step, kind):
    roadmap = optional_step.version.roadmap
    if kind == "draft version":
        RoadmapVersion.objects.update(status="draft", published_at=None)
    else:
        roadmap.unpublish()

    assert client.get(roadmap.get_absolute_url()).status_code == 404
    assert roadmap.title not in client.get("/roadmaps/").content.decode()


def test_starting_leads_to_the_learners_roadmap(signed_in, learner, optional_step):
    url = f"{optional_step.version.roadmap.get_absolute_url()}start/"

    answer = signed_in.post(url)

    assert answer["Location"] == learner.enrollments.get().get_absolute_url()


def test_starting_twice_keeps_one_enrollment(signed_in, enrollment):
    signed_in.post(f"{enrollment.roadmap.get_absolute_url()}start/")

    assert Enrollment.objects.count() == 1


def test_a_visitor_who_starts_signs_in_first(client, optional_step):
    answer = client.post(f"{optional_step.version.roadmap.get_absolute_url()}start/")

    assert answer.status_code == 302
    assert Enrollment.objects.count() == 0


def test_a_roadmap_without_published_version_cannot_be_started(signed_in, db):
    roadmap = RoadmapFactory()

    answer = signed_in.post(f"{roadmap.get_absolute_url()}start/")

    assert answer.status_code == 404


def test_the_header_says_how_far_one_is(signed_in, enrollment, row, now):
    tracking.start(progress=row, by=row.learner, now=now)
    tracking.finish(progress=row, by=row.learner, now=now)

    page = signed_in.get(enrollment.get_absolute_url()).content.decode()

    said = re.sub(r"<[^>]+>", "", page)
    assert "1 of 3 steps done" in said
    assert "10 of 20 hours behind you" in said


def test_the_legend_filters_by_state(signed_in, enrollment):
    url = f"{enrollment.get_absolute_url()}?view=list&state=locked"

    page = signed_in.get(url).content.decode()

    assert "2. Git" in page
    assert "1. Python" not in page


def test_the_switch_says_list_on_a_narrow_screen_until_somebody_chooses(
    signed_in, enrollment
):
    url = enrollment.get_absolute_url()

    def marked(query):
        page = signed_in.get(url, query).content.decode()
        switches = re.findall(r'(?s)<nav[^>]*aria-label="View">.+?</nav>', page)
        return [
            (re.findall("when-[a-z]+", one), re.findall(r"=(\w+)\" aria-current", one))
            for one in switches
        ]

    assert marked({}) == [(["when-wide"], ["map"]), (["when-narrow"], ["list"])]
    assert marked({"view": "map"}) == [([], ["map"])]
    assert marked({"view": "list"}) == [([], ["list"])]


def test_the_view_is_remembered(signed_in, enrollment):
    signed_in.get(f"{enrollment.get_absolute_url()}?view=list")

    page = signed_in.get(enrollment.get_absolute_url()).content.decode()

    assert '<svg class="map"' not in page


@pytest.mark.parametrize("is_own", [True, False], ids=["own", "public"])
def test_the_view_chosen_at_a_step_is_remembered(signed_in, row, is_own):
    roadmap = row.enrollment.roadmap.get_absolute_url()
    step = row.get_absolute_url() if is_own else f"{roadmap}steps/python/"
    signed_in.cookies["roadmap_view"] = "list"

    signed_in.get(step, {"view": "map"})

    assert signed_in.cookies["roadmap_view"].value == "map"
    assert '<svg class="map"' in signed_in.get(step).text


def test_a_step_opened_by_htmx_chooses_no_view(signed_in, row):
    answer = signed_in.get(
        row.get_absolute_url(), {"view": "list"}, headers={"HX-Request": "true"}
    )

    assert "roadmap_view" not in answer.cookies


def test_an_unknown_view_or_state_is_ignored(signed_in, enrollment):
    url = f"{enrollment.get_absolute_url()}?view=cube&state=asleep"

    assert signed_in.get(url).status_code == 200


def test_each_node_is_a_link_with_a_full_name(signed_in, enrollment):
    page = signed_in.get(enrollment.get_absolute_url()).content.decode()

    assert 'aria-label="PR Git 2 · 6 h. Locked. Needs step 1"' in page


def test_the_roadmap_of_somebody_else_answers_404(client, other_learner, enrollment):
    client.force_login(other_learner)

    assert client.get(enrollment.get_absolute_url()).status_code == 404


def test_one_roadmap_is_opened_at_once(signed_in, enrollment):
    answer = signed_in.get("/me/roadmaps/")

    assert answer["Location"] == enrollment.get_absolute_url()


def test_without_a_roadmap_one_is_offered(signed_in):
    assert b"No roadmap yet" in signed_in.get("/me/roadmaps/").content


def test_more_than_60_steps_give_a_map_per_stage(signed_in, learner, now):
    enrollment = tracking.enroll(learner=learner, roadmap=long_roadmap(64), now=now)

    page = signed_in.get(enrollment.get_absolute_url()).content.decode()

    assert page.count('<svg class="map"') == 8


@pytest.mark.parametrize("count", [10, 40, 100])
def test_the_roadmap_page_takes_few_queries_at_any_size(
    signed_in, learner, now, django_assert_max_num_queries, count
):
    enrollment = tracking.enroll(learner=learner, roadmap=long_roadmap(count), now=now)

    page = enrollment.get_absolute_url()
    with django_assert_max_num_queries(ROADMAP_QUERIES):
        signed_in.get(page, {"view": "map"})
    for view in ("map", "list"):
        with django_assert_max_num_queries(KEPT_QUERIES):
            signed_in.get(page, {"view": view})


@pytest.mark.parametrize("count", [10, 40])
def test_the_step_page_takes_the_same_queries_at_any_size(
    signed_in, learner, now, django_assert_max_num_queries, count
):
    enrollment = tracking.enroll(learner=learner, roadmap=long_roadmap(count), now=now)
    row = enrollment.step_progress.first()

    with django_assert_max_num_queries(ROADMAP_QUERIES + 11):
        signed_in.get(row.get_absolute_url())
    with django_assert_max_num_queries(KEPT_QUERIES + 12):
        signed_in.get(row.get_absolute_url())


def test_families_are_named_beside_their_code(signed_in, enrollment):
    SkillCategoryFactory()

    page = signed_in.get(enrollment.get_absolute_url()).content.decode()

    assert 'title="Programming"' in page
