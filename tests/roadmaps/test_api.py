"""Roadmaps, enrollments and steps by API."""

import pytest

from roadmaps.models import Comment, Enrollment, Resource, StepProgress, TimeLog
from roadmaps.services import tracking
from tests.factories.roadmaps import (
    RoadmapFactory,
    RoadmapVersionFactory,
    StageFactory,
    StepFactory,
    StepPartFactory,
)

JSON = "application/json"
ROOT = "/api/v1"


def step_url(row, action=""):
    end = f"{action}/" if action else ""
    return f"{ROOT}/me/enrollments/{row.enrollment_id}/steps/{row.step_key}/{end}"


def act(client, row, action, headers=None, **body):
    return client.post(
        step_url(row, action), body, content_type=JSON, headers=headers or {}
    )


def state_of(row):
    return StepProgress.objects.get(pk=row.pk).state


def test_everybody_lists_published_roadmaps(client, optional_step):
    RoadmapFactory(slug="without-version")

    found = client.get(f"{ROOT}/roadmaps/").json()

    assert [one["slug"] for one in found["results"]] == [
        optional_step.version.roadmap.slug
    ]


def test_a_roadmap_shows_stages_steps_prerequisites_and_resources(
    client, optional_step
):
    roadmap = optional_step.version.roadmap
    Resource.objects.create(
        roadmap=roadmap,
        step_key="git",
        key="book",
        title="Book",
        provider="P",
        url="https://example.org/",
        kind="book",
        status="published",
    )

    found = client.get(f"{ROOT}/roadmaps/{roadmap.slug}/").json()

    assert [step["key"] for step in found["steps"]] == ["python", "git", "extras"]
    assert found["steps"][1]["prerequisites"] == ["python"]
    assert found["steps"][0]["criteria"][0]["text"] == "Shows thing 1"
    assert found["stages"][0]["key"] == "stage-1"
    assert found["resources"][0]["key"] == "book"


def test_the_newest_published_version_is_shown(client, optional_step):
    roadmap = optional_step.version.roadmap
    RoadmapVersionFactory(roadmap=roadmap, number=2)
    RoadmapVersionFactory(roadmap=roadmap, number=3, status="draft", published_at=None)

    assert client.get(f"{ROOT}/roadmaps/{roadmap.slug}/").json()["version"] == 2


@pytest.mark.parametrize("count", [3, 30])
def test_a_roadmap_takes_the_same_queries_at_any_size(
    client, db, django_assert_max_num_queries, count
):
    stage = StageFactory()
    StepFactory.create_batch(count, stage=stage)

    with django_assert_max_num_queries(15):
        client.get(f"{ROOT}/roadmaps/{stage.version.roadmap.slug}/")


@pytest.mark.parametrize("path", ["me/enrollments/", "me/enrollments/1/"])
def test_strangers_get_401(client, db, path):
    assert client.get(f"{ROOT}/{path}").status_code == 401


def test_enrolling_answers_201_then_200(signed_in, optional_step):
    body = {"roadmap": optional_step.version.roadmap.slug}

    first = signed_in.post(f"{ROOT}/me/enrollments/", body, content_type=JSON)
    again = signed_in.post(f"{ROOT}/me/enrollments/", body, content_type=JSON)

    assert (first.status_code, again.status_code) == (201, 200)
    assert Enrollment.objects.count() == 1
    assert len(first.json()["steps"]) == 3


@pytest.mark.parametrize("body", [{}, {"roadmap": "unknown"}, {"roadmap": 7}])
def test_enrolling_in_nothing_answers_400_by_field(signed_in, body):
    answer = signed_in.post(f"{ROOT}/me/enrollments/", body, content_type=JSON)

    assert answer.status_code == 400
    assert list(answer.json()) == ["roadmap"]


def test_a_roadmap_without_version_answers_409(signed_in, db):
    body = {"roadmap": RoadmapFactory().slug}

    answer = signed_in.post(f"{ROOT}/me/enrollments/", body, content_type=JSON)

    assert (answer.status_code, answer.json()["code"]) == (409, "nothing_published")


def test_an_enrollment_shows_progress_and_steps(signed_in, enrollment):
    found = signed_in.get(f"{ROOT}/me/enrollments/{enrollment.pk}/").json()

    assert found["progress"]["percent"] == 0
    assert found["progress"]["total_hours"] == 20
    git = found["steps"][1]
    assert (git["key"], git["is_locked"], git["blocked_by"]) == (
        "git",
        True,
        ["python"],
    )


def test_enrollments_are_listed(signed_in, enrollment):
    found = signed_in.get(f"{ROOT}/me/enrollments/").json()

    assert [one["id"] for one in found["results"]] == [enrollment.pk]


def test_an_action_answers_the_row_with_its_version(signed_in, row):
    answer = act(signed_in, row, "start")

    assert answer.status_code == 200
    assert answer.json()["state"] == "in_progress"
    assert answer["ETag"] == '"2"'


