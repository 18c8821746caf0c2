"""The map stands beside the form of a version, as it was saved last."""

import pytest
from django.urls import reverse

from roadmaps.models import StepPrerequisite
from tests.factories.roadmaps import RoadmapVersionFactory, StageFactory, StepFactory

pytestmark = pytest.mark.django_db
# The same at any size: the form, its rows and what was seen of them, and the map.
FORM_QUERIES = 26


@pytest.fixture
def draft():
    return RoadmapVersionFactory(status="draft", published_at=None)


def change_url(row):
    return reverse(f"admin:roadmaps_{row._meta.model_name}_change", args=[row.pk])


def test_editor_sees_the_map_of_what_was_saved_beside_the_form(
    client, editor, draft, django_assert_max_num_queries
):
    client.force_login(editor)

    empty = client.get(change_url(draft)).content.decode()
    stage = StageFactory(version=draft)
    steps = StepFactory.create_batch(12, stage=stage)
    first, second = steps[:2]
    StepPrerequisite.objects.create(step=second, prerequisite=first)
    with django_assert_max_num_queries(FORM_QUERIES):
        drawn = client.get(change_url(draft)).content.decode()
    StepPrerequisite.objects.create(step=first, prerequisite=second)
    circle = client.get(change_url(draft)).content.decode()

    assert "No step is saved yet" in empty
    assert drawn.count('<svg class="map"') == 1
    assert drawn.count("<svg x=") == len(steps)
    assert f'href="{change_url(second)}" aria-label="' in drawn
    assert "what was saved last" in drawn
    assert "style=" not in drawn
    assert '<svg class="map"' not in circle
    assert "The map cannot be drawn" in circle
    assert f'<a href="{change_url(first)}">1 Step number 1</a> needs' in circle
