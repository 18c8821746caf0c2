"""One mentor, one review, two devices: what is typed on either stays."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from profiles.models import User
from roadmaps.models import Review, Roadmap, Submission
from roadmaps.services import invitations, tracking
from tests.browser import people
from tests.factories.profiles import UserFactory


@pytest.fixture
def submission(content):
    now = timezone.now()
    learner = UserFactory(email="amara@example.org", name="Amara Osei")
    roadmap = Roadmap.objects.get(slug=people.ROADMAP)
    enrollment = tracking.enroll(learner=learner, roadmap=roadmap, now=now)
    mentor = UserFactory(email="ines@example.org", name="Ines Ferreira")
    ask = {"enrollments": [enrollment], "scopes": ["steps"], "message": "", "email": ""}
    invited = invitations.invite_mentor(by=learner, now=now, **ask)
    invitations.accept_invitation(token=invited.token, by=mentor, now=now)
    row = enrollment.step_progress.get(step_key="git-and-review")
    row = tracking.start(progress=row, override=True, by=learner, now=now)
    tracking.submit(progress=row, text="I wrote a tool.", by=learner, now=now)
    return Submission.objects.get()


def message(page):
    return page.get_by_label(re.compile("^Message"))


def said(page):
    return page.locator("#draft-saved")


def test_a_letter_typed_on_the_phone_does_not_wipe_the_review(
    open_browser, submission, accessible
):
    mentor = User.objects.get(email="ines@example.org")
    desktop, phone = (open_browser(mentor) for _ in range(2))
    for page in (phone, desktop):
        page.goto(submission.get_absolute_url())
    desktop.locator(".verdict-met").first.click()
    message(desktop).fill("All of it.")
    expect(said(desktop)).to_contain_text("Draft saved")

    message(phone).press_sequentially("A")
    expect(said(phone)).to_contain_text("Not saved.")
    expect(said(phone)).to_contain_text("All of it.")
    expect(message(phone)).to_have_value("A")
    assert Review.objects.get().message == "All of it."
    assert Review.objects.get().verdicts.count() == 1
    accessible(phone)

    phone.get_by_role("button", name="Keep what I typed").click()
    expect(said(phone)).to_contain_text("Draft saved")
    with phone.expect_response("**/draft/") as kept:
        message(phone).press_sequentially("B")
    assert kept.value.status == 200
    assert Review.objects.get().message == "AB"
