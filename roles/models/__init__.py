"""What careers are and ask, with the source of every figure."""

from roles.models.certification import (
    Certification,
    CertificationSkill,
    Provider,
    RoleCertification,
)
from roles.models.fact import Fact, SalaryBand
from roles.models.guidance import Faq, FaqAnswer
from roles.models.level import HouseLevel
from roles.models.progression import CareerMove, Ladder, Rung
from roles.models.redirect import Redirect
from roles.models.region import Region
from roles.models.revision import EditorialEvent, Revision
from roles.models.role import Duty, Role, RoleAlias, RoleMapLine, RoleMapStop
from roles.models.role_skill import RoleSkill, SkillMention
from roles.models.seeding import SeededRow, SeedRun
from roles.models.skill import (
    ProficiencyAnchor,
    Skill,
    SkillAlias,
    SkillCategory,
    SkillPrerequisite,
)
from roles.models.source import Source, SourceFamily

__all__ = [
    "CareerMove",
    "Certification",
    "CertificationSkill",
    "Duty",
    "EditorialEvent",
    "Fact",
    "Faq",
    "FaqAnswer",
    "HouseLevel",
    "Ladder",
    "ProficiencyAnchor",
    "Provider",
    "Redirect",
    "Region",
    "Revision",
    "Role",
    "RoleAlias",
    "RoleCertification",
    "RoleMapLine",
    "RoleMapStop",
    "RoleSkill",
    "Rung",
    "SalaryBand",
    "SeedRun",
    "SeededRow",
    "Skill",
    "SkillAlias",
    "SkillCategory",
    "SkillMention",
    "SkillPrerequisite",
    "Source",
    "SourceFamily",
]
