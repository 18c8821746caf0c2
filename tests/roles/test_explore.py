"""What the list of roles knows of its reader: skills, target, country, rights."""

import pytest

from roles.models import CareerMove
from roles.pages.explore import CARDS_MAX
from tests.factories.profiles import HeldSkillFactory
from tests.factories.roles import (
    FactFactory,
    RegionFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def titles(client, query=""):
    cards = client.get(f"/roles/{query}").context["explorer"].cards
    return [card.role.title for card in cards]


def move(start, end, kind="lateral"):
    return CareerMove.objects.create(
        role=start,
        key=end.slug,
        kind=kind,
        to_role=end,
        to_label=end.title,
        published_in=SourceFactory(),
        status="published",
    )


def test_roles_closest_to_the_learners_skills_come_first(client, learner):
    near, far = RoleFactory(title="Near"), RoleFactory(title="Far", position=0)
    held = RoleSkillFactory(role=near, required_level=2).skill
    RoleSkillFactory(role=far, required_level=2)
    HeldSkillFactory(user=learner, skill=held, claimed_level=3)
    client.force_login(learner)

    assert titles(client) == ["Near", "Far"]
    assert titles(client, "?sort=name") == ["Far", "Near"]


def test_visitor_and_newcomer_are_not_offered_the_closest(client, learner):
    RoleFactory()

    assert "closest" not in client.get("/roles/").context["explorer"].sorts
    client.force_login(learner)
    assert "closest" not in client.get("/roles/").context["explorer"].sorts


def test_side_moves_from_the_learners_target_are_a_filter(client, learner):
    target, beside = RoleFactory(title="Target"), RoleFactory(title="Beside")
    move(target, beside)
    move(target, RoleFactory(title="Above"), kind="advancement")
    learner.profile.target_role = target
    learner.profile.save()
    client.force_login(learner)

    page = client.get("/roles/")

    assert "A side move from Target" in page.text
    assert titles(client, f"?side_move_from={target.slug}") == ["Beside"]
    api = client.get(f"/api/v1/roles/?side_move_from={target.slug}").json()
    assert [row["title"] for row in api["results"]] == ["Beside"]


def test_drafts_are_listed_for_editors_only_and_marked(client, learner, publisher):
    draft = RoleFactory(title="On its way", status="draft")

    assert titles(client) == []
    client.force_login(learner)
    assert titles(client) == []
    client.force_login(publisher)
    page = client.get("/roles/").text
    assert "On its way" in page
    assert f"/admin/roles/role/{draft.pk}/change/" in page
    assert ">Draft<" in page


def test_profiles_country_wins_over_the_cookie_of_a_browser(client, learner):
    india = RegionFactory(slug="india", name="India", code="IN")
    role = RoleFactory()
    SalaryBandFactory(role=role)
    SalaryBandFactory(role=role, region=india, currency="INR", low=800_000, high=None)
    client.cookies["country"] = "us"

    visitor = client.get("/roles/").context["explorer"].cards[0].pay.basis
    client.force_login(learner)
    client.post("/country/", {"country": "india", "next": "/roles/"})
    client.cookies["country"] = "us"

    card = client.get("/roles/").context["explorer"].cards[0]
    assert visitor == "Entry, United States"
    assert (card.pay.basis, card.pay.text) == ("Entry, India", "above ₹8 LPA")
    learner.profile.refresh_from_db()
    assert learner.profile.country == india


def test_country_in_the_address_wins_for_one_page(client):
    india = RegionFactory(slug="india", name="India", code="IN")
    role = RoleFactory()
    SalaryBandFactory(role=role)
    SalaryBandFactory(role=role, region=india, currency="INR")

    page = client.get(f"{role.get_absolute_url()}?country=india")

    assert page.context["page"].pay.place.slug == "india"


def test_superseded_pay_does_not_count_for_the_highest(client):
    old = SalaryBandFactory(role__title="Was high", house_level="mid", high=900_000)
    old.low = 800_000
    old.save()
    SalaryBandFactory(
        role=old.role,
        house_level="mid",
        low=50_000,
        published_in=SourceFactory(family=old.published_in.family, edition=2),
    )
    SalaryBandFactory(role__title="Is higher", house_level="mid", low=60_000)

    assert titles(client, "?sort=pay") == ["Is higher", "Was high"]


def test_a_list_grows_to_ninety_six_cards_and_then_begins_anew(client):
    RoleFactory.create_batch(CARDS_MAX + 2)

    grown = client.get(f"/roles/?shown={CARDS_MAX}").context["explorer"]
    answer = client.get(f"/roles/?{grown.more_query}", headers={"HX-Request": "true"})
    anew = answer.context["explorer"]
    back = client.get(f"/roles/?{anew.before_query}").context["explorer"]
    all_at_once = client.get("/roles/?shown=99999").context["explorer"]

    assert len(grown.cards) == CARDS_MAX == 96
    assert [len(anew.cards), len(all_at_once.cards)] == [2, 2]
    assert anew.cards[0].role.slug == grown.next_slug
    assert answer.text.count(" autofocus") == 1
    assert back.cards == grown.cards


def test_next_cards_take_the_focus_and_no_script_jumps_to_them(client):
    RoleFactory.create_batch(14)

    first = client.get("/roles/")
    more = client.get("/roles/?shown=24", headers={"HX-Request": "true"})

    thirteenth = more.context["explorer"].cards[12].role
    assert f"#role-{thirteenth.slug}" in first.text
    assert " autofocus" not in client.get("/roles/?shown=24").text
    [before] = more.text.split(" autofocus")[:1]
    assert before.count('class="role-card"') == 13


def test_endpoint_orders_by_the_same_figures_as_the_page(client):
    for title, low in (("Less", 3), ("Most", 9)):
        FactFactory(role__title=title, low=low, high=low)

    rows = client.get("/api/v1/roles/?ordering=-demand").json()["results"]
    refused = client.get("/api/v1/roles/?ordering=luck")

    assert [row["title"] for row in rows] == ["Most", "Less"]
    assert refused.status_code == 400
    assert "demand" in refused.json()["ordering"][0]
