"""Browsers of several people at once, each watched for faults of the page."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import violations

# Several people at once keep a small machine busy.
expect.set_options(timeout=20_000)
# Answers that a journey provokes: Chromium notes each of them as an error.
REFUSALS = ("status of 404", "status of 409", "status of 422")


@pytest.fixture
def open_browser(browser, live_server, session_of, settings):
    """Open one more person's browser, signed in as `user` where one is given.

    In the end no page may have had an error of a script or a breach of its policy.
    """
    settings.CAREERSITE_DEMO = True  # editors need no second factor
    settings.SITE_URL = live_server.url  # what mails and links begin with
    contexts, problems = [], []

    def note(message):
        if message.type == "error" and not any(
            refusal in message.text for refusal in REFUSALS
        ):
            problems.append(message.text)

    def open_it(user=None, **options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        if user:
            context.add_cookies([session_of(user)])
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", note)
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def accessible():
    """Assert that axe finds nothing on a page as it stands."""

    def check(page: Page) -> None:
        assert violations(page) == [], page.url

    return check
