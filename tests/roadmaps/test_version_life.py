"""A version goes from draft to readers as all content does, and can be brought back."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmaps.models import RoadmapVersion, Step, StepPrerequisite
from roadmaps.services import previews, publishing, version_life
from roles.models import EditorialEvent, Redirect
from tests.desk import url
from tests.factories.roadmaps import (
    EnrollmentFactory,
    RoadmapFactory,
    StepCriterionFactory,
    StepFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OLD, NEW = "The old words.", "The new words."


@pytest.fixture
def version():
    return StepCriterionFactory(step__summary=OLD).step.version


def draft_of(client, version):
    client.post(url(version, "draft"))
    return RoadmapVersion.objects.drafts().get()


@pytest.mark.parametrize("way", ["get", "head", "options"])
def test_looking_where_the_next_version_is_drafted_drafts_none(version, edda, way):
    answer = getattr(edda, way)(url(version, "draft"))

    assert answer.status_code == 404
    assert not RoadmapVersion.objects.drafts().exists()


def test_a_reason_too_long_is_refused_at_its_field_and_kept(version, edda, pia):
    draft = draft_of(edda, version)
    edda.post(url(draft, "move"), {"action": "submit"})
    reason = "x" * 281

    answer = pia.post(url(draft, "move"), {"action": "send_back", "reason": reason})

    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (422, "in_review")
    assert "at most 280 characters (it has 281)" in answer.content.decode()
    assert f'value="{reason}"' in answer.content.decode()


def test_version_lives_the_life_of_all_content(client, version, edda, pia):
    draft = draft_of(edda, version)
    draft.steps.update(summary=NEW)
    edda.post(url(draft, "move"), {"action": "submit"})
    refused = edda.post(url(draft, "publish"))
    pia.post(url(draft, "move"), {"action": "send_back", "reason": "Shorter."})
    told = edda.post(url(draft, "link"), follow=True).content.decode()
    address = re.search(r"http://testserver(/preview/[^\s<]+)", told)[1]
    shown = client.get(f"{address}steps/step-1/")
    look = pia.get(url(draft, "publish"))
    tomorrow = NOW + timedelta(days=1)
    pia.post(
        url(draft, "publish"),
        {
            "at": f"{tomorrow:%Y-%m-%d %H:%M}",
            "reason": "Clearer.",
            "seen": look.context["seen"],
        },
    )
    before = RoadmapVersion.objects.startable().get().number
    done = version_life.publish_due(now=tomorrow)
    restored = draft_of(edda, version)
    history = edda.get(url(restored, "history")).content.decode()
    change = edda.get(url(draft, "compare"), {"from": 1}).content.decode()

    assert refused.status_code == 403
    assert NEW in shown.content.decode()
    assert "noindex" in shown["X-Robots-Tag"]
    assert client.get(address).status_code == 404
    assert f"<del>{OLD}</del>" in look.content.decode()
    assert f"<ins>{NEW}</ins>" in change
    assert "criteria" not in change
    assert (before, done) == (1, [f"{draft} is published."])
    assert restored.number == 3
    assert restored.steps.get().summary == OLD
    events = EditorialEvent.objects.about(version.roadmap).order_by("pk")
    assert [one.action for one in events] == [
        "draft",
        "submit",
        "send_back",
        "schedule",
        "publish",
        "restore",
    ]
    assert "Pia Blisher" in history
    assert "Clearer." in history


def test_version_that_is_not_ready_at_its_time_goes_back_to_review(version, publisher):
    draft = publishing.draft_next_version(
        roadmap=version.roadmap, by=publisher, now=NOW
    )
    at = NOW + timedelta(hours=1)
    version_life.move(
        version=draft,
        action=EditorialEvent.Action.SCHEDULE,
        by=publisher,
        now=NOW,
        at=at,
    )
    draft.steps.all().delete()

    version_life.publish_due(now=at)

    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_for) == ("in_review", None)
    assert "no steps" in EditorialEvent.objects.about(version.roadmap).first().reason


def test_publishing_a_version_that_changed_since_the_look_is_refused(version, pia):
    draft = draft_of(pia, version)
    seen = pia.get(url(draft, "publish")).context["seen"]
    draft.steps.get().criteria.update(text="Slipped in.")

    answer = pia.post(url(draft, "publish"), {"seen": seen, "reason": "Mine."})

    assert answer.status_code == 409
    assert "changed since you looked" in answer.content.decode()
    assert 'value="Mine."' in answer.content.decode()


def test_two_editors_of_a_step_collide_in_its_rows_as_well(version, edda):
    step = draft_of(edda, version).steps.get()
    page = edda.get(url(step, "change"))
    step.criteria.update(text="Changed meanwhile.")

    answer = edda.post(url(step, "change"), {"seen": page.context["seen"]})

    assert answer.status_code == 409
    assert "Changed meanwhile." in answer.content.decode()


def test_a_step_takes_stage_and_prerequisites_of_its_own_version_only(version, edda):
    draft = draft_of(edda, version)
    step, foreign = draft.steps.get(), StepCriterionFactory().step
    RoadmapVersion.objects.filter(pk=foreign.version_id).update(
        status="draft", published_at=None
    )

    page = edda.get(url(step, "change"))
    wanted = {"stage": foreign.stage_id, "prerequisite_links-TOTAL_FORMS": 1}
    wanted |= {"prerequisite_links-INITIAL_FORMS": 0}
    wanted |= {"prerequisite_links-0-prerequisite": foreign.pk}
    refused = edda.post(url(step, "change"), {**wanted, "title": "Kept title"})

    formset = page.context["inline_admin_formsets"][0].formset
    offered = formset.empty_form.fields["prerequisite"].queryset
    answer = refused.content.decode()
    assert list(offered) == [step]
    assert refused.status_code == 422
    assert "This stage belongs to another version." in answer
    assert 'value="Kept title"' in answer
    assert "is not one of the available choices" in answer


def test_an_editor_does_not_touch_the_wording_that_readers_see(version, edda):
    step = Step.objects.get()

    assert edda.post(url(step, "change"), {"title": "Mine"}).status_code == 403
    assert edda.post(url(version, "change"), {"change_note": "X"}).status_code == 403


def test_roadmap_that_learners_follow_is_archived_with_a_successor(
    client, version, pia
):
    roadmap, successor = version.roadmap, RoadmapFactory()
    EnrollmentFactory(version=version)

    refused = pia.post(url(roadmap, "archive"), {})
    pia.post(url(roadmap, "archive"), {"successor": successor.pk, "reason": "Over."})

    roadmap.refresh_from_db()
    assert refused.status_code == 422
    assert "1 learners" in refused.content.decode()
    assert roadmap.status == "archived"
    assert Redirect.objects.new_slugs("roadmap", [roadmap.slug]) == {
        roadmap.slug: successor.slug
    }


def test_draft_that_runs_in_a_circle_is_previewed_as_a_list(client, version):
    step = version.steps.get()
    other = StepFactory(stage=step.stage)
    StepPrerequisite.objects.create(step=other, prerequisite=step)
    StepPrerequisite.objects.create(step=step, prerequisite=other)
    RoadmapVersion.objects.update(status="draft", published_at=None)

    page = client.get(previews.address_of(version), {"view": "map"})

    assert page.status_code == 200
    assert "need each other in a circle" in page.content.decode()
    assert '<svg class="map"' not in page.content.decode()
    assert other.title in page.content.decode()


def test_forged_and_odd_preview_links_are_not_found(client, version):
    for token in ("x", "1:x:y", "roadmaps"):
        assert client.get(f"/preview/roadmaps/{token}/").status_code == 404


def test_scheduling_a_version_that_changed_since_the_look_is_refused(version, pia):
    draft = draft_of(pia, version)
    seen = pia.get(url(draft, "publish")).context["seen"]
    draft.steps.get().criteria.update(text="Slipped in.")
    tomorrow = f"{NOW + timedelta(days=1):%Y-%m-%d %H:%M}"

    answer = pia.post(url(draft, "publish"), {"seen": seen, "at": tomorrow})

    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (409, "draft")
    assert "changed since you looked" in answer.content.decode()


@pytest.mark.parametrize(("who", "offers"), [("edda", False), ("pia", True)])
def test_only_a_publisher_puts_a_step_into_a_scheduled_version(
    version, edda, pia, who, offers
):
    draft = draft_of(pia, version)
    version_life.move(
        version=draft,
        action=EditorialEvent.Action.SCHEDULE,
        by=None,
        now=NOW,
        at=NOW + timedelta(days=1),
    )
    client = {"edda": edda, "pia": pia}[who]

    page = client.get(reverse("admin:roadmaps_step_add"))
    panel = client.get(url(draft, "change"))

    fields = page.context["adminform"].form.fields
    assert (draft in fields["version"].queryset) == offers
    assert (draft.stages.get() in fields["stage"].queryset) == offers
    assert ("Discard the draft" in panel.content.decode()) == offers
