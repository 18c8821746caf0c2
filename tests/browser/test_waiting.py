"""Slow, failed and lost answers: a wait shows, a failure can be tried again."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from roadmaps.models import Comment, Roadmap
from roadmaps.services import tracking
from tests.browser import people
from tests.factories.profiles import UserFactory

STEP = "python-basics"
WORDS = "Which book?"


@pytest.fixture
def enrollment(content):
    learner = UserFactory(email="amara@example.org", name="Amara Osei")
    roadmap = Roadmap.objects.get(slug=people.ROADMAP)
    return tracking.enroll(learner=learner, roadmap=roadmap, now=timezone.now())


@pytest.fixture
def page(browser, live_server, session_of, enrollment):
    """A learner's browser, whose clock stands until it is told to go on."""
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([session_of(enrollment.learner)])
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.clock.install()
    yield page
    context.close()
    assert faults == []


def node(page):
    return page.locator(f'a.node[href$="/steps/{STEP}/"]')


def hold(page, part):
    """Let requests whose address holds `part` wait; return those that do."""
    held = []
    page.route(re.compile(part), lambda route: held.append(route))
    return held


def wait_for(page, held):
    for _ in range(200):
        if held:
            return held[0]
        page.wait_for_timeout(50)
    raise AssertionError("nothing was asked for")


def test_a_long_wait_shows_its_shape_then_says_so_and_can_be_stopped(page, enrollment):
    page.goto(f"{enrollment.get_absolute_url()}?view=map")
    held = hold(page, f"steps/{STEP}/$")

    node(page).press("Enter")
    route = wait_for(page, held)
    expect(page.locator("#step")).to_have_attribute("aria-busy", "true")
    expect(page.locator("#step .skeleton")).to_have_count(0)
    page.clock.run_for(1_100)
    expect(page.locator("#step .skeleton")).to_have_count(5)
    page.clock.run_for(9_000)
    expect(page.locator("#messages")).to_contain_text("Still working.")
    page.get_by_role("button", name="Cancel").press("Enter")

    expect(page.locator("#messages")).to_be_empty()
    expect(page.locator("#step")).to_be_empty()
    expect(page.locator("#step")).to_have_attribute("aria-busy", "false")
    expect(page.locator("#alerts")).to_contain_text("Stopped. Nothing was changed.")
    expect(node(page)).to_be_focused()
    route.abort()
    page.unroute_all()
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator(".panel-head h2")).to_be_visible()
    expect(page.locator("#alerts")).to_be_empty()


def test_a_quick_answer_shows_no_wait(page, enrollment):
    page.goto(f"{enrollment.get_absolute_url()}?view=map")
    node(page).press("Enter")
    expect(page.locator(".panel-head h2")).to_be_visible()

    page.clock.run_for(20_000)

    expect(page.locator(".skeleton")).to_have_count(0)
    expect(page.locator("#messages")).to_be_empty()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (500, "That did not save. Your text is still here."),
        (429, "Too many tries. Wait 40 seconds, then try again. Nothing was lost."),
    ],
)
def test_a_failure_is_tried_again_with_what_stands_in_the_form(
    page, enrollment, status, said
):
    page.goto(f"{enrollment.get_absolute_url()}steps/{STEP}/")
    page.get_by_label("Comment", exact=True).fill("Which bo")
    page.route(
        "**/comment/",
        lambda route: route.fulfill(status=status, headers={"Retry-After": "40"}),
    )
    post = page.get_by_role("button", name="Post comment")
    post.press("Enter")
    expect(page.locator("#alerts p")).to_have_text(said)
    expect(post).to_be_focused()
    page.unroute_all()

    page.get_by_label("Comment", exact=True).fill(WORDS)
    page.get_by_role("button", name="Try again").press("Enter")

    expect(page.locator("#messages")).to_contain_text("Comment posted.")
    expect(page.locator("#alerts")).to_be_empty()
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    assert [comment.text for comment in Comment.objects.all()] == [WORDS]


def test_without_a_connection_the_page_says_so_and_can_check_again(page, enrollment):
    page.goto(f"{enrollment.get_absolute_url()}?view=map")
    page.context.set_offline(True)
    node(page).press("Enter")
    expect(page.locator("#alerts")).to_contain_text("You are not connected.")
    expect(node(page)).to_be_focused()

    page.context.set_offline(False)
    page.get_by_role("button", name="Check again").click()

    expect(page.locator(".panel-head h2")).to_be_focused()
    expect(page.locator("#alerts")).to_be_empty()
