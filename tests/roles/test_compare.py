"""Two to four roles side by side: page, endpoint and the tray that leads there."""

import pytest

from roles.models import CareerMove, Certification, ComparisonFactor
from roles.services.redirects import record_redirect
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    CertificationFactory,
    FactFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)
from tests.roles.conftest import full_role

pytestmark = pytest.mark.django_db
API = "/api/v1/compare/"
COMPARE_QUERIES = 10
THROTTLE_QUERIES = 7


@pytest.fixture
def roles():
    return [RoleFactory(slug=slug, title=slug.title()) for slug in ("one", "two")]


def asks(role, skill, level, *, at="mid"):
    return RoleSkillFactory(
        role=role, skill=skill, house_level=at, required_level=level
    )


def test_page_with_no_role_says_pick_two(client, roles):
    page = client.get("/compare/")

    assert page.status_code == 200
    assert "Pick two" in page.text
    assert 'value="one"' in page.text


def test_page_with_one_role_offers_three_to_add_side_moves_first(client, roles):
    near = RoleFactory(slug="near", title="Near", position=90)
    RoleFactory(slug="far", title="Far", position=1)
    CareerMove.objects.create(
        role=roles[0],
        key="near",
        kind="lateral",
        to_role=near,
        to_label="Near",
        published_in=SourceFactory(),
        status="published",
    )

    page = client.get("/compare/?roles=one")

    assert "Add a role" in page.text
    suggested = page.context["start"].suggestions
    assert (suggested[0].slug, len(suggested)) == ("near", 3)


def test_page_refuses_a_role_named_twice_and_keeps_the_others_ticked(client, roles):
    for query in ("one,two,one", "one,one"):
        answer = client.get(f"/compare/?roles={query}")

        assert answer.status_code == 400
        assert "“one” is named twice." in answer.text
        assert 'value="one" checked' in answer.text


def test_page_takes_roles_one_by_one_as_a_form_sends_them(client, roles):
    answer = client.get("/compare/?roles=one&roles=two&roles=one")

    assert (answer.status_code, answer["Location"]) == (302, "/compare/?roles=one,two")


def test_what_else_an_address_asks_survives_the_way_to_the_present_one(client, roles):
    record_redirect(kind="role", old_slug="uno", new_slug="one")

    joined = client.get("/compare/?roles=one&roles=two&level=staff&show=all")
    renamed = client.get("/compare/?show=all&roles=uno,two&level=staff")
    endpoint = client.get(f"{API}?roles=uno,two&country=us")

    assert joined["Location"] == "/compare/?roles=one,two&level=staff&show=all"
    assert renamed["Location"] == "/compare/?show=all&roles=one,two&level=staff"
    assert endpoint["Location"].endswith(f"{API}?roles=one,two&country=us")


@pytest.mark.parametrize("address", ["/compare/", API])
def test_five_roles_are_refused(client, address):
    assert client.get(f"{address}?roles=a,b,c,d,e").status_code == 400


@pytest.mark.parametrize(
    ("query", "says"),
    [("", "not 0"), ("?roles=one", "not 1"), ("?roles=one,two,one", "twice: one")],
)
def test_endpoint_refuses_none_one_and_twice(client, roles, query, says):
    answer = client.get(API + query)

    assert answer.status_code == 400
    assert says in answer.json()["roles"][0]


@pytest.mark.parametrize("address", ["/compare/", API])
@pytest.mark.parametrize("status", [None, "draft"])
def test_unknown_and_unpublished_roles_are_named_in_a_404(
    client, roles, address, status
):
    if status:
        RoleFactory(slug="nowhere", status=status)

    answer = client.get(f"{address}?roles=one,nowhere")

    assert answer.status_code == 404
    assert "nowhere" in answer.text


@pytest.mark.parametrize("address", ["/compare/", API])
def test_renamed_role_answers_301_to_the_present_slugs(client, roles, address):
    record_redirect(kind="role", old_slug="uno", new_slug="one")

    answer = client.get(f"{address}?roles=two,uno&level=senior")

    assert answer.status_code == 301
    assert answer["Location"].endswith(f"{address}?roles=two,one&level=senior")


@pytest.mark.parametrize("roles", ["<script>,x", "a" * 2000 + ",b", ",,,", "½,\u202e"])
def test_any_text_for_a_role_is_answered_and_escaped(client, roles):
    page = client.get("/compare/", {"roles": roles})

    assert page.status_code in {200, 404}
    assert "<script>," not in page.text


