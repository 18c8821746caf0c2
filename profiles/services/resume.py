"""Takes a JSON Resume in: first a plan of what would be kept, then the keeping.

What the learner holds already is never overwritten, so that a file read twice, or
our own export read again, changes nothing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef

from profiles.models import (
    EarnedCertification,
    EducationEntry,
    HeldSkill,
    Profile,
    Project,
    User,
    WorkEntry,
)
from profiles.resume import Entry, Resume, parse
from profiles.services import experience, portfolio, skills
from profiles.services.days import today_of
from roles.models import Certification, HouseLevel, Region, Role, Skill, SkillAlias

NO_CERTIFICATION = "No certification here has this name."
NO_ISSUE = "It does not say when it was issued."
NO_SKILL = "No skill here has this name."

Row = WorkEntry | EducationEntry | Project
IDENTITIES: Mapping[type[Row], tuple[str, ...]] = {
    WorkEntry: ("employer", "position", "started"),
    EducationEntry: ("institution", "study_type", "area", "started"),
    Project: ("title",),
}
FIELDS: Mapping[type[Row], tuple[str, ...]] = {
    WorkEntry: (
        *IDENTITIES[WorkEntry],
        *("ended", "location", "url", "summary", "highlights"),
    ),
    EducationEntry: (
        *IDENTITIES[EducationEntry],
        *("ended", "url", "score", "courses"),
    ),
    Project: ("title", "summary", "outcome", "url"),
}


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Something that the file says and that cannot be kept, with the reason."""

    section: str
    title: str
    reason: str


@dataclass(slots=True)
class ResumePlan:
    """What keeping a file would add; `same` counts what is there already."""

    profile: dict[str, Any] = field(default_factory=dict)
    jobs: list[WorkEntry] = field(default_factory=list)
    studies: list[EducationEntry] = field(default_factory=list)
    projects: list[tuple[Project, list[Skill]]] = field(default_factory=list)
    certifications: list[EarnedCertification] = field(default_factory=list)
    skills: dict[Skill, int | None] = field(default_factory=dict)
    unmatched: list[Unmatched] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    same: int = 0

    @property
    def count(self) -> int:
        """How many things are new."""
        lists = (self.profile, self.jobs, self.studies, self.projects)
        more = (self.certifications, self.skills)
        return sum(map(len, (*lists, *more)))


def plan_resume(*, user: User, text: str, now: datetime) -> ResumePlan:
    """Compare a file with what the learner holds; nothing is stored.

    Raises ResumeError where the file cannot be read. Fourteen queries at most.
    """
    return _Reading(user, parse(text), today_of(user, now=now)).plan()


@transaction.atomic
def keep_resume(*, user: User, text: str, by: User, now: datetime) -> ResumePlan:
    """Keep what a file adds, all or nothing; returns what was kept."""
    User.objects.select_for_update().get(pk=user.pk)
    plan = plan_resume(user=user, text=text, now=now)
    if plan.profile:
        Profile.objects.filter(user=user).update(**plan.profile, updated_at=now)
    entries: list[experience.Entry] = [*plan.jobs, *plan.studies]
    for entry in entries:
        experience.save_entry(entry)
    for project, shows in reversed(plan.projects):
        portfolio.save_project(project=project, shows=shows, by=by, now=now)
    for earned in plan.certifications:
        portfolio.save_certification(earned=earned, by=by, now=now)
    rated = {skill: level for skill, level in plan.skills.items() if level is not None}
    skills.claim_many(user=user, levels=rated, by=by, now=now)
    unrated = [skill for skill, level in plan.skills.items() if level is None]
    skills.hold(user=user, skills=unrated, by=by, now=now)
    return plan


