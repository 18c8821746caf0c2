"""A pay update publishes new figures as one act; the old ones become history."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from roles.models import PayUpdate, SalaryBand, Source
from roles.services import drafts, publishing
from roles.services.pay_update import REVIEW_AFTER
from roles.services.pay_update.planning import jump_of
from tests.factories.roles import (
    CompleteRoleFactory,
    SalaryBandFactory,
    SourceFactory,
    SourceFamilyFactory,
)

PAGE = "/admin/pay-update/"
FILE = "workbook.xlsx"


@pytest.fixture
def desk(publisher):
    client = Client()
    client.force_login(publisher)
    return client


@pytest.fixture
def source(db):
    family = SourceFamilyFactory(slug="guide", name="The guide")
    return SourceFactory(slug="guide-2025", family=family, title="Guide 2025")


@pytest.fixture
def entry(source):
    return SalaryBandFactory(key="entry", published_in=source, low=90_000, high=120_000)


@pytest.fixture
def mid(source, entry):
    return SalaryBandFactory(
        key="mid",
        role=entry.role,
        published_in=source,
        house_level="mid",
        low=120_000,
        high=150_000,
    )


def filled_in(desk, changes, *, family="", add=()):
    """Download the workbook, change cells as an editor does, return the file."""
    answer = desk.get(f"{PAGE}{FILE}", {"family": family})
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        for name, value in changes.get(row[0].value, {}).items():
            row[names.index(name)].value = value
    for line in add:
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(desk, data, **form):
    given = {"title": "Guide 2026", "published_on": "2026-03-31", **form}
    return desk.post(PAGE, {**given, "file": SimpleUploadedFile(FILE, data)})


def act(desk, update, action):
    return desk.post(f"{PAGE}{update.pk}/", {"action": action}, follow=True)


def planned(desk, changes):
    answer = upload(desk, filled_in(desk, changes))
    assert answer.status_code == 302, answer.context["faults"]
    return PayUpdate.objects.get()


def live_keys():
    return set(SalaryBand.objects.live().values_list("key", flat=True))


def test_new_figures_supersede_the_old_ones_and_all_of_it_is_undone(desk, entry, mid):
    update = planned(desk, {"entry": {"low": 95_000, "high": 160_000}})
    page = desk.get(f"{PAGE}{update.pk}/").content.decode()
    before = live_keys()
    act(desk, update, "publish")
    source, figure = Source.objects.get(edition=2), SalaryBand.objects.get(low=95_000)
    after, history = live_keys(), desk.get("/sources/guide-2025/").content.decode()
    act(desk, update, "undo")

    assert "1 figure of guide changes, 1 stays as they are" in page
    assert page.count("desk-jump") == 1
    assert "+33.3%" in page
    assert before == {"entry", "mid"}
    assert after == {"entry-e2", "mid"}
    assert (source.title, source.published_on) == ("Guide 2026", date(2026, 3, 31))
    assert (source.status, source.family.slug) == ("published", "guide")
    assert (figure.as_printed, figure.as_of) == ("$95,000 to $160,000", "2026-03-31")
    assert (figure.status, figure.role) == ("published", entry.role)
    assert "$90,000" in history
    assert live_keys() == {"entry", "mid"}
    assert not Source.objects.filter(edition=2).exists()
    assert PayUpdate.objects.get().state == "undone"


def test_the_old_figure_reads_as_history_and_not_as_disagreement(desk, client, entry):
    act(desk, planned(desk, {"entry": {"low": 100_000}}), "publish")

    page = client.get(entry.role.get_absolute_url()).content.decode()
    source = client.get("/sources/guide-2025/").content.decode()

    assert "$100k" in page
    assert "$90k" not in page
    assert "$90k" in source or "$90,000" in source


def test_a_role_draft_published_later_brings_no_old_pay_back(desk, publisher, source):
    role = CompleteRoleFactory()
    SalaryBandFactory(key="entry", role=role, published_in=source)
    draft, _ = drafts.open_draft(root=role, by=publisher, now=timezone.now())
    act(desk, planned(desk, {"entry": {"low": 99_000}}), "publish")

    publishing.publish(root=draft, by=publisher, now=timezone.now())

    assert live_keys() == {"entry-e2"}
    assert SalaryBand.objects.count() == 2


def test_the_workbook_holds_one_family_or_all_and_unchanged_it_does_nothing(
    desk, entry, mid
):
    other = SalaryBandFactory(key="other", note="=1+1")
    every = load_workbook(io.BytesIO(desk.get(f"{PAGE}{FILE}").content)).active
    data = filled_in(desk, {}, family="guide")

    answer = upload(desk, data)

    assert {row[0].value for row in every.iter_rows(min_row=2)} == {
        "entry",
        "mid",
        other.key,
    }
    assert load_workbook(io.BytesIO(data)).active.max_row == 3
    assert answer.status_code == 422
    assert "nothing to do" in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"low": 200_000}, "low"),
        ({"low": "much"}, "low"),
        ({"low": "=A1*2"}, "low"),
        ({"low": -1}, "low"),
        ({"low": None, "high": None}, "low"),
        ({"qualifier": "perhaps"}, "qualifier"),
        ({"series_key": "gone"}, "series_key"),
        ({"series_key": "mid"}, "series_key"),
        ({"region": "india"}, "region"),
        ({"currency": "EUR"}, "currency"),
        ({"as_printed": None}, "as_printed"),
    ],
    ids=str,
)
def test_a_wrong_cell_is_named_and_nothing_is_kept(desk, entry, mid, changes, column):
    answer = upload(desk, filled_in(desk, {"entry": changes}))

    assert answer.status_code == 422
    assert column in {fault.column for fault in answer.context["faults"]}
    assert 'value="Guide 2026"' in answer.content.decode()
    assert not PayUpdate.objects.exists()


def test_an_unknown_column_and_a_day_to_come_are_refused(desk, entry):
    data = b"series_key,low,color\nentry,1,red\n"
    csv = SimpleUploadedFile("a.csv", data)
    form = {"title": "T", "published_on": "2026-03-31", "file": csv}

    column = desk.post(PAGE, form)
    day = upload(desk, b"x", published_on="2999-01-01")
    empty = desk.post(PAGE, {})
    family = desk.get(f"{PAGE}{FILE}", {"family": "no-such"})

    assert column.context["faults"][0].column == "color"
    assert "still to come" in day.content.decode()
    statuses = [answer.status_code for answer in (column, day, empty, family)]
    assert statuses == [422] * 4


def test_a_figure_of_the_same_series_is_not_hidden_unseen(desk, source, entry):
    SalaryBandFactory(
        key="again", role=entry.role, published_in=source, note="Second printing."
    )
    one = upload(desk, filled_in(desk, {"entry": {"low": 95_000}}))
    both = {"entry": {"low": 95_000}, "again": {"as_of": "2026-03"}}

    act(desk, planned(desk, both), "publish")

    assert "“again” is of the same series" in one.content.decode()
    assert live_keys() == {"entry-e2", "again-e2"}


def test_what_changed_since_the_plan_stops_all_of_it(desk, entry, mid):
    changes = {"entry": {"low": 95_000}, "mid": {"low": 125_000}}
    update = planned(desk, changes)
    SalaryBand.objects.filter(key="mid").update(low=121_000)

    answer = act(desk, update, "publish")

    assert "Nothing was changed" in answer.content.decode()
    assert live_keys() == {"entry", "mid"}
    assert Source.objects.count() == 1


def test_two_plans_of_the_same_figure_do_not_both_win(desk, entry):
    data = filled_in(desk, {"entry": {"low": 95_000}})
    for _ in range(2):
        upload(desk, data)
    first, second = PayUpdate.objects.all()
    act(desk, first, "publish")

    answer = act(desk, second, "publish")
    again = act(desk, first, "publish")

    assert "a newer edition replaced" in answer.content.decode()
    assert "Nothing was changed" in again.content.decode()
    assert live_keys() == {"entry-e2"}


@pytest.mark.parametrize(("day", "status"), [("2026-03-30", 422), ("2026-03-31", 302)])
def test_an_issue_of_before_replaces_no_newer_edition(desk, source, entry, day, status):
    Source.objects.filter(pk=source.pk).update(published_on=date(2026, 3, 31))
    data = filled_in(desk, {"entry": {"low": 95_000}})

    answer = upload(desk, data, published_on=day)

    assert answer.status_code == status
    told = "Guide 2025 is of 2026-03-31: figures before it replace none of it."
    assert (status == 302) or (told in answer.content.decode())


def test_a_figure_that_came_into_the_series_since_the_plan_is_not_hidden(
    desk, source, entry
):
    update = planned(desk, {"entry": {"low": 95_000}})
    SalaryBandFactory(key="again", role=entry.role, published_in=source)

    answer = act(desk, update, "publish")

    assert "“again” came into the same series since" in answer.content.decode()
    assert live_keys() == {"entry", "again"}
    assert Source.objects.count() == 1


@pytest.mark.parametrize("is_published", [False, True])
@pytest.mark.parametrize(
    ("model", "found_by", "field"),
    [(SalaryBand, {"key": "entry-e2"}, "level_label"), (Source, {"edition": 2}, "url")],
)
def test_what_an_editor_wrote_since_is_not_undone(
    desk, editor, publisher, entry, model, found_by, field, is_published
):
    update = planned(desk, {"entry": {"low": 95_000}})
    act(desk, update, "publish")
    now = timezone.now()
    live = model.objects.get(**found_by)
    draft, _ = drafts.open_draft(root=live, by=editor, now=now)
    setattr(draft, field, "https://example.com/by-hand")
    draft.save()
    if is_published:
        publishing.publish(root=draft, by=publisher, now=now)

    answer = act(desk, update, "undo")

    assert "was edited since" in answer.content.decode()
    assert live_keys() == {"entry-e2"}
    written = {field: "https://example.com/by-hand"}
    assert model.everything.filter(**written).exists()


@pytest.mark.parametrize("what", ["figure", "edition", "use"])
def test_what_was_changed_or_used_since_is_not_undone(desk, entry, what):
    update = planned(desk, {"entry": {"low": 95_000}})
    act(desk, update, "publish")
    if what == "figure":
        SalaryBand.objects.filter(key="entry-e2").update(low=96_000)
    elif what == "edition":
        Source.objects.filter(edition=2).update(author="By hand")
    else:
        SalaryBandFactory(published_in=Source.objects.get(edition=2))

    answer = act(desk, update, "undo")

    assert "Nothing was changed" in answer.content.decode()
    assert "entry-e2" in live_keys()
    assert PayUpdate.objects.get().state == "applied"


def test_an_update_of_all_sources_makes_one_edition_of_each(desk, entry):
    other = SalaryBandFactory(key="other", published_in=SourceFactory())
    changes = {"entry": {"low": 95_000}, "other": {"low": 95_000}}

    act(desk, planned(desk, changes), "publish")

    editions = Source.objects.filter(edition=2)
    families = {entry.published_in.family, other.published_in.family}
    assert {source.family for source in editions} == families


def test_an_editor_plans_and_a_publisher_publishes(desk, editor, learner, entry):
    client = Client()
    client.force_login(editor)
    update = planned(client, {"entry": {"low": 95_000}})

    page = client.get(f"{PAGE}{update.pk}/").content.decode()
    refused = client.post(f"{PAGE}{update.pk}/", {"action": "publish"})
    client.force_login(learner)

    assert "A publisher opens this page" in page
    assert refused.status_code == 403
    for address in (PAGE, f"{PAGE}{FILE}", f"{PAGE}{update.pk}/"):
        assert client.get(address).status_code in {302, 403}
    assert live_keys() == {"entry"}


def test_odd_requests_are_answered(desk, entry):
    update = planned(desk, {"entry": {"low": 95_000}})

    assert desk.post(f"{PAGE}{update.pk}/", {"action": "x"}).status_code == 404
    assert desk.get(f"{PAGE}{9**18}/").status_code == 404
    assert desk.post(f"{PAGE}{FILE}").status_code == 405


@given(st.integers(1, 10**7), st.integers(1, 10**7))
def test_a_jump_is_more_than_a_quarter_either_way(old, new):
    is_far = abs(new - old) * 4 > old

    assert bool(jump_of(str(old), str(new))) == is_far


def test_a_workbook_without_its_keys_is_refused(desk, entry):
    book = load_workbook(io.BytesIO(desk.get(f"{PAGE}{FILE}").content))
    names = [cell.value for cell in book.active[1]]
    book.active.delete_cols(names.index("series_key") + 1)
    out = io.BytesIO()
    book.save(out)

    answer = upload(desk, out.getvalue())

    assert "This column finds the figure." in answer.content.decode()
    assert not PayUpdate.objects.exists()


def test_a_new_figure_gets_its_own_day_of_review_and_a_free_key(desk, entry):
    SalaryBand.objects.filter(pk=entry.pk).update(review_by=date(2026, 1, 1))
    SalaryBandFactory(key="entry-e2", role=entry.role, house_level="senior")

    act(desk, planned(desk, {"entry": {"low": 99_000}}), "publish")

    new = SalaryBand.objects.get(low=99_000)
    assert new.key == "entry-e2-2"
    assert new.review_by == date(2026, 3, 31) + REVIEW_AFTER
