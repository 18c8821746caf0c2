"""How to get there, and how far a learner is."""

from roadmaps.models.enrollment import (
    Enrollment,
    InvitedEnrollment,
    MentoredEnrollment,
    PartTick,
    ResourceTick,
    StepEvent,
    StepProgress,
    TimeLog,
    VersionUpgrade,
)
from roadmaps.models.review import (
    Comment,
    CriterionVerdict,
    Review,
    SkillConfirmation,
)
from roadmaps.models.roadmap import (
    Resource,
    Roadmap,
    RoadmapVersion,
    Stage,
    Step,
    StepCriterion,
    StepOrigin,
    StepPart,
    StepPrerequisite,
    StepSkill,
)
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
