"""Every page for every actor: axe finds nothing, nothing scrolls sideways."""

import itertools
import json
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe

from profiles.models import Mentorship, User
from roadmaps.models import Enrollment, Submission

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
VISITOR, LEARNER, NEWCOMER, MENTOR, EDITOR = (
    "",
    "learner@example.org",
    "new@example.org",
    "mentor@example.org",
    "editor@example.org",
)
PAGES = [
    (VISITOR, "/"),
    (VISITOR, "/roles/"),
    (VISITOR, "/roles/?q=nothing-like-this"),
    (VISITOR, "/roles/ai-engineer/"),
    (VISITOR, "/roles/prompt-engineer/"),
    (VISITOR, "/skills/"),
    (VISITOR, "/skills/python/"),
    (VISITOR, "/skills/?q=nothing-like-this"),
    (VISITOR, "/certifications/"),
    (VISITOR, "/certifications/aws-ml-specialty/"),
    (VISITOR, "/sources/"),
    (VISITOR, "/sources/acceler8-ai-engineer/"),
    (VISITOR, "/compare/"),
    (VISITOR, "/compare/?roles=ai-engineer,machine-learning-engineer&show=all"),
    (VISITOR, "/pay/"),
    (VISITOR, "/quiz/"),
    (VISITOR, "/quiz/result/?a-curiosity=5&a-code=4"),
    (VISITOR, "/interview/"),
    (VISITOR, "/interview/ai-engineer/overfitting/"),
    (VISITOR, "/report/?about=/roles/"),
    (VISITOR, "/report/thanks/"),
    (VISITOR, "/search/?q=python"),
    (VISITOR, "/search/?q=nothing-like-this"),
    (VISITOR, "/gap/?role=ai-engineer&level=mid"),
    (VISITOR, "/roadmaps/"),
    (VISITOR, "/roadmaps/ai-engineer/?view=map"),
    (VISITOR, "/roadmaps/ai-engineer/?view=list"),
    (VISITOR, "/roadmaps/ai-engineer/steps/python-basics/"),
    (VISITOR, "/accounts/login/"),
    (VISITOR, "/accounts/signup/"),
    (VISITOR, "/accounts/password/reset/"),
    (VISITOR, "/styleguide/"),
    (VISITOR, "/no-such-page/"),
    (VISITOR, "/shared/no-such-link/"),
    (NEWCOMER, "/me/"),
    (NEWCOMER, "/me/gap/"),
    (NEWCOMER, "/me/skills/"),
    (NEWCOMER, "/me/mentors/"),
    (NEWCOMER, "/mentor/"),
    (LEARNER, "/me/"),
    (LEARNER, "/compare/?roles=ai-engineer,data-scientist,prompt-engineer"),
    (LEARNER, "/me/profile/"),
    (LEARNER, "/me/profile/resume/"),
    (LEARNER, "/me/skills/"),
    (LEARNER, "/me/skills/python/"),
    (LEARNER, "/me/projects/"),
    (LEARNER, "/me/certifications/"),
    (LEARNER, "/me/experience/"),
    (LEARNER, "/me/experience/work/add/"),
    (LEARNER, "/me/gap/"),
    (LEARNER, "/me/postings/"),
    (LEARNER, "/me/quiz/"),
    (LEARNER, "/me/interview/"),
    (LEARNER, "/me/mentors/"),
    (LEARNER, "/me/notices/"),
    (LEARNER, "/me/notices/mail/"),
    (LEARNER, "/me/settings/"),
    (LEARNER, "/me/tokens/"),
    (LEARNER, "/me/roadmaps/{enrollment}/"),
    (LEARNER, "/me/roadmaps/{enrollment}/?view=map"),
    (LEARNER, "/me/roadmaps/{enrollment}/?view=list"),
    (LEARNER, "/me/roadmaps/{enrollment}/credit/"),
    (LEARNER, "/me/roadmaps/{enrollment}/steps/testing-python/"),
    (LEARNER, "/me/roadmaps/{enrollment}/steps/data-preparation/"),
    (LEARNER, "/me/roadmaps/{enrollment}/steps/data-preparation/comments/"),
    (LEARNER, "/me/roadmaps/{enrollment}/plan/"),
    (LEARNER, "/me/roadmaps/{enrollment}/record/"),
    (LEARNER, "/me/roadmaps/{enrollment}/own/add/"),
    (LEARNER, "/me/roadmaps/{enrollment}/time/"),
    (LEARNER, "/me/roadmaps/{enrollment}/start-over/"),
    (LEARNER, "/me/calendar/"),
    (LEARNER, "/me/privacy/"),
    (LEARNER, "/me/privacy/as/mentor/"),
    (LEARNER, "/me/privacy/delete/"),
    (LEARNER, "/accounts/2fa/"),
    (LEARNER, "/accounts/sessions/"),
    (MENTOR, "/mentor/"),
    (LEARNER, "/me/mentors/{mentorship}/report/"),
    (MENTOR, "/mentor/evening/"),
    (MENTOR, "/mentor/settings/"),
    (MENTOR, "/mentor/replies/"),
    (MENTOR, "/mentor/replies/add/"),
    (MENTOR, "/mentor/mentorships/"),
    (MENTOR, "/mentor/mentees/"),
    (MENTOR, "/mentor/former/"),
    (MENTOR, "/mentor/mentees/{enrollment}/"),
    (MENTOR, "/mentor/reviews/{submission}/"),
    (EDITOR, "/admin/"),
    (EDITOR, "/admin/roles/role/"),
    (EDITOR, "/admin/roadmaps/roadmapversion/"),
    (EDITOR, "/admin/roadmaps/roadmapversion/{version}/change/"),
    (EDITOR, "/admin/care/"),
    (EDITOR, "/admin/roles/salaryband/import/"),
    (EDITOR, "/admin/roles/skill/add/"),
    (EDITOR, "/admin/pay-update/"),
]
WIDTHS, THEMES = (1440, 390, 320), ("light", "dark")


