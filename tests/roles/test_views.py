"""The public pages of roles, skills, certifications and sources."""

import csv
import io
import re

import pytest

from roles.models import Role
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    FactFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SkillCategoryFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

ROLE_PAGE_QUERIES = 10
ROLE_LIST_QUERIES = 9


def full_role(**fields):
    role = RoleFactory(**fields)
    RoleSkillFactory(role=role, skill__name=f"Skill of {role.slug}")
    SalaryBandFactory(role=role)
    FactFactory(role=role)
    FactFactory(
        role=role,
        measure="time_share",
        dimension="data",
        low=20,
        high=25,
        as_printed="20-25%",
        label="Data work",
    )
    return role


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


def test_role_page_stays_within_its_queries(client, django_assert_max_num_queries):
    role = full_role()
    for _ in range(5):
        SalaryBandFactory(role=role)
        RoleSkillFactory(role=role)

    with django_assert_max_num_queries(ROLE_PAGE_QUERIES):
        client.get(role.get_absolute_url())


@pytest.mark.parametrize("status", ["draft", "in_review", "scheduled", "archived"])
def test_role_that_is_not_published_is_not_found(client, status):
    assert client.get(RoleFactory(status=status).get_absolute_url()).status_code == 404


def test_retired_role_leads_to_its_successor(client):
    successor = RoleFactory(title="Newer work")
    retired = RoleFactory(status="archived", successor=successor)

    page = client.get(retired.get_absolute_url()).text

    assert "no longer kept up to date" in page
    assert successor.get_absolute_url() in page


def test_role_without_pay_and_scores_says_so(client):
    page = client.get(RoleFactory().get_absolute_url()).text

    assert "No sourced pay yet" in page
    assert 'class="scores"' not in page


def test_score_shows_its_figure_its_scale_and_its_source(client):
    fact = FactFactory(low="9.5", high="9.5", label="Difficulty", polarity="harder")

    page = client.get(fact.role.get_absolute_url()).text

    assert "<strong>9.5</strong>/10" in page
    assert "Higher is harder" in page
    assert 'href="#source-a"' in page


def test_letters_follow_the_order_in_which_the_page_names_sources(client):
    role = RoleFactory()
    first, second = SourceFactory(title="Scores"), SourceFactory(title="Pay")
    SalaryBandFactory(role=role, published_in=second)
    FactFactory(role=role, published_in=first)

    page = client.get(role.get_absolute_url()).context["page"]

    letters = [(letter, source.title) for letter, source in page.sources]
    assert letters == [("A", "Scores"), ("B", "Pay")]


def test_every_letter_on_the_page_leads_to_a_row_of_sources(client):
    role = full_role()

    page = client.get(role.get_absolute_url()).text

    used = set(re.findall(r'href="#(source-[a-z]+)"', page))
    assert used
    assert used <= set(re.findall(r'id="(source-[a-z]+)"', page))


def test_draft_figures_never_show(client):
    role = RoleFactory()
    SalaryBandFactory(role=role, as_printed="$1-2", status="draft")
    FactFactory(role=role, label="Hidden", status="draft")

    page = client.get(role.get_absolute_url()).text

    assert "Hidden" not in page
    assert "No sourced pay yet" in page


def test_country_in_the_address_opens_its_pay(client):
    role = RoleFactory()
    SalaryBandFactory(role=role)
    india = RegionFactory(slug="india", name="India", code="IN", currency="INR")
    SalaryBandFactory(
        role=role,
        region=india,
        currency="INR",
        low=800_000,
        high=1_800_000,
        as_printed="₹8-18 LPA",
    )

    pay = client.get(role.get_absolute_url(), {"country": "india"}).context["page"].pay

    assert [chart.currency for chart in pay.charts] == ["INR"]
    assert pay.place.label == "India"
    assert "Only one source" in pay.thin_evidence


def test_country_cookie_opens_pay_there(client):
    role = RoleFactory()
    SalaryBandFactory(role=role)
    SalaryBandFactory(
        role=role, region=RegionFactory(slug="uk", name="UK", code="GB"), currency="GBP"
    )
    client.cookies["country"] = "uk"

    assert client.get(role.get_absolute_url()).context["page"].pay.place.slug == "uk"


def test_unknown_country_opens_the_one_with_most_sources(client):
    band = SalaryBandFactory()

    page = client.get(band.role.get_absolute_url(), {"country": "<script>"})

    assert page.context["page"].pay.place.slug == "us"
    assert "<script>" not in page.text.replace("<script src", "")


def test_pay_with_no_country_is_a_group_of_its_own(client):
    role = RoleFactory()
    SalaryBandFactory(role=role)
    SalaryBandFactory(role=role, region=None, region_basis="not_stated")

    places = client.get(role.get_absolute_url()).context["page"].pay.places

    assert [place.slug for place in places] == ["us", "not-stated"]


def test_median_is_a_note_and_not_a_bar(client):
    role = RoleFactory()
    SalaryBandFactory(role=role)
    SalaryBandFactory(
        role=role,
        low=160_000,
        high=160_000,
        statistic="median",
        qualifier="about",
        as_printed="about $160,000",
    )

    pay = client.get(role.get_absolute_url()).context["page"].pay

    assert sum(chart.band_count for chart in pay.charts) == 1
    assert [note.text.split(":")[0] for note in pay.notes] == ["about $160,000"]


