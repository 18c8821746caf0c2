"""The one journey that always works, in a real browser on the real content."""

import re

import pytest
from playwright.sync_api import expect

from roadmaps.models import StepProgress
from tests.browser import people
from tests.factories.profiles import UserFactory

LEARNER, MENTOR, EDITOR = "amara@example.org", "ines@example.org", "edda@example.org"
SENT = "I wrote tests for the importer first and then made it pass."
CHANGE = "Show one test that fails without your fix."
STEP = "testing-python"


@pytest.fixture
def open_browser(browser, live_server, settings):
    """Open one more person's browser."""
    settings.CAREERSITE_DEMO = True  # editors need no second factor
    settings.SITE_URL = live_server.url  # what mails and links begin with
    contexts = []

    def open_it(**options):
        context = browser.new_context(base_url=live_server.url, **options)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        return page

    yield open_it
    for context in contexts:
        for page in context.pages:
            assert page.problems == []
        context.close()


@pytest.fixture
def mail(mailoutbox, run_tasks):
    return {"mailoutbox": mailoutbox, "run_tasks": run_tasks}


def become_a_learner_with_a_gap(page, mail):
    page.goto("/roles/ai-engineer/")
    expect(page.locator("#pay")).to_contain_text("$90k to $120k")
    page.get_by_role("link", name="Register").first.click()
    people.register(page, name="Amara Osei", email=LEARNER)
    people.confirm_address(page, **mail, email=LEARNER)
    page.goto("/accounts/login/")
    if page.get_by_role("button", name="Sign in").count():
        people.sign_in(page, email=LEARNER)
    people.set_target(page, role="AI Engineer", level="Mid")
    people.rate_skills(page, {"Python": 3, "SQL": 2, "Git and version control": 1})
    page.goto("/me/gap/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("AI Engineer")
    expect(page.locator("main")).to_contain_text(re.compile(r"\d+\s?%"))


def enroll_and_begin(page):
    page.goto("/roadmaps/ai-engineer/")
    page.get_by_role("button", name="Start this roadmap").click()
    expect(page).to_have_url(re.compile(r"/me/roadmaps/\d+/"))
    page.roadmap_url = re.search(r"/me/roadmaps/\d+/", page.url).group()
    people.finish_alone(page, "python-basics")
    people.finish_alone(page, "git-and-review")
    people.open_step(page, STEP)
    page.locator(".panel-foot").get_by_role("button", name="Start").click()
    expect(page.locator(".panel-state")).to_contain_text("In progress")


def invite_by_link(page):
    page.goto("/me/mentors/")
    page.get_by_role("button", name="Ask", exact=True).click()
    return page.get_by_label("Link").input_value()


def become_a_mentor(page, link, mail):
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Amara Osei asks you")
    page.get_by_role("button", name="Create an account").click()
    people.register(page, name="Ines Ferreira", email=MENTOR)
    people.confirm_address(page, **mail, email=MENTOR)
    page.goto(link)
    if page.get_by_role("button", name="Sign in").count():
        page.locator("main").get_by_role("button", name="Sign in").click()
        people.sign_in(page, email=MENTOR)
    page.get_by_role("button", name="Accept").click()


def open_first_review(page):
    page.goto("/mentor/")
    page.get_by_role("link", name=re.compile("Testing")).first.click()
    expect(page.locator("main")).to_contain_text(SENT)


def review_in_two_rounds(learner, mentor):
    people.send_for_review(learner, STEP, text=SENT, link="https://example.org/tests")
    open_first_review(mentor)
    people.answer(mentor, change=CHANGE)

    people.open_step(learner, STEP)
    expect(learner.locator(".panel-state")).to_contain_text("Changes asked")
    expect(learner.locator(".panel-body")).to_contain_text(CHANGE)
    people.send_for_review(
        learner, STEP, text=f"{SENT} Test 4 fails.", link="https://example.org/tests"
    )

    open_first_review(mentor)
    people.answer(mentor)
    people.open_step(learner, STEP)
    expect(learner.locator(".panel-state")).to_contain_text("Done")
    expect(learner.locator(".panel-body")).to_contain_text("Approved by Ines Ferreira")


def skill_shows_as_verified(learner):
    learner.goto("/me/skills/")
    expect(learner.locator("main")).to_contain_text("Ines Ferreira")
    expect(learner.locator(".rating-note").first).to_contain_text("Verified")


def publish_the_next_version(page):
    page.goto("/admin/login/?next=/admin/roadmaps/roadmap/")
    if page.get_by_label("E-mail address").count():
        people.sign_in(page, email=EDITOR)
    page.goto("/admin/roadmaps/roadmap/")
    page.locator("input.action-select").first.check()
    page.get_by_label("Action:").select_option(label="New version")
    page.get_by_role("button", name=re.compile("Go|Run")).click()
    page.goto("/admin/roadmaps/roadmapversion/?status__exact=draft")
    page.get_by_role("link", name=re.compile("version 2")).click()
    page.locator("input[name=change_note]").fill("Testing takes a little longer.")
    page.locator("input[name='steps-3-hours']").fill("24")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_role("link", name="Check and publish").click()
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.locator("body")).to_contain_text("is published")


def upgrade(learner):
    learner.goto(learner.roadmap_url)
    learner.get_by_role("link", name=re.compile("changed|new version|See what")).click()
    learner.get_by_role("button", name=re.compile("Upgrade|Take|Move")).first.click()
    expect(learner).to_have_url(re.compile(r"/me/roadmaps/\d+/"))


@pytest.mark.xdist_group("journeys")  # on one core, while another looks at pages
@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_visitor_becomes_a_learner_whose_mentor_verifies_a_skill(
    open_browser, content, mail, javascript
):
    learner = open_browser(java_script_enabled=javascript)
    mentor = open_browser(java_script_enabled=javascript)

    become_a_learner_with_a_gap(learner, mail)
    enroll_and_begin(learner)
    become_a_mentor(mentor, invite_by_link(learner), mail)
    review_in_two_rounds(learner, mentor)

    skill_shows_as_verified(learner)
    if javascript:
        loses_nothing_by_upgrading(open_browser(), learner)


def loses_nothing_by_upgrading(editor, learner):
    UserFactory(email=EDITOR, is_staff=True, is_superuser=True)
    before = set(StepProgress.objects.values_list("step_key", "state"))

    publish_the_next_version(editor)
    upgrade(learner)

    assert set(StepProgress.objects.values_list("step_key", "state")) == before
    row = StepProgress.objects.get(step_key=STEP)
    assert row.enrollment.version.number == 2
    assert row.step.hours == 24
    people.open_step(learner, STEP)
    expect(learner.locator(".panel-body")).to_contain_text("Approved by Ines Ferreira")
    expect(learner.locator(".panel-body")).to_contain_text(SENT)
