"""The pages about the site itself: what is kept, the terms, whom to write to."""

import re

import pytest
from django.urls import reverse

from profiles.forms.accounts import TERMS_LABEL
from profiles.services.accounts import TERMS_VERSION
from tests.access.table import TEXT_PAGES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_text_page_costs_no_query_and_may_be_cached(
    name, client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = client.get(f"/{name}/")

    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert "ETag" in response


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_text_page_is_in_the_footer_of_every_page(name, client):
    footer = client.get("/styleguide/").text.partition("<footer")[2]

    assert f'href="{reverse(name)}"' in footer


@pytest.mark.parametrize("name", TEXT_PAGES)
def test_links_of_a_text_page_lead_somewhere(name, client):
    text = client.get(f"/{name}/").text.partition("<article")[2]
    inner = set(re.findall(r'href="(/[^"#]*)', text.partition("</article>")[0]))

    assert {client.get(url).status_code for url in inner} <= {200}


def test_pages_that_sign_up_names_exist(client):
    named = re.findall(r'href="([^"]+)"', TERMS_LABEL)

    assert [client.get(url).status_code for url in named] == [200, 200]


def test_terms_show_the_version_that_accounts_note(client):
    assert f"Version {TERMS_VERSION}." in client.get("/terms/").text


def test_contact_shows_the_address_of_this_installation(client, settings):
    settings.CONTACT_EMAIL = "desk@example.org"

    assert 'href="mailto:desk@example.org"' in client.get("/contact/").text
