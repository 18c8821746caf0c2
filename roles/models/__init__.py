"""What careers are and ask, with the source of every figure."""

from roles.models.certification import (
    Certification,
    CertificationSkill,
    Provider,
    RoleCertification,
    RungCertification,
)
from roles.models.comparison import (
    ComparisonFactor,
    Disagreement,
    DisagreementSide,
)
from roles.models.content_event import ContentEvent
from roles.models.education import Credential, EducationStance
from roles.models.external_code import ExternalCode
from roles.models.fact import Fact
from roles.models.guidance import Guidance
from roles.models.guide import GuideSection, RelatedGuide
from roles.models.level import HouseLevel
from roles.models.link import LinkCheck
from roles.models.plan import FrameworkPlan, ImportBatch, PayUpdate
from roles.models.progression import CareerMove, Ladder, Rung, Specialty
from roles.models.question import Faq, FaqAnswer, InterviewQuestion
from roles.models.quiz import Quiz, QuizItem, QuizWeight
from roles.models.redirect import Redirect
from roles.models.region import Region
from roles.models.report import Report
from roles.models.revision import EditorialEvent, Revision
from roles.models.role import Duty, Role, RoleAlias, RoleMapLine, RoleMapStop
from roles.models.role_skill import RoleSkill, SkillMention
from roles.models.salary_band import SalaryBand
from roles.models.search import SearchDocument, SearchMiss, SearchName, SearchWord
from roles.models.seeding import SeededRow, SeedRun
from roles.models.skill import (
    ProficiencyAnchor,
    Skill,
    SkillAlias,
    SkillCategory,
    SkillPrerequisite,
)
from roles.models.source import Source, SourceFamily
from roles.models.sourced_child import SourcedChild
from roles.models.stamp import ContentStamp
from roles.models.tool import Tool, ToolMention
from roles.models.workplace import (
    Employer,
    EmployerGroup,
    Industry,
    RoleIndustry,
    UseCase,
)

__all__ = [
    "CareerMove",
    "Certification",
    "CertificationSkill",
    "ComparisonFactor",
    "ContentEvent",
    "ContentStamp",
    "Credential",
    "Disagreement",
    "DisagreementSide",
    "Duty",
    "EditorialEvent",
    "EducationStance",
    "Employer",
    "EmployerGroup",
    "ExternalCode",
    "Fact",
    "Faq",
    "FaqAnswer",
    "FrameworkPlan",
    "Guidance",
    "GuideSection",
    "HouseLevel",
    "ImportBatch",
    "Industry",
    "InterviewQuestion",
    "Ladder",
    "LinkCheck",
    "PayUpdate",
    "ProficiencyAnchor",
    "Provider",
    "Quiz",
    "QuizItem",
    "QuizWeight",
    "Redirect",
    "Region",
    "RelatedGuide",
    "Report",
    "Revision",
    "Role",
    "RoleAlias",
    "RoleCertification",
    "RoleIndustry",
    "RoleMapLine",
    "RoleMapStop",
    "RoleSkill",
    "Rung",
    "RungCertification",
    "SalaryBand",
    "SearchDocument",
    "SearchMiss",
    "SearchName",
    "SearchWord",
    "SeedRun",
    "SeededRow",
    "Skill",
    "SkillAlias",
    "SkillCategory",
    "SkillMention",
    "SkillPrerequisite",
    "Source",
    "SourceFamily",
    "SourcedChild",
    "Specialty",
    "Tool",
    "ToolMention",
    "UseCase",
]
