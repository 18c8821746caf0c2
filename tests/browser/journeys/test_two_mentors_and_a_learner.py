"""A learner and two mentors, in three browsers at once."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from careersite.common.queue import queue_job
from roadmaps.models import Review, Roadmap, StepProgress
from roadmaps.services import invitations, tracking
from tests.browser import people
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.assure(id="journeys")

STEP = "git-and-review"
LINK = "https://example.org/tool"
FIRST, SECOND, THIRD = (
    "I wrote a tool with twenty commits.",
    "I wrote a tool with thirty commits.",
    "I wrote a tool with thirty commits and a review.",
)


@pytest.fixture
def learner(content):
    return UserFactory(email="amara@example.org", name="Amara Osei")


@pytest.fixture
def mentors(learner):
    """Two people who mentor the learner's roadmap."""
    now = timezone.now()
    roadmap = Roadmap.objects.get(slug=people.ROADMAP)
    enrollment = tracking.enroll(learner=learner, roadmap=roadmap, now=now)
    found = [
        UserFactory(email="ines@example.org", name="Ines Ferreira"),
        UserFactory(email="tomasz@example.org", name="Tomasz Nowak"),
    ]
    for mentor in found:
        invited = invitations.invite_mentor(
            by=learner,
            email="",
            enrollments=[enrollment],
            scopes=["steps", "profile"],
            message="",
            now=now,
        )
        invitations.accept_invitation(token=invited.token, by=mentor, now=now)
    return found


def panel(page):
    return page.locator(".panel-state")


def open_review(page):
    page.goto("/mentor/")
    page.get_by_role("link", name=re.compile("Git")).first.click()


def mark(page, number, word):
    criterion = page.locator(".criterion").nth(number)
    criterion.locator(".verdict", has_text=word).click()
    return criterion


def meet_all(page, message):
    for number in range(page.locator(".criterion").count()):
        mark(page, number, "Met")
    page.get_by_label(re.compile("^Message")).fill(message)


def approve(page):
    page.locator("#decision").get_by_role("button", name="Approve").click()


def percent(page):
    page.goto(page.roadmap_url)
    return page.locator(".roadmap-said").inner_text()


def ask_for_changes_that_the_learner_hears_of_later(amara, ines, tomasz):
    people.send_for_review(amara, STEP, text=FIRST, link=LINK)
    open_review(ines)
    expect(ines.locator("main")).to_contain_text(FIRST)
    ines.get_by_role("button", name="Start review").click()
    open_review(tomasz)
    expect(tomasz.locator(".banner")).to_contain_text("Ines Ferreira is at it")

    criterion = mark(ines, 0, "Change")
    criterion.get_by_role("textbox").fill("Ask somebody for a review first.")
    ines.get_by_label(re.compile("^Message")).fill("A clean history.")
    expect(ines.locator("#draft-saved")).to_contain_text("Draft saved", timeout=10_000)
    ines.locator("#decision").get_by_role("button", name="Ask for changes").click()
    expect(ines.locator(".banner-ok")).to_contain_text("You ask for changes")

    people.open_step(amara, STEP)
    expect(panel(amara)).to_contain_text("In review")
    expect(amara.locator(".panel-body")).not_to_contain_text("A clean history")
    ines.get_by_role("button", name="Send now").click()
    people.open_step(amara, STEP)
    expect(panel(amara)).to_contain_text("Changes asked")
    expect(amara.locator(".panel-body")).to_contain_text("Ask somebody for a review")


def refuse_a_review_of_what_was_sent_anew(amara, ines, tomasz, accessible):
    people.send_for_review(amara, STEP, text=SECOND, link=LINK)
    open_review(ines)
    accessible(ines)
    expect(ines.locator(".diff-added mark").first).to_contain_text("thirty")
    amara.locator(".panel-foot").get_by_role("button", name="Take back").click()
    expect(panel(amara)).to_contain_text("In progress")
    people.send_for_review(amara, STEP, text=THIRD, link=LINK)

    meet_all(ines, "Read with pleasure.")
    approve(ines)
    expect(ines.locator(".banner-warn")).to_contain_text("newer")
    expect(ines.get_by_label(re.compile("^Message"))).to_have_value(
        "Read with pleasure."
    )
    accessible(ines)
    ines.get_by_role("link", name="Open the newest round").click()
    expect(ines.locator("main")).to_contain_text(THIRD)


def approve_undo_and_approve(amara, ines, tomasz):
    open_review(tomasz)
    tomasz.get_by_label(re.compile("^Message")).fill("My own words.")
    expect(tomasz.locator("#draft-saved")).to_contain_text(
        "Draft saved", timeout=10_000
    )
    meet_all(ines, "Read with pleasure.")
    approve(ines)
    expect(ines.locator(".banner-ok")).to_contain_text("You approved this")
    meet_all(tomasz, "My own words.")
    approve(tomasz)
    expect(tomasz.locator(".banner-warn")).to_contain_text("answered")
    expect(tomasz.locator("main")).to_contain_text("My own words.")

    ines.get_by_role("button", name="Undo").click()
    expect(ines.get_by_label(re.compile("^Message"))).to_have_value(
        "Read with pleasure."
    )
    people.open_step(amara, STEP)
    expect(panel(amara)).to_contain_text("In review")
    approve(ines)
    expect(ines.locator(".banner-ok")).to_contain_text("You approved this")


def learn_of_it(amara):
    amara.goto("/me/notices/")
    expect(amara.locator("main")).to_contain_text("approved")
    people.open_step(amara, STEP)
    expect(panel(amara)).to_contain_text("Done")
    expect(amara.locator(".panel-body")).to_contain_text("Approved by Ines Ferreira")
    amara.goto("/me/skills/git/")
    expect(amara.locator("main")).to_contain_text("Verified")
    expect(amara.locator("main")).to_contain_text("Ines Ferreira")


def test_a_round_goes_back_and_forth_between_a_learner_and_two_mentors(
    open_browser, learner, mentors, mailoutbox, run_tasks, accessible, figure
):
    amara, ines, tomasz = (open_browser(one) for one in (learner, *mentors))
    amara.roadmap_url = learner.enrollments.get().get_absolute_url()
    before = percent(amara)
    people.open_step(amara, STEP)
    amara.locator(".panel-foot").get_by_role("button", name="Start").click()
    expect(panel(amara)).to_contain_text("In progress")

    ask_for_changes_that_the_learner_hears_of_later(amara, ines, tomasz)
    refuse_a_review_of_what_was_sent_anew(amara, ines, tomasz, accessible)
    approve_undo_and_approve(amara, ines, tomasz)
    Review.objects.filter(decision="approve").update(effective_at=timezone.now())
    # The worker queues this itself every five minutes, perhaps after its short run.
    queue_job("roadmaps.settle_due", timestamp=0)
    run_tasks()

    learn_of_it(amara)
    assert percent(amara) != before
    assert "1 of" in percent(amara)
    told = [sent.subject for sent in mailoutbox if sent.to == [learner.email]]
    decided = [subject for subject in told if "Git and code review" in subject]
    assert len(told) == len(set(told))
    assert len(decided) == 2  # neither the stale nor the second answer, nor the undone
    figure("3 browsers, 3 rounds, 1 stale review and 1 second answer refused, 2 mails")
    row = StepProgress.objects.get(step_key=STEP)
    assert (row.state, row.is_self_reported) == ("done", False)
