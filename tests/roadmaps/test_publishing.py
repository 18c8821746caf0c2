from datetime import timedelta

import pytest
from django.utils import timezone

from roadmaps.models import (
    Enrollment,
    Resource,
    Roadmap,
    RoadmapVersion,
    StepPart,
    StepPrerequisite,
    StepProgress,
)
from roadmaps.services import publishing
from roles.models import EditorialEvent, Revision
from tests.factories.roadmaps import (
    RoadmapFactory,
    RoadmapVersionFactory,
    StageFactory,
    StepCriterionFactory,
    StepFactory,
    StepSkillFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def version():
    """A published version with one row of everything."""
    stage = StageFactory()
    first = StepFactory(stage=stage, key="first", must_redo=True)
    second = StepFactory(stage=stage, key="second")
    StepPrerequisite.objects.create(step=second, prerequisite=first)
    StepCriterionFactory(step=first)
    StepSkillFactory(step=first)
    StepPart.objects.create(step=first, key="a", position=1, title="Read", hours=2)
    return stage.version


@pytest.fixture
def draft(version, editor):
    return publishing.draft_next_version(roadmap=version.roadmap, by=editor, now=NOW)


def publish(version, editor):
    publishing.publish_version(version=version, by=editor, now=NOW)


def test_next_version_is_a_full_copy(version, draft):
    copied, original = (publishing.as_version(one) for one in (draft, version))

    assert draft.number == version.number + 1
    assert draft.is_draft
    assert [step.key for step in copied.steps] == [step.key for step in original.steps]
    assert publishing.change_for_learners(draft).is_empty
    assert StepPart.objects.filter(step__version=draft, key="a").exists()


def test_marks_for_learners_start_anew_in_the_next_version(draft):
    assert not draft.steps.filter(must_redo=True).exists()


def test_copy_shares_no_row_with_the_version_before(version, draft):
    draft.steps.get(key="first").criteria.all().delete()
    draft.stages.update(title="Changed")

    assert version.steps.get(key="first").criteria.count() == 1
    assert version.stages.get().title != "Changed"


def test_roadmap_has_one_draft_at_most(draft, editor):
    with pytest.raises(publishing.DraftExistsError) as refused:
        publishing.draft_next_version(roadmap=draft.roadmap, by=editor, now=NOW)

    assert refused.value.draft == draft


def test_first_version_of_a_roadmap_starts_empty(editor):
    first = publishing.draft_next_version(roadmap=RoadmapFactory(), by=editor, now=NOW)

    assert first.number == 1
    assert not first.steps.exists()


def test_publishing_keeps_the_map_with_the_version(draft, editor):
    publish(draft, editor)

    draft.refresh_from_db()
    assert not draft.is_draft
    assert {node["key"] for node in draft.layout[0]["nodes"]} == {"first", "second"}


def test_publishing_shows_a_hidden_roadmap(draft, editor):
    draft.roadmap.unpublish()

    publish(draft, editor)

    draft.roadmap.refresh_from_db()
    assert draft.roadmap.status == "published"


def test_new_version_is_news_of_its_roadmap_and_one_act(version, draft, editor):
    long_ago = NOW - timedelta(days=30)
    known = Roadmap.objects.filter(pk=version.roadmap_id)
    known.update(published_at=long_ago, updated_at=long_ago)

    publish(draft, editor)

    roadmap = known.get()
    assert (roadmap.status, roadmap.published_at) == ("published", NOW)
    assert roadmap.updated_at > long_ago
    acts = EditorialEvent.objects.about(roadmap).values_list("action", flat=True)
    assert sorted(acts) == ["draft", "publish"]
    assert Revision.objects.about(roadmap).count() == 1


def test_version_of_an_archived_roadmap_is_not_published(draft, editor):
    draft.roadmap.archive()

    with pytest.raises(Roadmap.WrongStatusError):
        publish(draft, editor)

    draft.refresh_from_db()
    assert (draft.status, draft.roadmap.status) == ("draft", "archived")


def test_publishing_touches_no_enrollment(version, draft, learner, editor):
    enrollment = Enrollment.objects.create(
        learner=learner, roadmap=version.roadmap, version=version, started_on=NOW
    )
    step = version.steps.get(key="first")
    progress = StepProgress.objects.create(
        enrollment=enrollment, learner=learner, step=step, step_key=step.key
    )
    before = (enrollment.updated_at, progress.updated_at)

    publish(draft, editor)

    enrollment.refresh_from_db()
    progress.refresh_from_db()
    assert (enrollment.version, progress.step) == (version, step)
    assert (enrollment.updated_at, progress.updated_at) == before


def test_every_reason_against_publishing_is_named(draft, editor):
    first, second = draft.steps.get(key="first"), draft.steps.get(key="second")
    StepPrerequisite.objects.create(step=first, prerequisite=second)
    Resource.objects.create(
        roadmap=draft.roadmap,
        step_key="first",
        key="course",
        title="Course",
        provider="School",
        url="https://example.org",
        kind="course",
        cost="paid",
        status="published",
    )

    with pytest.raises(publishing.PublishRefusedError) as refused:
        publish(draft, editor)

    assert {problem.code for problem in refused.value.problems} == {
        "cycle",
        "paid_only",
    }
    assert RoadmapVersion.objects.get(pk=draft.pk).is_draft


def test_empty_version_cannot_be_published(editor):
    empty = RoadmapVersionFactory(status="draft", published_at=None)

    with pytest.raises(publishing.PublishRefusedError):
        publish(empty, editor)


def test_published_version_is_not_published_again(version, editor):
    with pytest.raises(RoadmapVersion.NotADraftError):
        publish(version, editor)


def test_learners_will_be_offered_what_changed(draft):
    draft.steps.filter(key="first").update(hours=20)
    StepFactory(stage=draft.stages.get(), key="third")

    change = publishing.change_for_learners(draft)

    assert change.added == ("third",)
    assert [step.key for step in change.changed] == ["first"]


def test_plan_is_read_with_constant_queries(version, django_assert_num_queries):
    StepFactory.create_batch(5, stage=version.stages.get())

    with django_assert_num_queries(5):
        publishing.as_version(version)
