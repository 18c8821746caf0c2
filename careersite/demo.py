"""The people of the demonstration: a learner fourteen weeks under way, a mentor.

Everything goes through the services that pages use, with the clock moved back,
so that states, events, verified skills and history tell one true story.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from profiles.models import EarnedCertification, Profile, Project, User
from profiles.services import accounts, notices, portfolio, skills
from profiles.services.days import today_of
from roadmaps.models import Enrollment, Review, Roadmap, StepProgress, Submission
from roadmaps.services import invitations, review, tracking
from roadmaps.services.review import UNDO_FOR, Draft
from roles.models import Certification, HouseLevel, Role, Skill

PASSWORD = "careersite-demo"  # noqa: S105 - known to everybody, demonstration only
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)
WEEKS = 14
ROADMAP = "ai-engineer"
PEOPLE = {
    "learner@example.org": "Amara Osei",
    "mentor@example.org": "Ines Ferreira",
    "editor@example.org": "Edda Lindqvist",
    "new@example.org": "Noor Haddad",
}
CLAIMS = {
    "python": 3,
    "git": 3,
    "sql": 2,
    "databases": 2,
    "software-testing": 2,
    "statistics-probability": 2,
    "linear-algebra-calculus": 1,
    "data-cleaning": 2,
    "scikit-learn": 1,
    "supervised-learning": 1,
    "prompt-engineering": 2,
    "docker": 1,
    "api-development": 1,
    "communication": 3,
    "problem-solving": 3,
}


@dataclass(frozen=True, slots=True)
class Story:
    """Who takes part, and when it began; `week` counts from there."""

    learner: User
    mentor: User
    enrollment: Enrollment
    now: datetime

    def at(self, week: float) -> datetime:
        """Return the moment `week` weeks after the beginning."""
        return self.now - WEEKS * WEEK + week * WEEK

    def row(self, key: str) -> StepProgress:
        """Return the learner's row at a step."""
        return self.enrollment.step_progress.get(step_key=key)


@transaction.atomic
def make_people(*, now: datetime) -> list[str]:
    """Make the accounts that are missing; returns what was made, in words."""
    made = [
        email for email, name in PEOPLE.items() if _make_account(email, name, now=now)
    ]
    _make_editor()
    return [f"Account {email}" for email in made]


@transaction.atomic
def make_story(*, now: datetime) -> list[str]:
    """Let the learner's fourteen weeks happen, once; returns what was made."""
    learner = User.objects.get(email="learner@example.org")
    mentor = User.objects.get(email="mentor@example.org")
    roadmap = Roadmap.objects.published().filter(slug=ROADMAP).first()
    if roadmap is None or Enrollment.objects.of(learner).exists():
        return []
    begin = now - WEEKS * WEEK
    _make_profile(learner, now=begin)
    enrollment = tracking.enroll(learner=learner, roadmap=roadmap, now=begin)
    story = Story(learner, mentor, enrollment, now)
    _find_mentor(story)
    _finish_steps(story)
    _leave_work_open(story)
    _log_hours(story)
    _make_portfolio(story)
    for person in (learner, mentor):
        notices.mark_read(user=person, now=now - 3 * DAY, before=now - 3 * DAY)
    return [f"{enrollment.roadmap}, begun {WEEKS} weeks ago, with a mentor"]


def _make_account(email: str, name: str, *, now: datetime) -> bool:
    if User.objects.filter(email=email).exists():
        return False
    user = User.objects.create_user(email, PASSWORD)
    accounts.register(user=user, name=name, now=now)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return True


def _make_editor() -> None:
    """Let the editor into the admin, to write and to publish."""
    editor = User.objects.get(email="editor@example.org")
    editor.allow_into_admin()
    editor.groups.add(*Group.objects.filter(name__in=["Editors", "Publishers"]))


def _make_profile(learner: User, *, now: datetime) -> None:
    """State target, time and about fifteen skills."""
    Profile.objects.filter(user=learner).update(
        headline="Analyst on the way to building with models",
        time_zone="Europe/London",
        target_role=Role.objects.get(slug="ai-engineer"),
        target_level=HouseLevel.MID,
        hours_per_week=8,
    )
    found = {skill.slug: skill for skill in Skill.objects.filter(slug__in=CLAIMS)}
    levels = {found[slug]: level for slug, level in CLAIMS.items() if slug in found}
    skills.claim_many(user=learner, levels=levels, by=learner, now=now)


