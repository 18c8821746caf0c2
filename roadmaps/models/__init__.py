"""How to get there, and how far a learner is."""

from roadmaps.models.draft import StepDraft
from roadmaps.models.enrollment import (
    Enrollment,
    InvitedEnrollment,
    MentoredEnrollment,
    VersionUpgrade,
)
from roadmaps.models.evidence import EvidenceLink
from roadmaps.models.feed import CalendarFeed
from roadmaps.models.journal import Note, PartTick, ResourceTick, StepEvent, TimeLog
from roadmaps.models.kept import KeptWords
from roadmaps.models.life import CompletionRecord, EnrollmentEvent
from roadmaps.models.personal import PersonalStep
from roadmaps.models.resource import Resource
from roadmaps.models.review import (
    Comment,
    CriterionVerdict,
    Review,
    SavedReply,
    SkillConfirmation,
)
from roadmaps.models.roadmap import Roadmap, RoadmapVersion, Stage
from roadmaps.models.step import (
    Step,
    StepCriterion,
    StepOrigin,
    StepPart,
    StepPrerequisite,
    StepSkill,
)
from roadmaps.models.step_progress import StepProgress
from roadmaps.models.submission import Submission, SubmissionItem

__all__ = [
    "CalendarFeed",
    "Comment",
    "CompletionRecord",
    "CriterionVerdict",
    "Enrollment",
    "EnrollmentEvent",
    "EvidenceLink",
    "InvitedEnrollment",
    "KeptWords",
    "MentoredEnrollment",
    "Note",
    "PartTick",
    "PersonalStep",
    "Resource",
    "ResourceTick",
    "Review",
    "Roadmap",
    "RoadmapVersion",
    "SavedReply",
    "SkillConfirmation",
    "Stage",
    "Step",
    "StepCriterion",
    "StepDraft",
    "StepEvent",
    "StepOrigin",
    "StepPart",
    "StepPrerequisite",
    "StepProgress",
    "StepSkill",
    "Submission",
    "SubmissionItem",
    "TimeLog",
    "VersionUpgrade",
]
