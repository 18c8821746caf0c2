"""The step panel beside the map and the list: what is marked, where the focus is."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from profiles.models import Project
from roadmaps.models import Roadmap
from roadmaps.services import tracking
from tests.browser import people
from tests.browser.journeys.keyboard import Keyboard
from tests.factories.profiles import UserFactory

FIRST, SECOND = "python-basics", "git-and-review"


@pytest.fixture
def enrollment(content):
    learner = UserFactory(email="amara@example.org", name="Amara Osei")
    roadmap = Roadmap.objects.get(slug=people.ROADMAP)
    return tracking.enroll(learner=learner, roadmap=roadmap, now=timezone.now())


@pytest.fixture
def page(open_browser, enrollment):
    return open_browser(enrollment.learner)


def link(page, key, view):
    """The link to a step on the map or in the list."""
    kind = "a.node" if view == "map" else ".step-name a"
    return page.locator(f'{kind}[href$="/steps/{key}/"]')


def is_open(page, title, selected, view):
    """Assert that the page shows one step: title, mark and thick lines."""
    expect(page).to_have_title(title)
    place = ".board-map" if view == "map" else ".board-list"
    current = page.locator(f"{place} [aria-current]")
    expect(current).to_have_count(1 if selected else 0)
    if selected:
        expect(current).to_have_attribute("href", re.compile(f"/{selected}/$"))
    expect(page.locator(f"{place} .is-selected:not(.map-edge)")).to_have_count(
        1 if selected else 0
    )


@pytest.mark.parametrize("view", ["map", "list"])
def test_opening_and_closing_a_step_moves_the_mark_and_the_title(
    page, enrollment, view
):
    steps = {step.key: step for step in enrollment.version.steps.all()}
    home = f"Your {enrollment.roadmap.title} roadmap · Careersite"
    titles = {key: f"{steps[key].title} · {home}" for key in (FIRST, SECOND)}
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/?view={view}")
    is_open(page, titles[FIRST], FIRST, view)

    link(page, SECOND, view).click()
    is_open(page, titles[SECOND], SECOND, view)
    if view == "map":
        number = steps[SECOND].number
        ends = page.locator(".map-edge.is-selected").evaluate_all(
            "all => all.map((one) => one.dataset.ends.split(' '))"
        )
        assert ends
        assert all(f"n{number}" in pair for pair in ends)
    page.go_back()
    is_open(page, titles[FIRST], FIRST, view)
    page.go_forward()
    is_open(page, titles[SECOND], SECOND, view)

    page.locator("[data-close]").click()
    is_open(page, home, None, view)
    expect(page.locator(".map-edge.is-selected")).to_have_count(0)
    expect(link(page, SECOND, view)).to_be_focused()


@pytest.mark.parametrize(("before", "chosen"), [("list", "map"), ("map", "list")])
def test_after_an_action_the_board_shows_the_view_that_was_chosen(
    page, enrollment, before, chosen
):
    page.goto(f"{enrollment.get_absolute_url()}?view={before}")
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/")
    page.locator(".segments").get_by_role("link", name=chosen.title()).click()
    expect(link(page, FIRST, chosen)).to_be_visible()

    page.locator(".panel-foot").get_by_role("button", name="Start").click()
    expect(page.locator(".panel-state")).to_contain_text("In progress")

    expect(link(page, FIRST, chosen)).to_be_visible()
    expect(link(page, FIRST, before).locator("visible=true")).to_have_count(0)


def test_the_focus_never_falls_off_the_page_while_one_writes_at_a_step(
    page, enrollment
):
    project = Project.objects.create(user=enrollment.learner, title="Mask")
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/")
    keys, said = Keyboard(page), page.locator("#messages")

    keys.choose("^Link$", "Mask")
    keys.use("^Link to this step$")
    expect(said).to_contain_text("Linked to this step.")
    expect(page.locator(".panel-head h2")).to_be_focused()
    keys.use(f"^Unlink {project.title}$")
    expect(said).to_contain_text("No longer linked")
    expect(page.locator(".panel-head h2")).to_be_focused()
    keys.fill("^Write a note", "Read chapter 2.")
    keys.use("^Keep note$")
    expect(said).to_contain_text("Note kept.")
    expect(page.get_by_role("button", name="Keep note")).to_be_focused()
    keys.fill("^Log time", "1.5")
    keys.use("^Save$")
    expect(said).to_contain_text("Time logged.")
    expect(page.locator("#save-time")).to_be_focused()
    keys.fill("^Comment", "Which book?")
    keys.to("^Post comment$")
    expect(page.locator(f"#comment-{FIRST}_draft")).to_contain_text("Draft saved")
    keys.press("Enter")
    expect(said).to_contain_text("Comment posted.")
    expect(page.get_by_label("Comment", exact=True)).to_be_focused()
    expect(page.get_by_label("Comment", exact=True)).to_have_value("")


def test_what_has_the_focus_is_in_sight_at_once(page, enrollment):
    """Else Tab held down on the map goes on to the panel while the page still glides.

    It sees the panel in sight, and the glide to the map's end then takes it away.
    """
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/?view=map")
    last = page.locator("a.node").last

    top, bottom, height = last.evaluate(
        """(node) => {
          node.focus();
          const box = node.getBoundingClientRect();
          return [box.top, box.bottom, innerHeight];
        }"""
    )

    assert 0 <= top < bottom <= height


def test_esc_leaves_what_is_being_typed_and_closes_a_menu_first(page, enrollment):
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/")
    comment = page.get_by_label("Comment", exact=True)
    menu = page.locator(".status-menu")

    comment.fill("Half a")
    comment.press("Escape")
    expect(comment).to_have_value("Half a")
    menu.locator("summary").click()
    menu.get_by_label("How do you know").press("Escape")
    expect(menu).not_to_have_attribute("open", "")
    expect(menu.locator("summary")).to_be_focused()
    page.keyboard.press("Escape")

    expect(page.locator("#step > *")).to_have_count(0)


def test_shortcuts_that_are_turned_off_do_nothing(page, enrollment):
    page.goto("/me/settings/")
    off = page.get_by_role("button", name="Shortcuts: Off")
    off.click()
    expect(off).to_have_attribute("aria-pressed", "true")
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/?view=map")
    node = link(page, FIRST, "map")
    node.focus()

    for key in ("/", "Escape", "ArrowDown"):
        page.keyboard.press(key)
    expect(node).to_be_focused()
    expect(page.locator(".panel-head h2")).to_be_visible()

    page.goto("/me/settings/")
    on = page.get_by_role("button", name="Shortcuts: On")
    on.click()
    expect(on).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox").first).to_be_focused()


def test_the_menu_of_states_stays_on_a_narrow_screen(open_browser, enrollment):
    page = open_browser(enrollment.learner, viewport={"width": 320, "height": 800})
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/")
    page.locator(".panel-foot").get_by_role("button", name="Start").click()
    expect(page.locator(".panel-state")).to_contain_text("In progress")

    # Beside Undo there is no room for it in the line of the state.
    page.get_by_text("Set status", exact=True).click()

    menu = page.locator(".status-menu .popup-panel").bounding_box()
    assert menu["x"] >= 0
    assert menu["x"] + menu["width"] <= 320


def test_on_a_phone_a_step_stands_alone(open_browser, enrollment):
    page = open_browser(enrollment.learner, viewport={"width": 390, "height": 800})
    page.goto(f"{enrollment.get_absolute_url()}steps/{FIRST}/")

    expect(page.get_by_role("heading", name="What to show")).to_be_visible()
    expect(page.get_by_text("Pass what you know already")).to_be_hidden()


def test_a_map_without_a_step_stands_in_the_middle(page, enrollment):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{enrollment.get_absolute_url()}?view=map")

    drawing = page.locator("svg.map").bounding_box()

    left, right = drawing["x"], 1440 - drawing["x"] - drawing["width"]
    assert left == pytest.approx(right, abs=8)
