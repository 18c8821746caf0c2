"""What sources say in words stands on the role page, each point with its letter."""

import html

import pytest
from django.utils.html import strip_tags

from roles.models import (
    Disagreement,
    DisagreementSide,
    Guidance,
    InterviewQuestion,
    Role,
    ToolMention,
)
from tests.factories.roles import GuidanceFactory, RoleFactory

pytestmark = pytest.mark.django_db


def page_of(client, slug):
    return html.unescape(client.get(f"/roles/{slug}/").content.decode())


def test_every_disagreement_stands_on_the_page_with_all_its_sides(client, content):
    page = page_of(client, "ai-engineer")

    assert Disagreement.objects.filter(role__slug="ai-engineer").count() >= 20
    for dispute in Disagreement.objects.filter(role__slug="ai-engineer"):
        assert dispute.statement in page
    for side in DisagreementSide.objects.filter(disagreement__role__slug="ai-engineer"):
        assert side.text in page


def test_every_point_and_question_stands_on_the_page_of_its_role(client, content):
    for role in Role.objects.published():
        page = page_of(client, role.slug)

        for point in Guidance.objects.filter(role=role, is_promotional=False):
            assert (point.text or point.title) in page
        for question in InterviewQuestion.objects.filter(role=role):
            assert question.text in page


def test_promotion_is_kept_but_not_shown(client, content):
    promoted = ToolMention.objects.filter(is_promotional=True)

    page = page_of(client, "ai-engineer")

    assert promoted.exists()
    assert not [one for one in promoted if one.as_printed in page]


def test_what_a_source_lost_is_said_to_be_lost(client, content):
    page = strip_tags(page_of(client, "ai-engineer"))

    assert "Name lost in the source" in page
    assert "Lost in the source" in page


def test_a_list_of_one_source_keeps_its_name_and_order(client):
    role = RoleFactory(slug="welder")
    for position, text in enumerate(["Look first.", "Then weld."]):
        GuidanceFactory(
            role=role,
            kind="checklist",
            group="Before you weld",
            title="",
            text=text,
            position=position,
        )

    page = page_of(client, "welder")

    assert "Before you weld" in page
    assert page.index("Look first.") < page.index("Then weld.")


def test_a_role_of_which_nothing_is_said_has_no_empty_headings(client):
    RoleFactory(slug="welder")

    page = page_of(client, "welder")

    for heading in ("Getting in", "Interview questions</h", "Challenges and fit"):
        assert heading not in page