@pytest.fixture
def visit(browser, live_server, session_of, demo):
    """Open a page as somebody, in a theme and width."""
    enrollment = Enrollment.objects.of(User.objects.get(email=LEARNER)).first()
    submission = Submission.objects.waiting().first()
    mentorship = Mentorship.objects.active().first()
    tabs = {}  # one for each person and theme: a new one costs more than a page

    def tab_of(email, theme):
        if (email, theme) in tabs:
            return tabs[email, theme]
        context = browser.new_context(base_url=live_server.url, color_scheme=theme)
        if email:
            context.add_cookies([session_of(User.objects.get(email=email))])
        tabs[email, theme] = context.new_page()
        return tabs[email, theme]

    def visit(email, address, *, width=1440, theme="light"):
        page = tab_of(email, theme)
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(
            address.format(
                enrollment=enrollment.pk,
                version=enrollment.version_id,
                submission=submission.pk,
                mentorship=mentorship.pk,
            )
        )
        assert not email or "/accounts/login/" not in page.url, (email, address)
        return page

    yield visit
    for tab in tabs.values():
        tab.context.close()


# Contrast takes most of axe's time: one text of each look tells as much as all do,
# wherever it stands.
MARK_DISTINCT_TEXT = (Path(__file__).parent / "distinct_text.js").read_text()
OF_MARKED_TEXT = """
;axe.configure({rules: [{id: "color-contrast", selector: "[data-contrast]"}]});
"""


def violations(page, axe=None):
    # Without preloading: axe would ask for the imported styles a second time. Of
    # what passes it need not write down every element: that takes as long again.
    options = {"runOnly": TAGS, "preload": False, "resultTypes": ["violations"]}
    found = (axe or Axe()).run(page, options=options).response["violations"]
    return [
        f"{one['id']}: {node['html'][:160]} ({node['failureSummary'][:200]})"
        for one in found
        for node in one["nodes"]
    ]


def violations_at_once(page, looks):
    """Return the violations of a page, contrast of one text of each look.

    `looks` holds those of pages before; this page's are added.
    """
    looks += page.evaluate(MARK_DISTINCT_TEXT, looks)
    return violations(page, Axe(AXE_SCRIPT + OF_MARKED_TEXT))


def runs_sideways(page):
    page.set_viewport_size({"width": 320, "height": 800})
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_no_page_has_an_axe_violation_or_scrolls_sideways_at_320_pixels(visit):
    problems, looks = {}, []
    for email, address in PAGES:
        page = visit(email, address)
        found = violations_at_once(page, looks)
        if runs_sideways(page):
            found.append("scrolls sideways at 320 px")
        if found:
            problems[email, address] = found

    assert looks
    assert problems == {}, json.dumps(
        {str(k): v for k, v in problems.items()}, indent=1
    )


@pytest.mark.assure(id="axe")
def test_every_page_passes_axe_in_each_width_and_theme(visit, figure):
    problems = {}
    matrix = list(itertools.product(PAGES, WIDTHS, THEMES))
    for (email, address), width, theme in matrix:
        page = visit(email, address, width=width, theme=theme)
        found = violations(page)
        if found:
            problems[email, address, width, theme] = found

    figure(f"{len(matrix)} pages, {len(problems)} with violations")
    assert problems == {}, json.dumps(
        {str(k): v for k, v in problems.items()}, indent=1
    )