def _find_mentor(story: Story) -> None:
    """Ask in the first week by a link; it is accepted two days later."""
    invited = invitations.invite_mentor(
        by=story.learner,
        email="",
        enrollments=[story.enrollment],
        scopes=["steps", "profile", "certifications"],
        message="You showed me my first notebook. Would you look at what I build?",
        now=story.at(0.2),
    )
    invitations.accept_invitation(
        token=invited.token, by=story.mentor, now=story.at(0.5)
    )


def _finish_steps(story: Story) -> None:
    """Finish four steps: one on the own word, three approved, one in two rounds."""
    _work(story, "python-basics", weeks=(0.1, 3.2))
    tracking.finish(
        progress=story.row("python-basics"), by=story.learner, now=story.at(3.3)
    )
    _work(story, "git-and-review", weeks=(3.4, 4.8))
    _send(
        story,
        "git-and-review",
        week=4.9,
        text="A small tool with 31 commits. The merge conflict is in the pull "
        "request on the parser; I kept both sides and wrote why.",
        links=["https://example.org/amara/tiny-tool/pulls/4"],
    )
    _approve(story, "git-and-review", week=5.1, message="Clear history. Well done.")
    _work(story, "sql-and-databases", weeks=(5.1, 7.4))
    _send(
        story,
        "sql-and-databases",
        week=7.5,
        text="Ten questions on the city's bicycle counts, two of them with a "
        "window. The index took the slowest from 900 to 12 milliseconds.",
        links=["https://example.org/amara/bicycle-sql"],
    )
    _approve(story, "sql-and-databases", week=7.8, message="The plans are a pleasure.")
    _work(story, "testing-python", weeks=(7.8, 10.2))
    _send(
        story,
        "testing-python",
        week=10.3,
        text="The tool is a package now.\nTests cover the parser and the writer.",
        links=["https://example.org/amara/tiny-tool?at=v1"],
    )
    _ask_changes(
        story,
        "testing-python",
        week=10.6,
        message="A good package. One corner is dark.",
        wish="Empty input breaks it, and no test says so. Add that one first.",
    )
    _send(
        story,
        "testing-python",
        week=11.0,
        text="The tool is a package now.\nTests cover the parser, the writer and "
        "empty input.",
        links=["https://example.org/amara/tiny-tool?at=v2"],
    )
    _approve(story, "testing-python", week=11.3, message="Now I would use it.")


def _leave_work_open(story: Story) -> None:
    """Leave one step of each other state behind."""
    tracking.skip(
        progress=story.row("unsupervised-learning"),
        reason="I come back to it after the first project.",
        by=story.learner,
        now=story.at(9),
    )
    _work(story, "statistics", weeks=(8.5, 11.8), parts=5)
    _send(
        story,
        "statistics",
        week=12.0,
        text="An analysis of waiting times with intervals and one test.",
        links=["https://example.org/amara/waiting-times"],
        question="Is the test the right one for skewed data?",
    )
    _ask_changes(
        story,
        "statistics",
        week=12.5,
        message="The intervals are right and easy to read.",
        wish="The data are skewed: try a test without the normal assumption and "
        "say whether the answer changes.",
    )
    _work(story, "data-preparation", weeks=(11.4, 13.2))
    _send(
        story,
        "data-preparation",
        week=12.9,
        text="I cleaned the sensor data.\nMissing hours are filled from the hour "
        "before.\nThe notebook runs from the raw file.",
        links=["https://example.org/amara/sensors?at=v1"],
    )
    _ask_changes(
        story,
        "data-preparation",
        week=13.2,
        message="It runs from end to end, good.",
        wish="Filling from the hour before hides long gaps. Show how many there "
        "are and leave those over six hours empty.",
    )
    _send(
        story,
        "data-preparation",
        week=WEEKS - 2.2 / 7,
        text="I cleaned the sensor data.\nGaps up to six hours are filled from the "
        "hour before; 14 longer ones stay empty.\nThe notebook runs from the raw "
        "file.",
        links=[
            "https://example.org/amara/sensors?at=v2",
            "https://example.org/amara/sensors/gaps",
        ],
        question="Are six hours a sensible limit?",
    )
    _work(story, "math-for-ml", weeks=(12.0, WEEKS - 0.3), parts=6)