class _Reading:
    """One comparison of a file with one learner."""

    def __init__(self, user: User, resume: Resume, today: date) -> None:
        self.user, self.resume, self.today = user, resume, today
        self.found = ResumePlan(ignored=resume.ignored, notes=resume.notes)
        self.skills = _skills_by_name()

    def plan(self) -> ResumePlan:
        """Return the plan."""
        self._read_profile()
        self._read_entries("work", WorkEntry, self.found.jobs)
        self._read_entries("education", EducationEntry, self.found.studies)
        self._read_projects()
        self._read_certificates()
        self._read_skills()
        return self.found

    def _read_profile(self) -> None:
        """Fill what the profile leaves open."""
        basics, profile = self.resume.basics, self.user.profile
        if basics.label and not profile.headline:
            self.found.profile["headline"] = basics.label[:120]
        if basics.country_code and profile.country_id is None:
            countries = Region.objects.filter(kind=Region.Kind.COUNTRY)
            country = countries.filter(code__iexact=basics.country_code).first()
            self.found.profile |= {"country": country} if country else {}
        if basics.target_role and profile.target_role_id is None:
            role = Role.objects.published().filter(slug=basics.target_role).first()
            if role and basics.target_level in HouseLevel.values:
                self.found.profile["target_role"] = role
                self.found.profile["target_level"] = basics.target_level

    def _read_entries(self, section: str, model: type[Any], kept: list[Any]) -> None:
        for entry, row in self._new_rows(section, model, model.objects.of(self.user)):
            if self._is_valid(entry, row):
                kept.append(row)

    def _read_projects(self) -> None:
        held = self.user.projects.all()
        for entry, row in self._new_rows("projects", Project, held):
            if self._is_valid(entry, row):
                shows = [self.skills.get(name.casefold()) for name in entry.keywords]
                for name, skill in zip(entry.keywords, shows, strict=True):
                    if skill is None:
                        self._leave(f"projects: {entry.title}", name, NO_SKILL)
                self.found.projects.append((row, [one for one in shows if one]))

    def _read_certificates(self) -> None:
        known = {_certificate(row) for row in self.user.earned_certifications.all()}
        offered = _certifications_by_name() if self._section("certificates") else {}
        for entry in self._section("certificates"):
            certification = offered.get(entry.title.casefold())
            issued = entry.fields["issued_on"]
            if certification is None or _day(issued) is None:
                reason = NO_ISSUE if certification else NO_CERTIFICATION
                self._leave("certificates", entry.title, reason)
                continue
            row = EarnedCertification(
                **{
                    **entry.fields,
                    "user": self.user,
                    "certification": certification,
                    "issued_on": _day(issued),
                    "expires_on": _day(entry.fields["expires_on"]),
                }
            )
            if not self._is_new(_certificate(row), known):
                continue
            if self._is_valid(entry, row) and self._is_issued(entry, row):
                if len(issued) < len("2024-05-31"):
                    note = f"{entry.title} is dated {row.issued_on:%Y-%m-%d}."
                    self.found.notes.append(f"{note} Set the day afterwards.")
                self.found.certifications.append(row)

    def _is_issued(self, entry: Entry, row: EarnedCertification) -> bool:
        if row.issued_on > self.today:
            self._leave(entry.section, entry.title, portfolio.ISSUED_IN_FUTURE)
            return False
        return True

    def _read_skills(self) -> None:
        """Add what is not held, and a level where the learner gave none yet."""
        own = {row.skill_id: row for row in HeldSkill.objects.of(self.user)}
        for named in self.resume.skills:
            skill = self.skills.get(named.name.casefold())
            if skill is None:
                self._leave("skills", named.name, NO_SKILL)
                continue
            row = own.get(skill.pk)
            is_rated = row is not None and row.claimed_level is not None
            if is_rated or (row is not None and named.level is None):
                self.found.same += 1
            elif self.found.skills.get(skill) is None:
                self.found.skills[skill] = named.level

    def _new_rows(
        self, section: str, model: type[Any], held: Iterable[Any]
    ) -> Iterator[tuple[Entry, Any]]:
        """Yield the entries of a section that are not held, each with its row.

        An identity that the file has more than once tells nothing apart: such
        entries are the same where all their fields are.
        """
        rows = [
            (entry, model(user=self.user, **entry.fields))
            for entry in self._section(section)
        ]
        times = Counter(_identity(row) for _, row in rows)
        known: set[Any] = set()
        for row in held:
            known |= {_identity(row), _whole(row)}
        for entry, row in rows:
            several = times[_identity(row)] > 1
            if self._is_new(_whole(row) if several else _identity(row), known):
                yield entry, row

    def _section(self, name: str) -> list[Entry]:
        return [entry for entry in self.resume.entries if entry.section == name]

    def _is_new(self, identity: Any, known: set[Any]) -> bool:
        if identity in known:
            self.found.same += 1
            return False
        known.add(identity)
        return True

    def _is_valid(self, entry: Entry, row: Any) -> bool:
        """Tell whether the row can be kept; the first reason why not is told."""
        try:
            row.full_clean(validate_unique=False)
        except ValidationError as refusal:
            name, messages = next(iter(refusal.message_dict.items()))
            word = "" if name == "__all__" else f"{name.replace('_', ' ')}: "
            self._leave(entry.section, entry.title, f"{word}{messages[0]}")
            return False
        return True

    def _leave(self, section: str, title: str, reason: str) -> None:
        self.found.unmatched.append(Unmatched(section, title[:120], reason))


def _identity(row: Row) -> tuple[str, ...]:
    """What makes two entries the same."""
    return tuple(getattr(row, name).casefold() for name in IDENTITIES[type(row)])


def _whole(row: Row) -> tuple[Any, ...]:
    """All that a file says of an entry."""
    return tuple(str(getattr(row, name)) for name in FIELDS[type(row)])


def _certificate(row: EarnedCertification) -> tuple[int, str]:
    day = row.issued_on.isoformat()
    return row.certification_id, row.credential_id or day


def _day(written: str) -> date | None:
    """Return the first day of a year or a month; None where nothing is said.

    A day that the calendar does not have is told by the model's own check.
    """
    if not written:
        return None
    try:
        return date.fromisoformat(f"{written}-01-01"[:10])
    except ValueError:
        return None


def _skills_by_name() -> dict[str, Skill]:
    aliases = SkillAlias.objects.filter(skill=OuterRef("pk")).values("name")
    rows = list(Skill.objects.published().annotate(others=ArraySubquery(aliases)))
    found = {other.casefold(): row for row in rows for other in row.others}
    return {**found, **{row.name.casefold(): row for row in rows}}


def _certifications_by_name() -> dict[str, Certification]:
    rows = list(Certification.objects.published())
    found = {other.casefold(): row for row in rows for other in row.aliases}
    return {**found, **{row.name.casefold(): row for row in rows}}
