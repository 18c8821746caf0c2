"""Who a learner is, what they hold and who mentors them."""

from profiles.models.api_token import ApiToken
from profiles.models.experience import EducationEntry, WorkEntry
from profiles.models.mentor_link import MentorLink
from profiles.models.mentoring import (
    MentoringEvent,
    MentorInvitation,
    Mentorship,
    Scope,
)
from profiles.models.notice import Notice, NoticePreference, Rhythm
from profiles.models.operating import OperatorAct
from profiles.models.practice import InterviewMark, QuizResult
from profiles.models.privacy import (
    Audience,
    Section,
    SectionVisibility,
    ShareLink,
)
from profiles.models.profile import Profile, Project
from profiles.models.safety import AbuseReport, Block
from profiles.models.skills import (
    EarnedCertification,
    HeldSkill,
    HeldSkillChange,
    SkillEvidence,
)
from profiles.models.trace import Trace
from profiles.models.user import User

__all__ = [
    "AbuseReport",
    "ApiToken",
    "Audience",
    "Block",
    "EarnedCertification",
    "EducationEntry",
    "HeldSkill",
    "HeldSkillChange",
    "InterviewMark",
    "MentorInvitation",
    "MentorLink",
    "MentoringEvent",
    "Mentorship",
    "Notice",
    "NoticePreference",
    "OperatorAct",
    "Profile",
    "Project",
    "QuizResult",
    "Rhythm",
    "Scope",
    "Section",
    "SectionVisibility",
    "ShareLink",
    "SkillEvidence",
    "Trace",
    "User",
    "WorkEntry",
]