def test_every_figure_of_the_country_is_in_the_table(client):
    role = RoleFactory()
    bands = [SalaryBandFactory(role=role, as_printed=f"${n}k") for n in range(90, 95)]

    page = client.get(role.get_absolute_url()).text

    assert all(f"<td>{band.as_printed}</td>" in page for band in bands)


def test_pay_csv_gives_every_live_figure_with_its_source(client):
    band = SalaryBandFactory(published_in__title="Guide one")
    SalaryBandFactory(role=band.role, status="draft")

    response = client.get(f"{band.role.get_absolute_url()}pay.csv")
    header, *rows = list(csv.reader(io.StringIO(response.text)))

    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert len(rows) == 1
    row = dict(zip(header, rows[0], strict=True))
    assert (row["low"], row["printed in"]) == ("90000.00", "Guide one")


@pytest.mark.parametrize("risky", ["=1+1", "+1", "-1", "@x", "\tx", "'x"])
def test_pay_csv_neutralizes_what_a_spreadsheet_would_run(client, risky):
    band = SalaryBandFactory(note=risky)

    response = client.get(f"{band.role.get_absolute_url()}pay.csv")

    cells = [cell for row in csv.reader(io.StringIO(response.text)) for cell in row]
    assert f"'{risky}" in cells
    assert risky not in cells


def test_skill_list_groups_by_family_and_counts_roles(client):
    RoleSkillFactory(skill__name="Python")
    SkillFactory(name="Secret", status="draft")

    page = client.get("/skills/").text

    assert "Python" in page
    assert "1 role" in page
    assert "Secret" not in page


def test_skill_list_costs_the_same_at_any_length(client, django_assert_max_num_queries):
    for number in range(8):
        category = SkillCategoryFactory(code=f"C{number}", color_slot=number + 1)
        RoleSkillFactory(skill__category=category)

    with django_assert_max_num_queries(2):
        client.get("/skills/")


def test_skill_page_says_what_comes_before_and_who_asks(client):
    skill, before = SkillFactory(name="Serving"), SkillFactory(name="Git")
    skill.prerequisite_links.create(prerequisite=before)
    demand = RoleSkillFactory(skill=skill)

    page = client.get(skill.get_absolute_url()).text

    assert "Git" in page
    assert demand.role.get_absolute_url() in page


def test_draft_skill_is_not_found(client):
    draft = SkillFactory(status="draft")

    assert client.get(draft.get_absolute_url()).status_code == 404


def test_certifications_no_longer_offered_come_last(client):
    CertificationFactory(name="Gone", standing="retired", position=0)
    CertificationFactory(name="Offered", position=9)

    rows = client.get("/certifications/").context["lines"]

    assert [row.certification.name for row in rows] == ["Offered", "Gone"]


def test_retired_certification_names_its_successor(client):
    successor = CertificationFactory(name="The new one")
    retired = CertificationFactory(standing="retired", successor=successor)

    page = client.get(retired.get_absolute_url()).text

    assert "No longer offered" in page
    assert "The new one" in page


def test_source_page_lists_what_the_source_prints(client):
    band = SalaryBandFactory(as_printed="$90k-$120k")

    page = client.get(band.published_in.get_absolute_url()).text

    assert "$90k-$120k" in page
    assert band.role.get_absolute_url() in page


def test_source_list_is_linked_from_every_page(client):
    assert 'href="/sources/"' in client.get("/skills/").text
    assert client.get("/sources/").status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/roles/",
        "/skills/",
        "/certifications/",
        "/sources/",
        "{role}",
        "{skill}",
        "{source}",
    ],
)
def test_public_pages_set_no_cookie_hold_no_token_and_have_one_heading(client, path):
    demand = RoleSkillFactory(role=full_role())
    path = path.format(
        role=demand.role.get_absolute_url(),
        skill=demand.skill.get_absolute_url(),
        source=demand.source.get_absolute_url(),
    )

    response = client.get(path)

    assert response.status_code == 200
    assert not response.cookies
    assert "csrfmiddlewaretoken" not in response.text
    assert response.text.count("<h1") == 1
    ids = re.findall(r'\sid="([^"]+)"', response.text)
    assert len(ids) == len(set(ids))


def test_learner_sees_a_column_of_own_levels(client, learner):
    demand = RoleSkillFactory()
    client.force_login(learner)

    page = client.get(demand.role.get_absolute_url()).text

    assert ">You</th>" in page
    assert "Unrated" in page


def test_learner_sees_what_is_missing_to_the_target_level(client, learner):
    demand = RoleSkillFactory(house_level="mid", required_level=4)
    HeldSkillFactory(user=learner, skill=demand.skill, claimed_level=1)
    client.force_login(learner)

    page = client.get(demand.role.get_absolute_url()).text

    assert "\N{MINUS SIGN}3" in page


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


def test_visitor_is_asked_to_sign_in_to_compare(client):
    demand = RoleSkillFactory()

    page = client.get(demand.role.get_absolute_url()).text

    assert "Sign in to compare with your skills" in page
    assert ">You</th>" not in page


def test_map_is_left_out_while_editors_keep_none(client):
    Role.objects.all().delete()

    assert "role-map" not in client.get("/").text
