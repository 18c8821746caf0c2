"""The quarterly update of pay, from the workbook to readers and back."""

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from roles.models import SalaryBand
from tests.factories.profiles import StaffFactory
from tests.groups import group

pytestmark = pytest.mark.assure(id="journeys")

ROLE = "ai-engineer"
FIGURES = ("overview-entry-us", "overview-mid-us")


@pytest.fixture
def publisher(content):
    pia = StaffFactory(email="pia@example.org", name="Pia Roth")
    pia.groups.add(group("Publishers"))
    return pia


def two_bands():
    """Two figures of one document about the role in one country."""
    return [SalaryBand.objects.live().get(key=key) for key in FIGURES]


def download(page, family, target):
    page.goto("/admin/pay-update/")
    page.get_by_label("Figures of").select_option(family.slug)
    with page.expect_download() as started:
        page.get_by_role("button", name="Download the workbook").click()
    started.value.save_as(target)


def change_cells(target, changes):
    """Write into cells as in a spreadsheet: figure -> column -> number."""
    book = load_workbook(target)
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    cells = 0
    for row in sheet.iter_rows(min_row=2):
        for name, value in changes.get(row[0].value, {}).items():
            row[names.index(name)].value = value
            cells += 1
    book.save(target)
    return cells


def give_back(page, target):
    page.get_by_label("Name of the new edition").fill("Pay guide, autumn 2026")
    page.get_by_label("Its date").fill("2026-10-01")
    page.locator("#id_file").set_input_files(target)
    page.get_by_role("button", name="Show old and new").click()


def open_draft(page, text):
    page.goto("/admin/roles/role/?q=AI+Engineer")
    page.get_by_role("link", name="AI Engineer", exact=True).first.click()
    page.get_by_role("button", name="Edit as a draft").click()
    page.locator("#id_lead").fill(text)
    page.get_by_role("button", name="Save and continue editing").click()


def publish_draft(page):
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("readers see it now")


def pay(reader):
    reader.goto(f"/roles/{ROLE}/?country=united-states")
    return reader.locator("#pay").inner_text()


def test_two_cells_are_updated_published_and_taken_back(
    open_browser, publisher, tmp_path, accessible, figure
):
    pia, reader = open_browser(publisher), open_browser()
    small, large = two_bands()
    book = tmp_path / "pay.xlsx"
    before = pay(reader)
    open_draft(pia, "A text begun before the update of pay.")
    draft_url = pia.url

    download(pia, small.published_in.family, book)
    accessible(pia)
    cells = change_cells(
        book,
        {
            small.key: {"high": int(small.high) + 1_000},
            large.key: {"high": int(large.high) * 2},
        },
    )
    give_back(pia, book)
    expect(pia.locator(".desk-warn")).to_contain_text("1 figure jumps")
    expect(pia.locator("tr.desk-jump")).to_contain_text(large.key)
    accessible(pia)
    assert pay(reader) == before

    pia.get_by_role("button", name="Publish all of it").click()
    expect(pia.locator(".messagelist")).to_contain_text("2 new figures are published")
    plan_url, after = pia.url, pay(reader)
    assert after != before
    reader.goto(small.published_in.get_absolute_url())
    expect(reader.locator("main")).to_contain_text(small.as_printed)

    pia.goto(draft_url)
    publish_draft(pia)
    reader.goto(f"/roles/{ROLE}/")
    expect(reader.locator("p.lead").first).to_contain_text("A text begun before")
    assert pay(reader) == after

    pia.goto(plan_url)
    pia.get_by_role("button", name="Undo all of it").click()
    expect(pia.locator(".messagelist")).to_contain_text("the older figures count again")
    accessible(pia)
    assert pay(reader) == before
    figure(f"{cells} cells, 1 jump marked; a draft begun before brought nothing back")