def test_repeating_an_action_changes_nothing(signed_in, row):
    act(signed_in, row, "start", row_version=1)

    again = act(signed_in, row, "start", row_version=1)

    assert again.status_code == 200
    assert row.events.count() == 1


@pytest.mark.parametrize(
    ("first", "action", "body", "state"),
    [
        ([], "waive", {"ground": "Years"}, "waived"),
        ([], "ask-help", {"is_wanted": True}, "not_started"),
        (["start"], "pause", {}, "not_started"),
        (["start"], "finish", {}, "done"),
        (["start"], "submit", {"links": ["https://e.org/a"]}, "submitted"),
        (["start"], "undo", {}, "not_started"),
        (["start", "finish"], "reopen", {}, "in_progress"),
    ],
)
def test_each_action_leads_where_it_should(signed_in, row, first, action, body, state):
    for before in first:
        act(signed_in, row, before)

    answer = act(signed_in, row, action, **body)

    assert (answer.status_code, state_of(row)) == (200, state)


def test_what_was_sent_can_be_taken_back(signed_in, row):
    act(signed_in, row, "start")
    act(signed_in, row, "submit", text="Done")

    assert act(signed_in, row, "take-back").json()["state"] == "in_progress"


def test_an_optional_step_is_skipped_and_brought_back(signed_in, enrollment):
    extras = enrollment.step_progress.get(step_key="extras")

    assert act(signed_in, extras, "skip", reason="No").json()["state"] == "skipped"
    assert act(signed_in, extras, "bring-back").json()["state"] == "not_started"


def test_a_waiver_is_taken_back(signed_in, row):
    act(signed_in, row, "waive", ground="Years")

    assert act(signed_in, row, "unwaive").json()["state"] == "not_started"


def test_a_locked_step_answers_409_with_what_blocks_and_what_is_allowed(
    signed_in, enrollment
):
    git = enrollment.step_progress.get(step_key="git")

    answer = act(signed_in, git, "start")

    assert answer.status_code == 409
    assert answer.json() == {
        "code": "step_locked",
        "detail": "First comes: 1 Python.",
        "current_state": "not_started",
        "allowed": ["waive", "ask-help"],
        "blocked_by": ["python"],
    }
    assert act(signed_in, git, "start", override=True).status_code == 200


def test_a_wrong_state_answers_409(signed_in, row):
    answer = act(signed_in, row, "finish")

    assert answer.status_code == 409
    assert answer.json()["code"] == "wrong_state"
    assert answer.json()["current_state"] == "not_started"


def test_a_required_step_answers_409_to_skip(signed_in, row):
    answer = act(signed_in, row, "skip", reason="No")

    assert (answer.status_code, answer.json()["code"]) == (409, "step_required")


def test_a_stale_version_in_the_body_answers_409(signed_in, row):
    act(signed_in, row, "start")

    answer = act(signed_in, row, "finish", row_version=1)

    assert (answer.status_code, answer.json()["code"]) == (409, "stale_row")


@pytest.mark.parametrize(
    "match", ['"1"', 'W/"1"', "nonsense", '"99999999999"', '"1", "3"']
)
def test_a_stale_if_match_answers_412(signed_in, row, match):
    act(signed_in, row, "start")

    answer = act(signed_in, row, "finish", headers={"If-Match": match})

    assert answer.status_code == 412
    assert state_of(row) == "in_progress"


@pytest.mark.parametrize("match", ['"2"', "*", '"1", "2"', 'W/"2",W/"7"', '"1", *'])
def test_a_current_if_match_passes(signed_in, row, match):
    act(signed_in, row, "start")

    answer = act(signed_in, row, "finish", headers={"If-Match": match})

    assert answer.status_code == 200


NOTED = [
    ("tick-resource", {"resource": "book"}),
    ("log-time", {"minutes": 5}),
    ("comment", {"text": "A word"}),
]


@pytest.fixture
def book(row):
    return Resource.objects.create(
        roadmap=row.enrollment.roadmap,
        step_key="python",
        key="book",
        title="Book",
        provider="P",
        url="https://example.org/",
        kind="book",
        status="published",
    )


def noted_at(row):
    return [row.resource_ticks.count(), row.time_logs.count(), row.comments.count()]


@pytest.mark.parametrize(("action", "body"), NOTED)
def test_what_is_noted_at_a_step_minds_if_match_too(signed_in, row, book, action, body):
    read = signed_in.get(step_url(row))["ETag"]
    act(signed_in, row, "start")

    stale = act(signed_in, row, action, headers={"If-Match": read}, **body)
    before = noted_at(row)
    current = act(signed_in, row, action, headers={"If-Match": f'{read}, "2"'}, **body)

    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert current.status_code in {200, 201}
    assert (before, sum(noted_at(row))) == ([0, 0, 0], 1)


