"""Lists of facts come as files too, each row with its source and the license."""

import csv
import io

import pytest

from roles.api import csv_lists
from tests.factories.roles import FactFactory, SalaryBandFactory

pytestmark = pytest.mark.django_db

BANDS = "/api/v1/salary-bands/"


def rows_of(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_pay_comes_whole_with_source_basis_and_license(client):
    first = SalaryBandFactory(low=90_000, high=120_000, as_printed="$90k-$120k")
    for _ in range(30):
        SalaryBandFactory(role=first.role)
    SalaryBandFactory(status="draft")

    answer = client.get(f"{BANDS}?format=csv&ordering=position")

    rows = rows_of(answer)
    assert len(rows) == 31
    [row] = [row for row in rows if row["key"] == first.key]
    assert row["low"] == "90000.00"
    assert row["basis.currency"] == "USD"
    assert row["source.name"] == first.published_in.display_name
    assert "MIT license" in row["license"]
    assert answer["Content-Type"].startswith("text/csv")
    assert answer["Content-Disposition"] == 'attachment; filename="salary-bands.csv"'
    assert (
        client.get(
            f"{BANDS}?format=csv&ordering=position",
            headers={"If-None-Match": answer["ETag"]},
        ).status_code
        == 304
    )


@pytest.mark.parametrize("name", ["facts", "career-moves", "salary-bands"])
def test_an_empty_list_still_names_its_columns(client, name):
    answer = client.get(f"/api/v1/{name}/?format=csv")

    header = next(csv.reader(io.StringIO(answer.content.decode())))
    assert {"key", "role", "source.name", "source.url", "license"} <= set(header)


def test_a_file_costs_no_query_for_each_row(client, django_assert_max_num_queries):
    for _ in range(9):
        SalaryBandFactory()

    with django_assert_max_num_queries(4):
        assert len(rows_of(client.get(f"{BANDS}?format=csv"))) == 9


def test_no_cell_is_a_formula_and_numbers_stay_numbers(client):
    FactFactory(label="=1+1", note="@me", low=-5, high=None)

    [row] = rows_of(client.get("/api/v1/facts/?format=csv"))

    assert (row["label"], row["note"]) == ("'=1+1", "'@me")
    assert (float(row["low"]), row["high"], row["high_open"]) == (-5, "", "false")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("format=xml", "format"),
        ("format=csv&page=2", "page"),
        ("format=csv&house_level=boss", "house_level"),
        ("format=csv&ordering=key", "ordering"),
    ],
)
def test_what_cannot_be_answered_is_said_as_json(client, query, field):
    answer = client.get(f"{BANDS}?{query}")

    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_too_many_rows_are_refused(client, monkeypatch):
    monkeypatch.setattr(csv_lists, "ROWS_MAX", 1)
    for _ in range(2):
        FactFactory()

    answer = client.get("/api/v1/facts/?format=csv")

    assert answer.status_code == 400
    assert "filter" in answer.json()["format"][0]


def test_one_fact_and_pages_stay_json(client):
    band = SalaryBandFactory()

    assert client.get(f"{BANDS}{band.key}/?format=csv").status_code == 400
    assert client.get(f"{BANDS}?format=json&page_size=1").json()["count"] == 1
