"""The page of one role: pay, scores, skills, sources."""

import csv
import io
import re

import pytest

from roles.models import RoleSkill, SkillPrerequisite
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    CareerMoveFactory,
    ComparisonFactorFactory,
    DutyFactory,
    FactFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    RungFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)
from tests.roles.conftest import full_role

pytestmark = pytest.mark.django_db
ROLE_PAGE_QUERIES = 10


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
    role = RoleFactory()

    page = client.get(role.get_absolute_url()).text

    assert "No sourced pay yet" in page
    assert f'href="/report/?about={role.get_absolute_url()}">Suggest a source' in page
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


def test_a_lone_median_says_whom_it_speaks_of_and_that_no_country_is_stated(client):
    band = SalaryBandFactory(
        house_level="",
        level_label="Governance professionals",
        statistic="median",
        region=None,
        region_basis="not_stated",
    )

    pay = client.get(band.role.get_absolute_url()).context["page"].pay

    assert pay.thin_evidence == (
        "Only one source gives this pay, and it states no country."
    )
    [note] = pay.notes
    assert note.text == "$90,000 to $120,000: median, Governance professionals"


def test_every_figure_of_the_country_is_in_the_table(client):
    role = RoleFactory()
    bands = [SalaryBandFactory(role=role, as_printed=f"${n}k") for n in range(90, 95)]

    page = client.get(role.get_absolute_url()).text

    assert all(f"<td>{band.as_printed}</td>" in page for band in bands)


def test_pay_table_says_what_the_source_calls_a_figure_and_our_note_on_it(client):
    band = SalaryBandFactory(
        label="Average <range>", note="Given for the stage.", as_printed="$90K"
    )

    page = client.get(band.role.get_absolute_url()).text
    table = page.partition("<caption>Every figure for")[2].partition("</table>")[0]
    csv_text = client.get(f"{band.role.get_absolute_url()}pay.csv").text
    header, row = csv.reader(io.StringIO(csv_text))

    assert "$90K<br>" in table
    assert "Average &lt;range&gt;" in table
    assert "Given for the stage." in table
    assert (header[-2:], row[-1]) == (["license", "label"], "Average <range>")


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


def test_visitor_is_asked_to_sign_in_to_compare(client):
    demand = RoleSkillFactory()

    page = client.get(demand.role.get_absolute_url()).text

    assert "Sign in to compare with your skills" in page
    assert ">You</th>" not in page


def test_outlook_says_where_no_source_tells_of_jobs(client):
    role = RoleFactory()
    silent = "No document that we know says how many jobs"
    pay = {"measure": "growth", "dimension": "salary-growth", "as_printed": "+45%"}
    FactFactory(role=role, **pay)

    before = client.get(role.get_absolute_url()).text
    FactFactory(role=role, measure="growth", dimension="jobs", as_printed="26%")
    after = client.get(role.get_absolute_url()).text

    assert silent in before
    assert "<h3>Growth of pay</h3>" in before
    assert silent not in after
    assert "<h3>Growth of jobs or postings</h3>" in after


def test_duties_of_a_level_stand_apart_from_what_everybody_does(client):
    role = RoleFactory()
    DutyFactory(role=role, text="Does it all.")
    DutyFactory(role=role, text="Helps out.", house_level="entry")
    DutyFactory(role=role, text="Leads.", house_level="executive", cadence="week")

    page = client.get(role.get_absolute_url()).text

    order = ["Core <", "Does it all.", "Entry level <", "Helps out.", "Director and"]
    assert sorted(order, key=page.index) == order


def test_pay_of_a_ladder_names_what_it_speaks_of(client):
    rung = RungFactory()
    role = rung.ladder.role
    band = {"role": role, "rung": rung, "region": None, "region_basis": "not_stated"}
    SalaryBandFactory(**band, component="base")

    one = client.get(role.get_absolute_url()).text
    SalaryBandFactory(**band, period="hour")
    two = client.get(role.get_absolute_url()).text

    assert "Pay: US dollars a year, base pay, country not stated." in one
    assert "Pay: US dollars" not in two
    assert "US dollars an hour, component not stated, country not stated" in two


def test_origin_of_a_figure_is_cited_with_its_date(client):
    origin = SourceFactory(title="", publisher="Counters", year_label="January 2025")
    fact = FactFactory(measure="market", attributed_to=origin, region=RegionFactory())

    page = client.get(fact.role.get_absolute_url()).text

    assert "Origin: Counters, January 2025." in page
    assert f"{fact.region.name}." in page


def test_origin_of_a_move_is_cited_at_its_rung_and_in_the_list(client):
    origin = SourceFactory(title="Teachers", year_label="2025")
    rung = RungFactory(house_level="mid")
    move = {"role": rung.ladder.role, "published_in": rung.ladder.source}
    CareerMoveFactory(**move, attributed_to=origin, from_level="mid", note="Often.")
    CareerMoveFactory(**move, attributed_to=origin)
    CareerMoveFactory(**move)

    page = client.get(rung.ladder.role.get_absolute_url()).text

    hanging = page.partition('class="side-moves"')[2].partition("</ul>")[0]
    assert "Often. Origin: Teachers, 2025." in hanging
    assert page.count("Origin: Teachers, 2025.") == 2


def test_all_origins_of_a_comparison_are_cited_each_once(client):
    ones, twos = SourceFactory(title="Ones", year_label="2025"), SourceFactory()
    factor = ComparisonFactorFactory(attributed_to=ones, factor="Focus")
    factor.origins.set([ones, twos])
    ComparisonFactorFactory(role=factor.role, factor="Pay", position=1)

    page = client.get(factor.role.get_absolute_url()).text

    table = page.partition("Beside other work")[2].partition("</table>")[0]
    assert table.count(f"Ones, 2025; {twos.title}</span>") == 1
    assert table.count("Ones, 2025") == 1


def test_skills_that_are_not_published_are_in_no_bar_and_come_before_nothing(client):
    role = RoleFactory()
    seen, gone = SkillFactory(name="Seen"), SkillFactory(name="Gone", status="archived")
    for skill in (seen, gone):
        RoleSkillFactory(role=role, skill=skill)
    SkillPrerequisite.objects.create(skill=seen, prerequisite=gone)

    families = RoleSkill.objects.weights_by_family([role.pk])

    assert [row["skill__category_id"] for row in families] == [seen.category_id]
    assert "Gone" not in client.get(role.get_absolute_url()).text
