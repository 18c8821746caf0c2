"""Versions of a roadmap: what changed, what a learner keeps, what may be published.

Rule 25 of the design: versions without loss.
"""

from roadmaps.versions.diff import (
    FieldChange,
    Merge,
    Rename,
    Split,
    StepChange,
    Version,
    VersionDiff,
    VersionStep,
    diff,
)
from roadmaps.versions.publishing import (
    REVIEW_STEPS_MAX,
    Cost,
    Problem,
    publish_problems,
)
from roadmaps.versions.upgrade import (
    KeptStep,
    LearnerStep,
    MappedStep,
    UndoneStep,
    UpgradePlan,
    plan_undo,
    plan_upgrade,
)

__all__ = [
    "REVIEW_STEPS_MAX",
    "Cost",
    "FieldChange",
    "KeptStep",
    "LearnerStep",
    "MappedStep",
    "Merge",
    "Problem",
    "Rename",
    "Split",
    "StepChange",
    "UndoneStep",
    "UpgradePlan",
    "Version",
    "VersionDiff",
    "VersionStep",
    "diff",
    "plan_undo",
    "plan_upgrade",
    "publish_problems",
]
