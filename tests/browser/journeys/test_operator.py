"""An operator finds a job that failed and has it run again."""

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

from profiles.models import Notice
from profiles.services import notices
from roles.models import SalaryBand
from tests.factories.profiles import StaffFactory, UserFactory

pytestmark = pytest.mark.assure(id="journeys")
MAIL = "profiles.send_notice_mail"


@pytest.fixture
def operator(content):
    return StaffFactory(
        email="olga@example.org", name="Olga Petrova", is_superuser=True
    )


def test_a_mail_that_failed_for_good_goes_when_an_operator_says_so(
    open_browser, operator, run_tasks, mailoutbox, accessible, figure
):
    learner, page = UserFactory(name="Amara Osei"), open_browser(operator)
    text = "Ines commented."
    told = {"kind": Notice.Kind.COMMENT, "text": text, "now": timezone.now()}
    # The library's tables outlive a test: this mail's job is the newest one.
    notices.notify(user=learner, key="one", **told)
    job = ProcrastinateJob.objects.filter(task_name=MAIL).latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE id <> %s", [job.pk])
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")

    page.goto("/admin/")
    page.get_by_role("link", name="How the site is", exact=True).click()
    expect(page.locator("#content")).to_contain_text("Mails that were given up: 1.")
    accessible(page)
    page.get_by_role("link", name="tried again", exact=True).click()
    row = page.get_by_role("row", name=MAIL)
    expect(row).to_contain_text("Mail one notice.")
    expect(page.locator("#content")).not_to_contain_text("Amara")
    accessible(page)
    row.get_by_role("button", name="Try again").click()
    expect(page.locator(".messagelist")).to_contain_text("waits to be run again")
    expect(page.locator("#content")).to_contain_text("by Olga Petrova")
    run_tasks()

    job.refresh_from_db()
    page.reload()
    expect(page.locator("#content")).to_contain_text("No job failed.")
    accessible(page)
    assert job.status == "succeeded"
    assert [sent.subject for sent in mailoutbox] == [text]
    figure("a failed mail is found and sent by the page; axe 0")


def test_what_many_readers_see_is_archived_after_a_question_only(
    open_browser, operator, accessible, figure
):
    page = open_browser(operator)
    before = SalaryBand.objects.published().count()
    choose_two(page)
    expect(page.locator("#content")).to_contain_text("2 salary bands.")
    accessible(page)
    page.get_by_role("link", name="Back to the list").click()
    assert SalaryBand.objects.published().count() == before

    choose_two(page)
    page.get_by_role("button", name="Archive").click()
    expect(page.locator(".messagelist")).to_contain_text("2 archived.")
    assert SalaryBand.objects.published().count() == before - 2
    figure("2 rows named before they are archived; axe 0")


def choose_two(page):
    page.goto("/admin/roles/salaryband/?status__exact=published")
    for number in range(2):
        page.locator("input.action-select").nth(number).check()
    page.get_by_label("Action:").select_option(label="Archive")
    page.get_by_role("button", name="Go").click()