def test_skills_are_shared_in_one_only_or_at_different_levels(client, roles):
    one, two = roles
    same, apart, lone = SkillFactory.create_batch(3)
    asks(one, same, 3), asks(two, same, 3)
    asks(one, apart, 1), asks(two, apart, 4)
    asks(two, lone, 2)

    found = client.get(f"{API}?roles=one,two").json()["skills"]
    page = client.get("/compare/?roles=one,two")

    assert [row["skill"] for row in found] == [apart.slug, lone.slug, same.slug]
    assert [row["difference"] for row in found] == [3, 2, 0]
    assert found[1]["only"] == "two"
    assert found[1]["levels"] == {"one": None, "two": 2}
    assert [row.skill for row in page.context["page"].skills.rows] == [apart, lone]
    assert "Show the 1 skill at the same level too" in page.text


def test_everything_also_shows_what_is_the_same(client, roles):
    skill = SkillFactory(name="Common ground")
    asks(roles[0], skill, 3), asks(roles[1], skill, 3)

    assert "Common ground" not in client.get("/compare/?roles=one,two").text
    assert "Common ground" in client.get("/compare/?roles=one,two&show=all").text


def test_level_without_rows_takes_the_nearest_lower_and_says_so(client, roles):
    skill = SkillFactory()
    asks(roles[0], skill, 2, at="entry"), asks(roles[1], skill, 4, at="senior")

    page = client.get("/compare/?roles=one,two&level=senior").text
    wrong = client.get(f"{API}?roles=one,two&level=boss")

    assert "One has no rows there: its entry level stands in." in page
    assert wrong.status_code == 400
    assert "senior" in wrong.json()["level"][0]


def test_pay_is_compared_within_one_basis_only(client, roles):
    one, two = roles
    SalaryBandFactory(role=one, house_level="mid", low=120_000, high=150_000)
    SalaryBandFactory(role=two, house_level="mid", low=130_000, high=160_000)
    SalaryBandFactory(role=two, house_level="mid", component="total", high=400_000)
    SalaryBandFactory(role=two, house_level="mid", statistic="median", low=1, high=2)

    pay = client.get(f"{API}?roles=one,two").json()["pay"]

    assert pay["comparable"]
    assert pay["basis"] == {"region": "us", "currency": "USD", "period": "year"}
    [group] = pay["groups"]
    assert [figure["role"] for figure in group["figures"]] == ["one", "two"]
    assert [figure["low"] for figure in group["figures"]] == ["120000.00", "130000.00"]


def test_pay_of_other_levels_is_not_comparable_and_says_why(client, roles):
    SalaryBandFactory(role=roles[0], house_level="mid")
    SalaryBandFactory(role=roles[1], house_level="senior", component="base")

    pay = client.get(f"{API}?roles=one,two").json()["pay"]
    page = client.get("/compare/?roles=one,two").text

    assert not pay["comparable"]
    assert (
        pay["reasons"]["one"] == "Figures for United States in USD a year (1 source)."
    )
    assert "Not comparable." in page


def test_a_country_known_from_context_says_so_on_the_page_and_in_the_api(client, roles):
    SalaryBandFactory(role=roles[0], region_basis="context")
    SalaryBandFactory(role=roles[1])

    page = client.get("/compare/?roles=one,two").text
    [group] = client.get(f"{API}?roles=one,two").json()["pay"]["groups"]

    assert page.count("*</abbr>") == 1
    assert "* The country is known from another sentence of the source." in page
    assert page.count("<td>From context</td>") == page.count("<td>Stated</td>") == 1
    known = [figure["region_basis"] for figure in group["figures"]]
    assert known == ["context", "stated"]


def test_countries_that_are_stated_need_no_asterisk(client, roles):
    for role in roles:
        SalaryBandFactory(role=role)

    page = client.get("/compare/?roles=one,two").text

    assert "*</abbr>" not in page
    assert "another sentence of the source" not in page


@pytest.mark.parametrize(
    ("country", "status"), [("us", 200), ("", 200), ("atlantis", 400), ("US", 400)]
)
def test_endpoint_names_a_country_that_it_does_not_know(client, roles, country, status):
    RegionFactory(slug="us")

    answer = client.get(API, {"roles": "one,two", "country": country})

    assert answer.status_code == status
    assert ("country" in answer.json()) == (status == 400)


def test_role_without_pay_says_so(client, roles):
    SalaryBandFactory(role=roles[0])

    page = client.get("/compare/?roles=one,two").text

    assert "No source gives its pay." in page


