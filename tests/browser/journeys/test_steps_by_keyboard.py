"""Every state of a step is reached and undone without a mouse, on map and list."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from roadmaps.models import Review, Roadmap, Submission
from roadmaps.services import invitations, review, tracking
from tests.browser import people
from tests.browser.journeys.keyboard import Keyboard
from tests.factories.profiles import UserFactory

pytestmark = pytest.mark.assure(id="journeys")


@pytest.fixture
def enrollment(content):
    """A learner's roadmap, with a mentor who reviews its steps."""
    learner = UserFactory(email="amara@example.org", name="Amara Osei")
    mentor = UserFactory(email="ines@example.org", name="Ines Ferreira")
    now = timezone.now()
    roadmap = Roadmap.objects.get(slug=people.ROADMAP)
    enrollment = tracking.enroll(learner=learner, roadmap=roadmap, now=now)
    invited = invitations.invite_mentor(
        by=learner,
        email="",
        enrollments=[enrollment],
        scopes=["steps"],
        message="",
        now=now,
    )
    invitations.accept_invitation(token=invited.token, by=mentor, now=now)
    return enrollment


class Learner:
    """Somebody at a roadmap with a keyboard."""

    def __init__(self, page, enrollment, view):
        self.page, self.keys, self.view = page, Keyboard(page), view
        self.home = f"{enrollment.get_absolute_url()}?view={view}"
        self.reached = set()

    def open(self, step):
        """Open a step from the map or the list; its title takes the focus."""
        self.page.goto(self.home)
        number = step.number
        named = rf"\S+ .*\b{number} · " if self.view == "map" else rf"{number}\. "
        self.keys.to(f"^{named}")
        self.keys.press("Enter")
        self.is_at(step.title)

    def is_at(self, title):
        """After each act the focus is on the step's title, in sight."""
        expect(self.page.locator(".panel-head h2")).to_be_focused()
        assert self.keys.focus["name"] == title

    def do(self, name, state, *, title):
        """Press a button of the panel, which then shows the state that follows."""
        self.keys.use(f"^{name}$")
        self.shows(state)
        self.is_at(title)

    def by_menu(self, name, state, *, title, words=""):
        self.keys.use("^Set status")
        if words:
            self.keys.to(words)
            self.keys.type("I did this at work.")
        self.do(name, state, title=title)

    def shows(self, state):
        expect(self.page.locator(".panel-state > .state")).to_have_text(state)
        self.reached.add(state)


def alone(amara, step):
    """Started, put aside, waived and done, each of them taken back."""
    title = step.title
    amara.open(step)
    amara.shows("Not started")
    amara.do("Start", "In progress", title=title)
    amara.do("Undo", "Not started", title=title)
    amara.do("Start", "In progress", title=title)
    amara.by_menu("Put aside", "Not started", title=title)
    amara.by_menu("I know this already", "Waived", title=title, words="How do you know")
    amara.do("Take back waiver", "Not started", title=title)
    amara.do("Start", "In progress", title=title)
    amara.do("Mark done", "Done", title=title)
    amara.do("Undo", "In progress", title=title)
    amara.do("Mark done", "Done", title=title)
    amara.do("Reopen", "In progress", title=title)


def with_a_mentor(amara, step, enrollment):
    """Sent, taken back, sent again, returned, sent back and approved."""
    title = step.title
    amara.open(step)
    amara.keys.use("^Start")
    amara.shows("In progress")
    amara.keys.fill("^What did you do", "I wrote a tool.")
    amara.do("Send for review", "In review", title=title)
    amara.do("Take back", "In progress", title=title)
    amara.do("Send for review", "In review", title=title)
    answer(enrollment, step, Review.Decision.CHANGES)
    amara.open(step)
    amara.shows("Changes asked")
    amara.keys.fill("^What did you do", "I wrote a tool with tests.")
    amara.do("Send back for review", "In review", title=title)
    answer(enrollment, step, Review.Decision.APPROVE)
    amara.open(step)
    amara.shows("Done")
    amara.do("Reopen", "In progress", title=title)


def answer(enrollment, step, decision):
    """Let the mentor answer, and the ten minutes pass."""
    waiting = Submission.objects.waiting().get(progress__step=step)
    mentor = enrollment.mentored.get().mentorship.mentor
    verdicts = {row["key"]: ("met", "") for row in waiting.criteria}
    if decision == Review.Decision.CHANGES:
        verdicts[waiting.criteria[0]["key"]] = ("change", "Show a test.")
    now = timezone.now()
    draft = review.Draft(message="Read.", verdicts=verdicts)
    review.save_draft(submission=waiting, draft=draft, by=mentor, now=now)
    review.decide(submission=waiting, decision=decision, by=mentor, now=now)
    review.send_now(submission=waiting, by=mentor, now=now)


def left_out(amara, step):
    """Skipped with a reason, and brought back."""
    title = step.title
    amara.open(step)
    amara.by_menu("Skip this step", "Skipped", title=title, words="Why do you skip")
    amara.do("Undo", "Locked", title=title)
    amara.by_menu("Skip this step", "Skipped", title=title, words="Why do you skip")
    amara.do("Bring back", "Locked", title=title)


def started_anyway(amara, step):
    """What waits for other steps is begun all the same; closing leads back."""
    amara.open(step)
    amara.shows("Locked")
    amara.do("Start anyway", "In progress", title=step.title)
    amara.do("Undo", "Locked", title=step.title)
    amara.keys.press("Escape")
    opener = f"{'n' if amara.view == 'map' else 's'}{step.number}"
    expect(amara.page.locator(f"#{opener}")).to_be_focused()


@pytest.mark.parametrize("view", ["map", "list"])
def test_every_state_of_a_step_is_reached_and_undone(
    open_browser, enrollment, view, figure
):
    amara = Learner(open_browser(enrollment.learner), enrollment, view)
    steps = {step.key: step for step in enrollment.version.steps.all()}

    alone(amara, steps["python-basics"])
    with_a_mentor(amara, steps["git-and-review"], enrollment)
    left_out(amara, steps["unsupervised-learning"])
    started_anyway(amara, steps["testing-python"])

    figure(f"{len(amara.reached)} states by {view}, {amara.keys.pressed} keys")
    assert len(amara.reached) == 8
