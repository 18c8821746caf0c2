"""Editors and a publisher change what readers see, each in a browser."""

import re

import pytest
from playwright.sync_api import expect

from roles.models import Role
from tests.factories.profiles import StaffFactory
from tests.groups import group

pytestmark = pytest.mark.assure(id="journeys")

NEW_TEXT = "Builds what answers with the help of models, and proves that it works."


def staff(email, name, group_name):
    person = StaffFactory(email=email, name=name)
    person.groups.add(group(group_name))
    return person


@pytest.fixture
def cast(content):
    """Two editors and a publisher."""
    return [
        staff("edda@example.org", "Edda Lindqvist", "Editors"),
        staff("emil@example.org", "Emil Sand", "Editors"),
        staff("pia@example.org", "Pia Roth", "Publishers"),
    ]


@pytest.fixture
def role(content):
    return Role.objects.get(slug="ai-engineer")


def form_of(page, pk):
    page.goto(f"/admin/roles/role/{pk}/change/")


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()


def note(page):
    return page.locator(".messagelist")


def open_draft(page, role):
    form_of(page, role.pk)
    page.get_by_role("button", name="Edit as a draft").click()
    expect(note(page)).to_contain_text("readers see nothing of it yet")


def lead(page):
    page.goto("/roles/ai-engineer/")
    return page.locator("p.lead").first.inner_text()


def test_a_change_reaches_readers_when_a_publisher_says_so_and_can_be_taken_back(
    open_browser, cast, role, accessible, figure
):
    edda, pia = open_browser(cast[0]), open_browser(cast[2])
    reader = open_browser()
    old = role.lead

    edda.goto("/admin/")
    accessible(edda)
    edda.goto("/admin/roles/role/?q=AI+Engineer")
    accessible(edda)
    open_draft(edda, role)
    accessible(edda)
    edda.locator("#id_lead").fill(NEW_TEXT)
    save(edda)
    expect(note(edda)).to_contain_text("changed successfully")
    edda.get_by_role("button", name="Make a preview link").click()
    address = re.search(r"https?://\S+", note(edda).inner_text()).group()
    expect(edda.get_by_role("link", name="Check and publish")).to_have_count(0)

    reader.goto(address)
    expect(reader.locator("main > .banner")).to_contain_text("Preview.")
    expect(reader.locator("p.lead").first).to_have_text(NEW_TEXT)
    assert lead(reader) == old

    edda.get_by_role("button", name="Send to review").click()
    pia.goto("/admin/roles/role/?draft=in_review")
    accessible(pia)
    pia.locator("#result_list").get_by_role("link", name="In review").click()
    pia.get_by_role("link", name="Check and publish").click()
    expect(pia.locator(".desk-diff del")).to_contain_text([old])
    expect(pia.locator(".desk-diff ins")).to_contain_text([NEW_TEXT])
    accessible(pia)
    pia.get_by_label("Why").fill("Says what the work is.")
    pia.get_by_role("button", name="Publish").click()
    expect(note(pia)).to_contain_text("readers see it now")
    assert lead(reader) == NEW_TEXT

    edda.goto(f"/admin/roles/role/{role.pk}/history/")
    expect(edda.locator("main")).to_contain_text("Says what the work is.")
    expect(edda.locator("main")).to_contain_text("Pia Roth")
    accessible(edda)
    edda.get_by_role("button", name=re.compile("Restore as a draft.*1$")).click()
    expect(note(edda)).to_contain_text("Revision 1 is back, as a draft.")
    expect(edda.locator("#id_lead")).to_have_value(old)
    assert lead(reader) == NEW_TEXT
    figure("3 browsers; axe 0 on index, list, form, diff, history")


def test_two_editors_who_collide_keep_both_texts(open_browser, cast, role, figure):
    edda, emil = (open_browser(person) for person in cast[:2])
    open_draft(edda, role)
    emil.goto(edda.url)

    edda.locator("#id_lead").fill("What Edda wrote.")
    save(edda)
    emil.locator("#id_lead").fill("What Emil wrote.")
    save(emil)

    expect(emil.locator("main")).to_contain_text("What Edda wrote.")
    expect(emil.locator("#id_lead")).to_have_value("What Emil wrote.")
    figure("the second save is refused with both texts")