def test_figures_about_somebody_else_or_a_special_case_are_left_out(client, roles):
    SalaryBandFactory(role=roles[0])
    SalaryBandFactory(role=roles[1], subject="Other people")
    SalaryBandFactory(role=roles[1], condition="Top companies")

    assert not client.get(f"{API}?roles=one,two").json()["pay"]["comparable"]


def test_stated_premium_between_two_roles_gives_a_hatched_figure(client, roles):
    band = SalaryBandFactory(
        role=roles[0], low=100_000, high=200_000, component="base", house_level="mid"
    )
    FactFactory(
        role=roles[0],
        published_in=band.published_in,
        measure="premium",
        dimension="two",
        label="Twos over ones",
        as_printed="5-10%",
        low=5,
        high=10,
        unit="percent",
        component="base",
        scale_max=None,
    )

    [group] = client.get(f"{API}?roles=one,two").json()["pay"]["groups"]
    page = client.get("/compare/?roles=one,two").text

    worked_out = group["figures"][1]
    assert worked_out["is_worked_out"]
    assert (worked_out["low"], worked_out["high"]) == ("105000.00", "220000.00")
    assert "Hatched: worked out, not printed. Twos over ones: 5-10%." in page


def test_scores_and_certifications_that_differ_are_marked(client, roles):
    for role, low in zip(roles, (9, 7), strict=True):
        FactFactory(role=role, dimension="demand", low=low, high=low)
    certification = CertificationFactory(name="Only for one")
    roles[0].certification_links.create(
        certification=certification, source=SourceFactory()
    )

    page = client.get("/compare/?roles=one,two").context["page"]

    assert [row.label for row in page.glance if row.differs] == ["Demand"]
    assert page.certifications[0].named == (True, False)
    assert Certification.objects.get() == page.certifications[0].certification


def test_factor_of_a_source_stands_beside_both_roles(client, roles):
    factor = ComparisonFactor.objects.create(
        role=roles[0],
        other_role=roles[1],
        other_label="Two",
        source=SourceFactory(),
        key="focus",
        factor="Focus",
        value="Building",
        other_value="Talking",
    )

    origin = SourceFactory(title="Teachers", year_label="2025")
    factor.origins.add(origin)

    page = client.get("/compare/?roles=two,one")

    [focus] = [row for row in page.context["page"].glance if row.label == "Focus"]
    said = [(one.text, one.letter) for cell in focus.cells for one in cell.values]
    assert said == [("Talking", "A"), ("Building", "A")]
    assert page.text.count("Teachers, 2025</span>") == 2


def test_learner_sees_own_level_and_may_switch_the_target(client, learner, roles):
    skill = SkillFactory()
    asks(roles[0], skill, 2), asks(roles[1], skill, 3)
    HeldSkillFactory(user=learner, skill=skill, claimed_level=3)
    client.force_login(learner)

    page = client.get("/compare/?roles=one,two").text
    answer = client.post(
        "/me/target/", {"role": "two", "next": "/compare/?roles=one,two"}
    )

    assert "Met" in page
    assert "You have <strong>1 of 1</strong> skills for One" in page
    assert answer["Location"] == "/compare/?roles=one,two"
    after = client.get("/compare/?roles=one,two").text
    assert "Keep Two" in after
    assert "Switch target to One" in after


@pytest.mark.parametrize("count", [2, 4])
def test_comparison_costs_the_same_for_two_and_for_four(
    client, django_assert_max_num_queries, count
):
    slugs = []
    for number in range(count):
        role = full_role(slug=f"role-of-{number}")
        RoleSkillFactory.create_batch(5, role=role)
        slugs.append(role.slug)

    with django_assert_max_num_queries(COMPARE_QUERIES):
        client.get(f"/compare/?roles={','.join(slugs)}&show=all")
    with django_assert_max_num_queries(COMPARE_QUERIES + THROTTLE_QUERIES):
        client.get(f"{API}?roles={','.join(slugs)}")


def tick(client, slug, **data):
    return client.post(
        "/compare/tray/",
        {"role": slug, "roles": slug, **data},
        headers={"HX-Request": "true"},
    )


def test_ticked_roles_stay_in_a_cookie_and_never_in_a_session(client, roles):
    tick(client, "one")
    answer = tick(client, "two")

    page = client.get("/roles/")
    assert "One, Two" in answer.text
    assert page.text.count(" checked") == 2
    assert set(client.cookies) == {"compare"}
    assert "csrfmiddlewaretoken" not in page.text


def test_a_tick_holds_whatever_page_is_named(client):
    RoleFactory(slug="one")

    answer = client.post(
        "/compare/tray/",
        {"role": "one", "roles": "one"},
        headers={"HX-Request": "true", "HX-Current-URL": "http://["},
    )

    assert answer.status_code == 200
    assert answer.cookies["compare"].value == "one"


