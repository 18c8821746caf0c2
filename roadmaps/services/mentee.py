"""What a mentor sees of one mentee beside the roadmap, section by section."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from profiles.models import (
    EarnedCertification,
    HeldSkill,
    Profile,
    Project,
    Section,
    User,
)
from profiles.models import Mentorship as MentorshipRow
from profiles.services.days import today_of
from profiles.services.sections import view_for
from roadmaps.models import Enrollment, EvidenceLink, Note
from roadmaps.services.attention import flags_of, with_flags
from roadmaps.services.confirmations import read_confirmed
from roadmaps.services.linking import linked_evidence

# Older ones stand at their steps.
NOTES_MAX = 50


@dataclass(frozen=True, slots=True)
class ShownSkill:
    """A skill that the learner holds; `level` is 0 to 5, or None while unrated."""

    name: str
    level: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Mentee:
    """One mentored enrollment; what neither scope nor visibility opens is None.

    `confirmed` are the skills whose level this mentor confirmed, whatever is open.
    """

    enrollment: Enrollment
    mentorship: MentorshipRow
    flags: Sequence[str]
    profile: Profile | None
    skills: Sequence[ShownSkill] | None
    projects: Sequence[Project] | None
    certifications: Sequence[EarnedCertification] | None
    notes: Sequence[Note] | None
    evidence: Sequence[EvidenceLink]
    confirmed: Sequence[HeldSkill]

    @property
    def tells_of_person(self) -> bool:
        """Whether anything beside the roadmap and its notes is open."""
        told = (self.profile, self.skills, self.projects, self.certifications)
        return any(part is not None for part in told)


def read_mentee(enrollment: Enrollment, *, mentor: User, now: datetime) -> Mentee:
    """Read a mentee for `mentor`, who has an active mentorship on the enrollment."""
    mentorship = MentorshipRow.objects.active().get(
        mentor=mentor, enrollments__enrollment=enrollment
    )
    learner = enrollment.learner
    flagged = with_flags(
        Enrollment.objects.filter(pk=enrollment.pk), mentor=mentor, now=now
    )
    opened = view_for(learner, mentor).sections
    return Mentee(
        enrollment=enrollment,
        mentorship=mentorship,
        flags=flags_of(flagged.get()),
        profile=learner.profile if Section.ABOUT in opened else None,
        skills=_skills(learner, today_of(learner, now=now))
        if Section.SKILLS in opened
        else None,
        projects=list(learner.projects.all()) if Section.PROJECTS in opened else None,
        certifications=list(
            learner.earned_certifications.select_related("certification")
        )
        if Section.CERTIFICATIONS in opened
        else None,
        notes=_notes(enrollment) if Section.NOTES in opened else None,
        evidence=linked_evidence(enrollment, opened),
        confirmed=read_confirmed(learner, mentor=mentor),
    )


def _notes(enrollment: Enrollment) -> list[Note]:
    """Return the notes at the steps of this roadmap, the newest first."""
    own = Note.objects.filter(progress__enrollment=enrollment)
    newest = own.select_related("progress__step").order_by("-updated_at", "-pk")
    return list(newest[:NOTES_MAX])


def _skills(learner: User, day: date) -> list[ShownSkill]:
    held = HeldSkill.objects.of(learner).with_evidence().order_by("skill__name")
    return [
        ShownSkill(
            name=row.skill.name,
            level=shown.verified if shown.verified is not None else shown.level,
            state=row.state_on(day).label,
        )
        for row in held
        for shown in [row.as_held(day)]
    ]


@dataclass(frozen=True, slots=True)
class OwnMentor:
    """A mentor as the learner sees them: what is shared, and which flags they see."""

    mentorship: MentorshipRow
    enrollments: Sequence[Enrollment]
    flags: Sequence[tuple[str, str]]


def own_mentorships(learner: User) -> QuerySet[MentorshipRow]:
    """Return the learner's mentorships under way, the oldest first."""
    active = MentorshipRow.objects.active().of(learner)
    return active.select_related("mentor__profile")


def as_own_mentors(
    mentorships: Iterable[MentorshipRow], *, now: datetime
) -> list[OwnMentor]:
    """Return each with what the mentor sees and what needs attention."""
    return [_own_mentor(mentorship, now=now) for mentorship in mentorships]


def _own_mentor(mentorship: MentorshipRow, *, now: datetime) -> OwnMentor:
    shared = Enrollment.objects.filter(mentored__mentorship=mentorship)
    enrollments = list(
        with_flags(shared, mentor=mentorship.mentor, now=now).select_related("roadmap")
    )
    return OwnMentor(
        mentorship=mentorship,
        enrollments=enrollments,
        flags=[
            (enrollment.roadmap.title, flag)
            for enrollment in enrollments
            for flag in flags_of(enrollment)
        ],
    )
