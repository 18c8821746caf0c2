"""The list of roles: search, filters, order, cards."""

import re

import pytest

from roles.models import Role
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    FactFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
)
from tests.roles.conftest import full_role

pytestmark = pytest.mark.django_db
ROLE_LIST_QUERIES = 9


def test_role_list_shows_published_roles_only(client):
    published = RoleFactory(title="Visible Engineer")
    RoleFactory(title="Secret Engineer", status="draft")

    page = client.get("/roles/").text

    assert published.get_absolute_url() in page
    assert "Secret Engineer" not in page


def test_role_list_costs_the_same_at_any_length(client, django_assert_max_num_queries):
    for _ in range(15):
        full_role()

    with django_assert_max_num_queries(ROLE_LIST_QUERIES):
        client.get("/roles/?shown=24")


def test_role_list_shows_12_and_offers_the_rest(client):
    RoleFactory.create_batch(14)

    page = client.get("/roles/").text

    assert page.count('class="role-card"') == 12
    assert "Show 2 more" in page
    assert client.get("/roles/?shown=24").text.count('class="role-card"') == 14


@pytest.mark.parametrize("shown", ["-5", "x", "9" * 30, "²"])
def test_role_list_survives_any_number_asked_for(client, shown):
    assert client.get("/roles/", {"shown": shown}).status_code == 200


def test_filter_keeps_roles_that_fit_and_shows_a_chip_to_drop_it(client):
    FactFactory(
        role__title="Coder",
        measure="demand_level",
        dimension="coding",
        text_value="High",
        low=None,
        high=None,
    )
    RoleFactory(title="Speaker")

    page = client.get("/roles/?coding=high").text

    assert "Coder" in page
    assert "Speaker" not in page
    assert re.search(r'class="chip" href="/roles/">.*Coding: High', page)


def test_count_beside_a_filter_is_what_ticking_it_gives(client):
    for title, level in (("A", "High"), ("B", "High"), ("C", "Low")):
        FactFactory(
            role__title=title,
            measure="demand_level",
            dimension="coding",
            text_value=level,
            low=None,
            high=None,
        )

    page = client.get("/roles/").text
    count = re.search(r'value="high".*?facet-count">(\d+)', page, re.DOTALL).group(1)

    ticked = client.get("/roles/?coding=high").text
    assert int(count) == ticked.count('class="role-card"') == 2


def test_values_of_one_filter_widen_and_filters_together_narrow(client):
    role = RoleFactory(title="Both")
    for dimension in ("coding", "math"):
        FactFactory(
            role=role,
            measure="demand_level",
            dimension=dimension,
            text_value="High",
            low=None,
            high=None,
        )
    FactFactory(
        role__title="One",
        measure="demand_level",
        dimension="coding",
        text_value="Low",
        low=None,
        high=None,
    )

    wide = client.get("/roles/?coding=high&coding=low").context["explorer"]
    narrow = client.get("/roles/?coding=high&coding=low&math=high").context["explorer"]
    assert (wide.count, narrow.count) == (2, 1)


def test_empty_result_offers_to_drop_the_filter_that_frees_most(client):
    SalaryBandFactory(role__title="Paid")
    SalaryBandFactory(role__title="Also paid")
    FactFactory(
        role__title="Unpaid",
        measure="demand_level",
        dimension="coding",
        text_value="Low",
        low=None,
        high=None,
    )

    page = client.get("/roles/?coding=low&has_pay=true").text

    assert "No roles match" in page
    assert "Drop the coding filter (2 roles)" in page


def test_empty_search_names_the_words_and_offers_to_drop_them(client):
    RoleFactory()

    page = client.get("/roles/?q=quantum").text

    assert "Nothing fits “quantum”" in page
    assert "Drop the search text (1 role)" in page


def test_unknown_filter_value_is_left_out(client):
    RoleFactory(title="Still here")

    assert "Still here" in client.get("/roles/?coding=enormous&category=XX").text


def test_roles_are_found_by_another_name_and_by_a_skill(client):
    role = RoleFactory(title="Builder")
    role.aliases.create(name="Maker of things")
    RoleSkillFactory(role=role, skill__name="Carpentry")

    assert "Builder" in client.get("/roles/?q=maker").text
    assert "Builder" in client.get("/roles/?q=carpent").text


def test_highest_pay_sorts_by_the_highest_stated_low_of_the_us_mid_group(client):
    for title, low in (("Less", 120_000), ("More", 150_000)):
        SalaryBandFactory(role__title=title, house_level="mid", low=low, high=200_000)
    SalaryBandFactory(
        role__title="Elsewhere",
        house_level="mid",
        low=900_000,
        high=950_000,
        region=RegionFactory(slug="in", name="India", code="IN"),
        currency="INR",
    )
    SalaryBandFactory(
        role__title="Total only",
        house_level="mid",
        low=500_000,
        high=None,
        component="total",
    )

    cards = client.get("/roles/?sort=pay").context["explorer"].cards

    assert [card.role.title for card in cards][:2] == ["More", "Less"]


def test_demand_sorts_highest_first_and_unrated_last(client):
    FactFactory(role__title="Low demand", low=3, high=3)
    FactFactory(role__title="High demand", low=10, high=10)
    RoleFactory(title="Unrated")

    cards = client.get("/roles/?sort=demand").context["explorer"].cards

    titles = [card.role.title for card in cards]
    assert titles == ["High demand", "Low demand", "Unrated"]


def test_card_shows_one_named_group_of_pay(client):
    role = RoleFactory()
    SalaryBandFactory(role=role, house_level="mid", low=120_000, high=150_000)
    SalaryBandFactory(role=role, house_level="senior", low=300_000, high=400_000)

    card = client.get("/roles/").context["explorer"].cards[0]

    assert (card.pay.text, card.pay.basis) == ("$120k to $150k", "Mid, United States")


def test_htmx_gets_the_list_without_the_shell(client):
    RoleFactory(title="Visible Engineer")

    response = client.get("/roles/", headers={"HX-Request": "true"})

    assert "<html" not in response.text
    assert "Visible Engineer" in response.text
    assert "HX-Request" in response.headers["Vary"]


def test_card_counts_the_skills_that_a_learner_has(client, learner):
    held = RoleSkillFactory(required_level=2)
    RoleSkillFactory(role=held.role, required_level=3)
    HeldSkillFactory(user=learner, skill=held.skill, claimed_level=2)
    client.force_login(learner)

    assert "You have <strong>1</strong> of <strong>2</strong>" in (
        client.get("/roles/").text
    )


def test_learner_costs_the_list_the_same_at_any_length(
    client, learner, django_assert_max_num_queries
):
    for _ in range(12):
        full_role()
    client.force_login(learner)

    with django_assert_max_num_queries(ROLE_LIST_QUERIES + 7):
        client.get("/roles/")


def test_map_is_left_out_while_editors_keep_none(client):
    Role.objects.all().delete()

    assert "role-map" not in client.get("/").text
