"""The page of a document tells it heading by heading, with what it lost and sells."""

import pytest

from tests.factories.roles import (
    GuideSectionFactory,
    RelatedGuideFactory,
    RoleFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def page_of(client, source):
    return client.get(source.get_absolute_url()).text


def test_headings_stand_in_order_with_what_is_under_them(client):
    source = SourceFactory()
    for position, heading in enumerate(["Pay", "Skills"]):
        GuideSectionFactory(
            source=source,
            heading=heading,
            body=f"About {heading}.",
            position=position,
        )

    page = page_of(client, source)

    assert page.index("About Pay.") < page.index("About Skills.")


def test_a_heading_without_text_is_said_to_be_empty(client):
    missing = GuideSectionFactory(
        heading="Salary in India",
        body="",
        is_missing=True,
        see_also="Another guide has it.",
    )

    page = page_of(client, missing.source)

    assert "Salary in India" in page
    assert "Empty in the document" in page
    assert "Another guide has it." in page


def test_promotion_is_folded_away(client):
    kept = GuideSectionFactory(body="The contents.")
    GuideSectionFactory(source=kept.source, body="Buy this.", is_promotional=True)
    RelatedGuideFactory(source=kept.source, label="Cheap school", is_promotional=True)

    page = page_of(client, kept.source)

    folded = page[page.index("What it promotes") :].partition("</details>")[0]
    assert "Buy this." in folded
    assert "Cheap school" in folded
    assert page.count("Buy this.") == 1


def test_a_guide_about_a_published_role_leads_to_its_page(client):
    kept = GuideSectionFactory()
    role = RoleFactory(title="Welder")
    RelatedGuideFactory(source=kept.source, label="Welder guide", to_role=role)
    RelatedGuideFactory(
        source=kept.source, label="Draft guide", to_role=RoleFactory(status="draft")
    )

    page = page_of(client, kept.source)

    assert f'<a href="{role.get_absolute_url()}">Welder guide</a>' in page
    assert "<strong>Draft guide</strong>" in page
