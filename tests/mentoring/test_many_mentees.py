"""A mentor of 2,000: the desk costs as many queries as with twenty."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.roadmaps import StepFactory
from tests.mentoring.mentees import add_mentees

pytestmark = [pytest.mark.assure(id="many-mentees"), pytest.mark.django_db]
PAGES = (
    "roadmaps:review_list",
    "roadmaps:mentee_list",
    "roadmaps:mentorship_list",
    "roadmaps:evening_detail",
)


def queries_of(client, name):
    """Count what a page costs a process that has asked before, as it mostly has."""
    client.get(reverse(name))
    with CaptureQueriesContext(connection) as found:
        answer = client.get(reverse(name))
    assert answer.status_code == 200
    return len(found), len(answer.content)


def test_a_desk_of_2000_mentees_costs_as_many_queries_as_one_of_20(
    client, mentor, now, figure
):
    step = StepFactory(title="Transformers and LLMs", needs_review=True)
    client.force_login(mentor)
    add_mentees(mentor, step, number=20, now=now)
    few = {name: queries_of(client, name)[0] for name in PAGES}
    add_mentees(mentor, step, number=1_980, now=now)

    many = {name: queries_of(client, name) for name in PAGES}
    lines = b"".join(client.get(reverse("roadmaps:mentee_csv"))).count(b"\n")

    figure(f"queries with 2,000 as with 20: {few}; {lines - 1} rows in the export")
    assert {name: number for name, (number, _) in many.items()} == few
    assert lines == 2_001
    assert max(size for _, size in many.values()) < 200_000
