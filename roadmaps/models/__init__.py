"""How to get there, and how far a learner is."""

from roadmaps.models.enrollment import (
    Enrollment,
    InvitedEnrollment,
    MentoredEnrollment,
    VersionUpgrade,
)
from roadmaps.models.journal import PartTick, ResourceTick, StepEvent, TimeLog
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
    "Comment",
    "CriterionVerdict",
    "Enrollment",
    "InvitedEnrollment",
    "MentoredEnrollment",
    "PartTick",
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