def test_a_mentor_comments_on_what_was_read(client, mentorship, row):
    client.force_login(mentorship.mentor)

    answers = [
        act(client, row, "comment", headers={"If-Match": tag}, text="Well done")
        for tag in ('"7"', '"1"')
    ]

    assert [answer.status_code for answer in answers] == [412, 201]
    assert row.comments.count() == 1


def test_a_resource_ticked_twice_is_read_once(signed_in, row, book):
    tag = {"If-Match": signed_in.get(step_url(row))["ETag"]}
    act(signed_in, row, "tick-resource", resource="book")
    act(signed_in, row, "start")

    again = act(signed_in, row, "tick-resource", headers=tag, resource="book")

    assert again.status_code == 200
    assert row.resource_ticks.count() == 1


@pytest.mark.parametrize(
    ("action", "body", "field"),
    [
        ("skip", {}, "reason"),
        ("skip", {"reason": "x" * 281}, "reason"),
        ("waive", {"ground": " "}, "ground"),
        ("submit", {}, "text"),
        ("submit", {"links": ["javascript:alert(1)"]}, "links"),
        ("submit", {"links": "no list"}, "links"),
        ("submit", {"text": "x" * 10_001}, "text"),
        ("start", {"row_version": "x"}, "row_version"),
        ("start", {"override": "maybe"}, "override"),
        ("tick-part", {}, "part"),
        ("tick-part", {"part": "unknown"}, "part"),
        ("log-time", {"minutes": 0}, "minutes"),
        ("log-time", {"minutes": 1441}, "minutes"),
        ("log-time", {"minutes": 5, "on": "2999-01-01"}, "on"),
        ("comment", {"text": ""}, "text"),
    ],
)
def test_a_bad_field_answers_400_by_field(signed_in, row, action, body, field):
    answer = act(signed_in, row, action, **body)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]


def test_a_part_is_ticked(signed_in, row, first_step):
    StepPartFactory(step=first_step, key="one")

    act(signed_in, row, "tick-part", part="one")

    found = signed_in.get(step_url(row)).json()
    assert found["parts"][0]["is_done"] is True


def test_a_resource_is_ticked_and_an_unknown_one_answers_404(signed_in, row, book):
    assert act(signed_in, row, "tick-resource", resource="book").status_code == 200
    assert act(signed_in, row, "tick-resource", resource="film").status_code == 404
    assert row.resource_ticks.count() == 1


def test_time_is_logged(signed_in, row):
    answer = act(signed_in, row, "log-time", minutes=90)

    assert answer.status_code == 201
    assert TimeLog.objects.get().minutes == 90


def test_a_mentor_comments_by_api_but_does_not_act(client, mentorship, row):
    client.force_login(mentorship.mentor)

    assert act(client, row, "comment", text="Well done").status_code == 201
    assert act(client, row, "start").status_code == 404
    assert Comment.objects.get().author_name == "Ines Ferreira"


def test_what_belongs_to_others_answers_404(client, other_learner, row):
    client.force_login(other_learner)

    assert client.get(step_url(row)).status_code == 404
    assert act(client, row, "start").status_code == 404
    assert act(client, row, "log-time", minutes=5).status_code == 404
    detail = client.get(f"{ROOT}/me/enrollments/{row.enrollment_id}/")
    assert detail.status_code == 404


def test_a_newer_version_is_taken_and_undone(signed_in, enrollment):
    RoadmapVersionFactory(roadmap=enrollment.roadmap, number=2)
    url = f"{ROOT}/me/enrollments/{enrollment.pk}"

    taken = signed_in.post(f"{url}/upgrade/", {"version": 2}, content_type=JSON)
    back = signed_in.post(f"{url}/undo-upgrade/", {}, content_type=JSON)
    again = signed_in.post(f"{url}/undo-upgrade/", {}, content_type=JSON)

    assert (taken.status_code, taken.json()["version"]) == (200, 2)
    assert (back.status_code, back.json()["version"]) == (200, 1)
    assert (again.status_code, again.json()["code"]) == (409, "upgrade_refused")
    assert again.json()["current_state"] == "active"
    assert again.json()["allowed"] == ["upgrade", "stay"]


def test_an_unknown_version_answers_404_and_none_400(signed_in, enrollment):
    url = f"{ROOT}/me/enrollments/{enrollment.pk}/upgrade/"

    unknown = signed_in.post(url, {"version": 9}, content_type=JSON)
    none = signed_in.post(url, {}, content_type=JSON)

    assert (unknown.status_code, none.status_code) == (404, 400)


def test_marking_done_what_a_mentor_reviews_answers_409(
    signed_in, row, mentorship, first_step, now
):
    first_step.needs_review = True
    first_step.save()
    tracking.start(progress=row, by=row.learner, now=now)

    answer = act(signed_in, row, "finish")

    assert (answer.status_code, answer.json()["code"]) == (409, "review_required")
