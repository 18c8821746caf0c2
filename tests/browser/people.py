"""What people do on the site, step by step, as a browser does it."""

import re

from playwright.sync_api import Page, expect

from tests.factories.profiles import PASSWORD

ROADMAP = "ai-engineer"


def first_link(mail_text: str, part: str) -> str:
    """The first address in a mail that contains `part`."""
    return next(url for url in re.findall(r"https?://\S+", mail_text) if part in url)


def register(page: Page, *, name: str, email: str) -> None:
    page.get_by_label("Your name").fill(name)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("I am 16 or older").check()
    page.locator("input[name=accepts_terms]").check()
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Create an account")


def open_mailed_link(page: Page, mailoutbox, run_tasks, *, email: str, part: str):
    """Follow the newest link that was mailed to `email`."""
    run_tasks()
    mail = next(m for m in reversed(mailoutbox) if m.to == [email] and part in m.body)
    page.goto(first_link(mail.body, part))


def confirm_address(page: Page, mailoutbox, run_tasks, *, email: str) -> None:
    open_mailed_link(page, mailoutbox, run_tasks, email=email, part="confirm-email")
    page.get_by_role("button", name=re.compile("Confirm", re.IGNORECASE)).click()


def sign_in(page: Page, *, email: str, password: str = PASSWORD) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.locator("main").get_by_role("button", name="Sign in").click()


def set_target(page: Page, *, role: str, level: str) -> None:
    page.goto("/me/profile/")
    page.get_by_label("Role you aim at").select_option(label=role)
    page.get_by_label("Level you aim at").select_option(label=level)
    page.locator("main form[method=post]").get_by_role("button").first.click()


def rate_skills(page: Page, levels: dict[str, int]) -> None:
    page.goto("/me/skills/")
    for skill, level in levels.items():
        ratings = page.get_by_role("radiogroup", name=skill, exact=True)
        ratings.locator(".rating-level", has=page.locator(f"[value='{level}']")).click()
    page.get_by_role("button", name="Save ratings").click()


def open_step(page: Page, key: str) -> None:
    page.goto(f"{page.roadmap_url}steps/{key}/")


def finish_alone(page: Page, key: str) -> None:
    """Start a step and mark it done on one's own word."""
    open_step(page, key)
    panel = page.locator(".panel-foot")
    panel.get_by_role("button", name="Start").click()
    panel.get_by_role("button", name="Mark done").click()
    expect(page.locator(".panel-state")).to_contain_text("Done")


def send_for_review(page: Page, key: str, *, text: str, link: str) -> None:
    open_step(page, key)
    form = page.locator("#evidence-form")
    form.get_by_role("textbox").nth(0).fill(text)
    form.get_by_role("textbox").nth(1).fill(link)
    name = re.compile("Send (back )?for review")
    page.locator(".panel-foot").get_by_role("button", name=name).click()
    expect(page.locator(".panel-state")).to_contain_text("In review")


def answer(page: Page, *, change: str = "") -> None:
    """Answer the round on the page: every criterion met, or the first changed."""
    for number, criterion in enumerate(page.locator(".criterion").all()):
        wanted = "Change" if change and number == 0 else "Met"
        criterion.locator(".verdict", has_text=wanted).click()
        if wanted == "Change":
            criterion.get_by_role("textbox").fill(change)
    page.get_by_label(re.compile("^Message")).fill("Good work, please read on.")
    button = "Ask for changes" if change else "Approve"
    page.locator("#decision").get_by_role("button", name=button).click()
    page.get_by_role("button", name="Send now").click()
