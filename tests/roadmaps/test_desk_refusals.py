"""What the desk of roadmaps answers to acts that do not fit."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.services import version_life
from roadmaps.services.publishing import PublishRefusedError
from roles.models import EditorialEvent
from tests.desk import at_desk, said, url
from tests.factories.profiles import StaffFactory
from tests.factories.roadmaps import (
    EnrollmentFactory,
    RoadmapFactory,
    StepCriterionFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return StepCriterionFactory().step.version


@pytest.fixture
def draft(version, edda):
    edda.post(url(version, "draft"))
    return RoadmapVersion.objects.drafts().get()


def test_a_roadmap_has_one_draft_at_a_time(version, draft, edda):
    listed = reverse("admin:roadmaps_roadmap_changelist")
    chosen = {"action": "draft_next_version", "_selected_action": [version.roadmap_id]}

    again = edda.post(url(version, "draft"), follow=True)
    from_list = edda.post(listed, chosen, follow=True)

    warned = f"{draft} is still a draft."
    assert said(again)[-1] == said(from_list)[-1] == warned
    assert RoadmapVersion.objects.drafts().get() == draft


def test_several_roadmaps_are_drafted_from_the_list(version, edda):
    other = StepCriterionFactory().step.version
    RoadmapFactory(title="Without a version")
    listed = reverse("admin:roadmaps_roadmap_changelist")
    both = {"_selected_action": [version.roadmap_id, other.roadmap_id]}

    answer = edda.post(listed, {"action": "draft_next_version", **both}, follow=True)

    assert RoadmapVersion.objects.drafts().count() == 2
    assert "none" in answer.content.decode()


def test_moves_that_do_not_fit_say_so_or_are_not_found(version, draft, edda, pia):
    edda.post(url(draft, "move"), {"action": "submit"})
    again = edda.post(url(draft, "move"), {"action": "submit"}, follow=True)

    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert said(again)[-1] == "It is in review by now."
    assert pia.post(url(draft, "move"), {"action": "praise"}).status_code == 404
    assert edda.get(url(draft, "move")).status_code == 404


def test_a_reason_too_long_or_a_time_that_is_over_publishes_nothing(
    draft, pia, publisher
):
    now = timezone.now()

    answer = pia.post(url(draft, "publish"), {"reason": "x" * 281})
    with pytest.raises(PublishRefusedError, match="still to come"):
        version_life.move(
            version=draft,
            action=EditorialEvent.Action.SCHEDULE,
            by=publisher,
            now=now,
            reason="",
            at=now - timedelta(hours=1),
        )

    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (422, "draft")


def test_a_draft_that_is_not_ready_is_not_scheduled(draft, publisher):
    draft.steps.all().delete()
    now = timezone.now()

    with pytest.raises(PublishRefusedError):
        version_life.move(
            version=draft,
            action=EditorialEvent.Action.SCHEDULE,
            by=publisher,
            now=now,
            reason="",
            at=now + timedelta(hours=1),
        )


def test_versions_are_compared_with_nothing_and_with_one_that_exists(version, edda):
    page = url(version, "compare")

    assert "from nothing" in edda.get(page).content.decode().lower()
    assert edda.get(page, {"from": "x"}).status_code == 404
    assert edda.get(page, {"from": "9"}).status_code == 404
    assert edda.get("/admin/roadmaps/roadmapversion/x/history/").status_code == 404


def test_staff_without_a_group_is_turned_away(version):
    nobody = at_desk(StaffFactory())

    assert nobody.get(url(version, "publish")).status_code == 403
    assert nobody.post(url(version, "draft")).status_code == 403
    assert nobody.get(url(version.roadmap, "archive")).status_code == 403


def test_a_roadmap_is_archived_once_and_only_from_readers(version, pia, publisher):
    roadmap = version.roadmap

    def archive():
        return pia.post(url(roadmap, "archive"))

    first, second = archive(), archive()

    roadmap.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 422)
    assert roadmap.status == "archived"
    with pytest.raises(Roadmap.WrongStatusError):
        version_life.archive(
            roadmap=roadmap, successor=None, by=publisher, now=timezone.now()
        )


def act(desk, action, *rows):
    listed = reverse("admin:roadmaps_roadmap_changelist")
    chosen = {"_selected_action": [row.pk for row in rows], "confirmed": "yes"}
    answer = desk.post(listed, {"action": action, **chosen}, follow=True)
    for row in rows:
        row.refresh_from_db()
    return said(answer)


def acts_on(roadmap):
    events = EditorialEvent.objects.about(roadmap).order_by("pk")
    return [(one.action, one.from_status, one.actor_name) for one in events]


def test_roadmaps_are_shown_and_hidden_from_the_list(pia):
    shown, hidden = RoadmapFactory(), RoadmapFactory(status="draft")
    gone = RoadmapFactory(status="archived")

    assert act(pia, "publish", hidden, gone)[-1] == "1 published."
    assert (hidden.status, gone.status) == ("published", "archived")
    assert act(pia, "unpublish", shown)[-1] == "1 taken back to draft."
    assert shown.status == "draft"
    assert acts_on(shown) == [("send_back", "published", "Pia Blisher")]


def test_a_roadmap_that_learners_follow_is_not_taken_back_to_draft(version, pia):
    followed, left = version.roadmap, StepCriterionFactory().step.version
    EnrollmentFactory(version=version, status="paused")
    EnrollmentFactory(version=left, status="left")

    answers = act(pia, "unpublish", followed, left.roadmap)

    assert answers[-1] == "1 taken back to draft."
    assert f"{followed}: Learners follow it: archive it" in answers[-2]
    left.roadmap.refresh_from_db()
    assert (followed.status, left.roadmap.status) == ("published", "draft")
    assert acts_on(followed) == []


def test_an_archived_roadmap_comes_back_as_a_draft_and_a_draft_stays_one(version, pia):
    gone, draft = version.roadmap, RoadmapFactory(status="draft")
    EnrollmentFactory(version=version)
    gone.archive()

    act(pia, "unpublish", gone, draft)

    assert (gone.status, draft.status) == ("draft", "draft")
    assert acts_on(gone) == [("revive", "archived", "Pia Blisher")]
    assert acts_on(draft) == []