def test_unticking_and_clearing_empty_the_tray(client, roles):
    tick(client, "one")
    tick(client, "two")

    client.post("/compare/tray/", {"role": "one"}, headers={"HX-Request": "true"})
    assert client.cookies["compare"].value == "two"
    answer = client.post("/compare/tray/", {"clear": "1", "next": "/roles/?q=o"})

    assert answer["Location"] == "/roles/?q=o"
    assert client.cookies["compare"].value == ""


def test_fifth_tick_is_refused_and_given_back(client):
    for number in range(5):
        RoleFactory(slug=f"r{number}")
        answer = tick(client, f"r{number}")

    assert "Four roles at most" in answer.text
    assert 'id="tick-r4"' in answer.text
    assert client.cookies["compare"].value == "r0.r1.r2.r3"


@pytest.fixture
def four_ticked(client):
    """Four roles in the cookie, a fifth beside them."""
    found = [RoleFactory(slug=f"r{number}") for number in range(5)]
    client.cookies["compare"] = "r0.r1.r2.r3"
    return found


def test_an_archived_role_leaves_its_place_in_the_tray(client, four_ticked):
    four_ticked[1].status = "archived"
    four_ticked[1].save()

    answer = tick(client, "r4")

    assert "Four roles at most" not in answer.text
    assert client.cookies["compare"].value == "r0.r2.r3.r4"


def test_a_renamed_role_keeps_its_place_in_the_tray(client, four_ticked):
    record_redirect(kind="role", old_slug="r1", new_slug="new")
    four_ticked[1].slug = "new"
    four_ticked[1].save()

    page = client.get("/roles/")
    answer = tick(client, "r4")

    assert page.context["tray"].slugs == ["r0", "new", "r2", "r3"]
    assert "Four roles at most" in answer.text
    assert client.cookies["compare"].value == "r0.new.r2.r3"


def test_a_role_renamed_since_it_was_ticked_is_unticked_by_its_old_name(
    client, four_ticked
):
    record_redirect(kind="role", old_slug="r1", new_slug="new")
    four_ticked[1].slug = "new"
    four_ticked[1].save()

    client.post("/compare/tray/", {"role": "r1"}, headers={"HX-Request": "true"})

    assert client.cookies["compare"].value == "r0.r2.r3"


def test_a_role_archived_for_one_that_is_ticked_too_counts_once(client, four_ticked):
    record_redirect(kind="role", old_slug="r1", new_slug="r0")
    four_ticked[1].status = "archived"
    four_ticked[1].save()

    assert client.get("/roles/").context["tray"].slugs == ["r0", "r2", "r3"]


def test_a_role_that_nobody_may_see_is_not_ticked(client, four_ticked):
    answer = tick(client, "no-such-role")

    assert "Four roles at most" not in answer.text
    assert client.cookies["compare"].value == "r0.r1.r2.r3"


@pytest.mark.parametrize("cookie", ["x" * 3000, "....", "a/b.<script>", "no-such-role"])
def test_any_cookie_gives_a_list_and_a_tray(client, roles, cookie):
    client.cookies["compare"] = cookie

    page = client.get("/roles/")

    assert page.status_code == 200
    assert page.context["tray"].roles == ()


def test_a_premium_without_pay_to_rest_on_is_not_explained(client, roles):
    SalaryBandFactory(role=roles[1], house_level="mid")
    FactFactory(
        role=roles[0],
        measure="premium",
        dimension="two",
        label="Twos over ones",
        as_printed="5-10%",
        low=5,
        high=10,
        unit="percent",
        scale_max=None,
    )

    page = client.get("/compare/?roles=one,two").text

    assert "Hatched" not in page
    assert "Twos over ones" not in page


def test_score_without_a_scale_is_shown_as_printed(client, roles):
    for role, printed in zip(roles, ("High", "Low"), strict=True):
        FactFactory(
            role=role,
            low=None,
            high=None,
            scale_max=None,
            text_value=printed,
            as_printed=printed,
            unit="",
        )

    page = client.get("/compare/?roles=one,two").text

    assert "High" in page
    assert "Low" in page


def test_learner_who_never_rated_a_skill_is_told_so(client, learner, roles):
    skill = SkillFactory()
    asks(roles[0], skill, 2), asks(roles[1], skill, 3)
    client.force_login(learner)

    assert "Unrated" in client.get("/compare/?roles=one,two").text
