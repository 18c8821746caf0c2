"""A learner without a mouse: from sign-up to a dated plan, each state of a step."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser import people
from tests.browser.journeys.keyboard import Keyboard
from tests.factories.profiles import PASSWORD

pytestmark = pytest.mark.assure(id="journeys")

EMAIL = "amara@example.org"
# Slow readers take in 180 words a minute; two keys a second are slow typing.
WORDS_A_MINUTE, KEYS_A_MINUTE = 180, 120


def words_on(page):
    return len(page.locator("main").inner_text().split())


def test_a_new_learner_gets_to_a_dated_plan_by_keyboard(
    open_browser, content, mailoutbox, run_tasks, figure
):
    page = open_browser()
    keys, read = Keyboard(page), 0

    page.goto("/accounts/signup/")
    read += words_on(page)
    keys.fill("Your name", "Amara Osei")
    keys.fill("E-mail address", EMAIL)
    keys.fill("Password", PASSWORD)
    keys.to("I am 16 or older")
    keys.press("Space")
    keys.to("I accept|I have read|.*[Tt]erms")
    if keys.focus["tag"] != "input":
        keys.to(".*", back=True)
    keys.press("Space")
    keys.use("Create account")
    expect(page.locator("h1")).not_to_have_text("Create an account")
    read += words_on(page)

    people.open_mailed_link(
        page, mailoutbox, run_tasks, email=EMAIL, part="confirm-email"
    )
    read += words_on(page)
    keys.use("Yes, confirm")
    page.wait_for_url(re.compile("/me/|/accounts/login/"))
    if "/accounts/login/" in page.url:
        keys.fill("E-mail address", EMAIL)
        keys.fill("Password", PASSWORD)
        keys.press("Enter")
        page.wait_for_url("**/me/")
    read += words_on(page)

    keys.use("Find a role$")
    page.wait_for_url("**/roles/")
    keys.use("AI Engineer$")
    page.wait_for_url("**/roles/ai-engineer/")
    keys.use("Start the roadmap")
    page.wait_for_url("**/roadmaps/ai-engineer/")
    keys.use("Start this roadmap")
    page.wait_for_url(re.compile(r"/me/roadmaps/\d+/$"))
    keys.use("Plan$")
    page.wait_for_url("**/plan/")
    read += words_on(page)
    keys.fill("Hours a week", "8")
    keys.press("Enter")
    expect(page.locator(".messages")).to_contain_text("saved", ignore_case=True)
    read += words_on(page)
    finish = page.locator(".facts").inner_text()
    assert re.search(r"\d+ \w+ 20\d\d", finish), finish
    minutes = read / WORDS_A_MINUTE + keys.pressed / KEYS_A_MINUTE
    figure(f"{keys.pressed} keys, {read} words to read: {minutes:.1f} minutes")
    assert minutes < 5
