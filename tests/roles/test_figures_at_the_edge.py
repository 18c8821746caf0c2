"""Figures of nothing are shown; figures below nothing reach nobody."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError

from roles.models import Fact, SalaryBand
from roles.pay_chart import scale_for
from tests.desk import at_desk
from tests.factories.roles import (
    FactFactory,
    RoleFactory,
    SalaryBandFactory,
    SourceFactory,
)
from tests.roles.desk_forms import address, form_of
from tests.roles.test_pay import band

pytestmark = pytest.mark.django_db
DRAFT = {"status": "draft", "published_at": None}
PAY, SHARE = "Pay must be more than nothing.", "A share must not be less than nothing."


def share(low, high, **more):
    figures = {"low": low, "high": high, "unit": "percent", "scale_max": None}
    return FactFactory(
        measure="time_share",
        dimension="meetings",
        label="Meetings",
        as_printed=f"{low}-{high}%",
        polarity="",
        **figures,
        **more,
    )


@pytest.mark.parametrize("make", [SalaryBandFactory, FactFactory])
def test_a_figure_of_an_archived_document_is_not_called_published(
    client, publisher, make
):
    figure = make(published_in=SourceFactory(title="Gone", status="archived"), **DRAFT)
    client.force_login(publisher)
    name = figure._meta.model_name

    page = client.post(f"/admin/roles/{name}/{figure.pk}/publish/", {})

    figure.refresh_from_db()
    assert page.status_code == 422
    assert "Its document, “Gone”, is archived: none would see it." in page.text
    assert figure.status == "draft"


def test_a_share_of_nothing_is_shown_though_it_is_the_only_one(client):
    role = share(0, 0).role

    page = client.get(role.get_absolute_url())

    [one] = page.context["page"].work.time_shares
    assert (page.status_code, one.bar) == (200, (0, 0))
    assert "0-0%" in page.text


def test_a_share_from_nothing_on_is_hatched_beside_a_longer_one(client):
    role = share(0, 10).role
    share(20, 40, role=role)

    shares = client.get(role.get_absolute_url()).context["page"].work.time_shares

    assert [one.bar for one in shares] == [(0, 25), (50, 50)]


def test_each_share_names_the_source_that_prints_it_and_its_origin(client):
    origin = SourceFactory(title="Counters", year_label="2025")
    role = share(10, 20, attributed_to=origin).role
    share(20, 40, role=role, position=1)

    page = client.get(role.get_absolute_url())

    first, second = page.context["page"].work.time_shares
    letters = {source.pk: letter for letter, source in page.context["page"].sources}
    for one in (first, second):
        assert one.item.letter == letters[one.item.fact.published_in_id]
    assert (first.item.origin, second.item.origin) == ("Counters, 2025", "")
    shares = page.text.partition('class="shares"')[2].partition("</dl>")[0]
    assert shares.count('class="letter"') == 2
    assert shares.count("Counters, 2025") == 1


@pytest.mark.parametrize(
    "ends",
    [
        {"low": 20, "high": None, "high_open": True},
        {"low": None, "high": 20},
        {"low": 20, "high": 90, "high_open": True},
        {"low": None, "high": None, "text_value": "About the half of it"},
    ],
)
def test_a_share_with_an_open_end_or_in_words_is_listed_without_a_bar(client, ends):
    role = share(30, 60).role
    share(**ends, role=role, position=1)

    page = client.get(role.get_absolute_url())

    shares = page.context["page"].work.time_shares
    assert [one.bar for one in shares] == [(50, 50), None]
    listed = page.text.partition('class="share-words"')[2].partition("</dd>")[0]
    assert shares[1].item.fact.as_printed in listed
    assert ends.get("text_value", "") in listed


@pytest.mark.parametrize("ends", [(None, 0.01), (0.01, None), (0, 0)])
def test_an_axis_spans_something_whatever_it_shows(ends):
    scale = scale_for([band("a", *ends)])

    assert scale.low < scale.high
    assert 0 <= scale.percent(0.01) <= 100


@pytest.mark.parametrize(
    ("field", "ends"),
    [
        ("high", {"low": "", "high": "-5"}),
        ("high", {"low": "", "high": "0"}),
        ("low", {"low": "0", "high": ""}),
        ("low", {"low": "-5", "high": "5"}),
    ],
)
def test_the_desk_says_that_pay_is_more_than_nothing(editor, field, ends):
    row = SalaryBandFactory(**DRAFT)
    desk = at_desk(editor)

    answer = desk.post(address(row), form_of(desk, row) | ends)

    form = answer.context["adminform"].form
    assert form.errors[field] == [PAY]
    assert SalaryBand.objects.get().high == 120_000


@pytest.mark.parametrize("measure", ["time_share", "remote"])
@pytest.mark.parametrize("ends", [{"low": "-1"}, {"low": "", "high": "-1"}])
def test_the_desk_says_that_a_share_is_not_less_than_nothing(editor, measure, ends):
    row = share(5, 10, **DRAFT)
    desk = at_desk(editor)

    sent = form_of(desk, row) | {"measure": measure} | ends
    answer = desk.post(address(row), sent)

    assert answer.context["adminform"].form.errors["low"] == [SHARE]
    assert Fact.objects.get().low == 5


def test_an_import_says_which_line_holds_pay_below_nothing(publisher):
    row = SalaryBandFactory(key="band")
    data = json.dumps([{"key": "band", "low": "", "high": "-5"}]).encode()

    answer = at_desk(publisher).post(
        "/admin/roles/salaryband/import/",
        {"file": SimpleUploadedFile("a.json", data)},
    )

    row.refresh_from_db()
    [fault] = answer.context["faults"]
    assert (fault.line, fault.message) == (1, f"salary band: {PAY}")
    assert row.low == 90_000


def test_the_database_keeps_no_pay_below_nothing():
    with pytest.raises(IntegrityError, match="high_is_positive"):
        SalaryBandFactory(low=None, high=-5)


def test_what_falls_may_be_less_than_nothing(client):
    fall = FactFactory(
        role=RoleFactory(),
        measure="growth",
        dimension="jobs",
        low=-12,
        high=-8,
        unit="percent",
        as_printed="-12 to -8%",
    )

    assert "-12 to -8%" in client.get(fall.role.get_absolute_url()).text