def _work(
    story: Story, key: str, *, weeks: tuple[float, float], parts: int | None = None
) -> None:
    """Start a step and tick its parts one after another; all unless `parts`."""
    first, last = weeks
    row = story.row(key)
    tracking.start(progress=row, by=story.learner, now=story.at(first), override=True)
    keys = list(row.step.parts.values_list("key", flat=True))[:parts]
    for number, part in enumerate(keys, start=1):
        when = story.at(first + (last - first) * number / (len(keys) + 1))
        tracking.tick_part(progress=row, part_key=part, by=story.learner, now=when)


def _send(
    story: Story,
    key: str,
    *,
    week: float,
    text: str,
    links: Sequence[str],
    question: str = "",
) -> None:
    tracking.submit(
        progress=story.row(key),
        text=text,
        links=links,
        question=question,
        by=story.learner,
        now=story.at(week),
    )


def _approve(story: Story, key: str, *, week: float, message: str) -> None:
    """Approve the open round; every taught skill is confirmed as taught."""
    submission = _open_round(story, key)
    draft = Draft(
        message=message,
        verdicts={row["key"]: ("met", "") for row in submission.criteria},
        levels={row["skill"]: row["level"] for row in submission.taught},
    )
    _decide(story, submission, Review.Decision.APPROVE, draft, week=week)


def _ask_changes(
    story: Story, key: str, *, week: float, message: str, wish: str
) -> None:
    """Ask for a change of the last criterion; the others are met."""
    submission = _open_round(story, key)
    verdicts = {row["key"]: ("met", "") for row in submission.criteria}
    verdicts[submission.criteria[-1]["key"]] = ("change", wish)
    draft = Draft(message=message, verdicts=verdicts)
    _decide(story, submission, Review.Decision.CHANGES, draft, week=week)


def _decide(
    story: Story,
    submission: Submission,
    decision: Review.Decision,
    draft: Draft,
    *,
    week: float,
) -> None:
    """Decide, and let the ten minutes pass."""
    now = story.at(week)
    mentor = story.mentor
    review.save_draft(submission=submission, draft=draft, by=mentor, now=now)
    decided = review.decide(
        submission=submission, decision=decision, by=mentor, now=now
    )
    review.settle_decision(review_id=decided.pk, now=now + UNDO_FOR)


def _open_round(story: Story, key: str) -> Submission:
    return Submission.objects.waiting().get(progress=story.row(key))


def _log_hours(story: Story) -> None:
    """Log two or three evenings a week; one week off for the holidays."""
    for week, minutes in _evenings():
        moment = story.at(week)
        tracking.log_time(
            enrollment=story.enrollment,
            minutes=minutes,
            on=today_of(story.learner, now=moment),
            by=story.learner,
            now=moment,
        )


def _evenings() -> Iterator[tuple[float, int]]:
    """Yield (week, minutes) of each evening; a fixed pattern, no two weeks alike."""
    for week in range(WEEKS):
        if week == 6:
            continue
        for evening in range(2 + week % 2):
            yield week + 0.15 + evening * 0.28, 90 + (week * 37 + evening * 50) % 120


def _make_portfolio(story: Story) -> None:
    """Add two certificates, one of them expiring soon, and a project."""
    learner, now = story.learner, story.now
    for slug, age, life in (
        ("azure-ai-engineer-associate", 325, 365),
        ("aws-developer-associate", 400, 1095),
    ):
        certification = Certification.objects.filter(slug=slug).first()
        if certification:
            issued = now - age * DAY
            portfolio.save_certification(
                earned=EarnedCertification(
                    user=learner,
                    certification=certification,
                    issued_on=issued.date(),
                    expires_on=(issued + life * DAY).date(),
                    credential_id=f"DEMO-{age}",
                ),
                by=learner,
                now=now,
            )
    portfolio.save_project(
        project=Project(
            user=learner,
            title="Bicycle counts, hour by hour",
            summary="Reads the city's open counts, cleans them and answers ten "
            "questions about who rides when.",
            outcome="The council's volunteers use the weekly table.",
            url="https://example.org/amara/bicycle-counts",
        ),
        shows=Skill.objects.filter(slug__in=["python", "sql", "data-cleaning"]),
        by=learner,
        now=story.at(9.5),
    )
