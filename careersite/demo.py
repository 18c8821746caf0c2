"""The people of the demonstration: a learner fourteen weeks under way, a mentor.

Everything goes through the services that pages use, with the clock moved back,
so that states, events, verified skills and history tell one true story.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction

from careersite.demo_steps import (
    WEEK,
    WEEKS,
    Story,
    finish_steps,
    leave_work_open,
)
from profiles.models import EarnedCertification, Profile, Project, User
from profiles.services import accounts, notices, portfolio, skills
from profiles.services.days import today_of
from roadmaps.models import Enrollment, Roadmap
from roadmaps.services import invitations, tracking
from roles.models import Certification, HouseLevel, Role, Skill

PASSWORD = "careersite-demo"  # noqa: S105 - known to everybody, demonstration only
DAY = timedelta(days=1)
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
    finish_steps(story)
    leave_work_open(story)
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
