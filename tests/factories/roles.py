"""Valid, published, minimal content."""

import factory
from django.utils import timezone

from roles import models


class SourceFamilyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SourceFamily
        django_get_or_create = ["slug"]

    slug = factory.Sequence("family-{}".format)
    name = factory.LazyAttribute(lambda family: family.slug.title())


class PublishedFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    status = "published"
    published_at = factory.LazyFunction(timezone.now)


class RootFactory(PublishedFactory):
    """Content with drafts of its own."""

    class Meta:
        abstract = True

    scheduled_for = factory.LazyAttribute(
        lambda root: timezone.now() if root.status == "scheduled" else None
    )


class SourceFactory(RootFactory):
    class Meta:
        model = models.Source

    family = factory.SubFactory(SourceFamilyFactory)
    slug = factory.Sequence("source-{}".format)
    title = factory.Sequence("Guide {}".format)


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Region
        django_get_or_create = ["slug"]

    slug = "us"
    name = "United States"
    code = "US"
    currency = "USD"


class SkillCategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.SkillCategory
        django_get_or_create = ["code"]

    code = "PR"
    name = "Programming"
    color_slot = 1


class SkillFactory(RootFactory):
    class Meta:
        model = models.Skill

    category = factory.SubFactory(SkillCategoryFactory)
    slug = factory.Sequence("skill-{}".format)
    name = factory.Sequence("Skill {}".format)


class RoleFactory(RootFactory):
    class Meta:
        model = models.Role

    slug = factory.Sequence("role-{}".format)
    title = factory.Sequence("Role {}".format)
    summary = "Does useful work."


class RoleSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RoleSkill

    role = factory.SubFactory(RoleFactory)
    skill = factory.SubFactory(SkillFactory)
    house_level = "entry"
    importance = 3
    required_level = 2
    source = factory.SubFactory(SourceFactory)


class SalaryBandFactory(PublishedFactory):
    class Meta:
        model = models.SalaryBand

    key = factory.Sequence("band-{}".format)
    role = factory.SubFactory(RoleFactory)
    published_in = factory.SubFactory(SourceFactory)
    as_printed = "$90,000-$120,000"
    low = 90_000
    high = 120_000
    house_level = "entry"
    currency = "USD"
    region = factory.SubFactory(RegionFactory)
    region_basis = "stated"


class FactFactory(PublishedFactory):
    class Meta:
        model = models.Fact

    key = factory.Sequence("fact-{}".format)
    role = factory.SubFactory(RoleFactory)
    published_in = factory.SubFactory(SourceFactory)
    measure = "score"
    dimension = "demand"
    as_printed = "10/10"
    low = 10
    high = 10
    unit = "points"
    scale_max = 10
    polarity = "better"


class ProviderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Provider
        django_get_or_create = ["slug"]

    slug = "provider"
    name = "Provider"


class CertificationFactory(RootFactory):
    class Meta:
        model = models.Certification

    provider = factory.SubFactory(ProviderFactory)
    slug = factory.Sequence("certification-{}".format)
    name = factory.Sequence("Certification {}".format)


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Duty

    role = factory.SubFactory(RoleFactory)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("duty-{}".format)
    text = factory.Sequence("Does thing {}.".format)


class CompleteRoleFactory(RoleFactory):
    """A role that lacks nothing for publishing."""

    class Meta:
        model = models.Role
        skip_postgeneration_save = True

    lead = "One sentence about it."
    duty = factory.RelatedFactory(DutyFactory, "role")
    requirement = factory.RelatedFactory(RoleSkillFactory, "role")


class LadderFactory(RootFactory):
    class Meta:
        model = models.Ladder

    role = factory.SubFactory(RoleFactory)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("ladder-{}".format)
    title = factory.Sequence("Ladder {}".format)


class RungFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Rung

    ladder = factory.SubFactory(LadderFactory)
    key = factory.Sequence("rung-{}".format)
    position = factory.Sequence(int)
    titles = ["Engineer"]


class CareerMoveFactory(PublishedFactory):
    class Meta:
        model = models.CareerMove

    role = factory.SubFactory(RoleFactory)
    published_in = factory.SubFactory(SourceFactory)
    key = factory.Sequence("move-{}".format)
    kind = "advancement"
    to_label = "Something higher"


class SourcedChildFactory(factory.django.DjangoModelFactory):
    class Meta:
        abstract = True

    role = factory.SubFactory(RoleFactory)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("key-{}".format)


class GuidanceFactory(SourcedChildFactory):
    class Meta:
        model = models.Guidance

    kind = "tip"
    title = "Write decisions down"


class IndustryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Industry
        django_get_or_create = ["slug"]

    slug = "finance"
    name = "Finance"


class RoleIndustryFactory(SourcedChildFactory):
    class Meta:
        model = models.RoleIndustry

    industry = factory.SubFactory(IndustryFactory)
    as_printed = "Finance"


class EmployerGroupFactory(SourcedChildFactory):
    class Meta:
        model = models.EmployerGroup

    title = "Consulting firms"


class UseCaseFactory(SourcedChildFactory):
    class Meta:
        model = models.UseCase

    text = "Fraud detection"


class ToolFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Tool
        django_get_or_create = ["slug"]

    slug = "pytorch"
    name = "PyTorch"
    kind = "framework"


class ToolMentionFactory(SourcedChildFactory):
    class Meta:
        model = models.ToolMention

    tool = factory.SubFactory(ToolFactory)
    as_printed = "PyTorch"


class EducationStanceFactory(SourcedChildFactory):
    class Meta:
        model = models.EducationStance

    level = "bachelor"
    requirement = "preferred"
    text = "A degree is liked."


class CredentialFactory(SourcedChildFactory):
    class Meta:
        model = models.Credential

    name = "Portfolio"


class ComparisonFactorFactory(SourcedChildFactory):
    class Meta:
        model = models.ComparisonFactor

    other_label = "Data Scientist"
    factor = "Focus"
    value = "Systems"
    other_value = "Findings"


class SpecialtyFactory(SourcedChildFactory):
    class Meta:
        model = models.Specialty

    kind = "emerging"
    name = "Agentic AI"


class DisagreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Disagreement

    role = factory.SubFactory(RoleFactory)
    key = factory.Sequence("disagreement-{}".format)
    section = "pay"
    statement = "Sources differ about pay."


class DisagreementSideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.DisagreementSide

    disagreement = factory.SubFactory(DisagreementFactory)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("side-{}".format)
    text = "More than the others."


class InterviewQuestionFactory(PublishedFactory):
    class Meta:
        model = models.InterviewQuestion

    role = factory.SubFactory(RoleFactory)
    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("question-{}".format)
    kind = "technical"
    text = "What is overfitting?"


class GuideSectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.GuideSection

    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("section-{}".format)
    heading = "Conclusion"
    body = "It closes with advice."


class RelatedGuideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RelatedGuide

    source = factory.SubFactory(SourceFactory)
    key = factory.Sequence("guide-{}".format)
    label = "Another guide"


class QuizFactory(RootFactory):
    class Meta:
        model = models.Quiz

    slug = factory.Sequence("quiz-{}".format)
    title = "Which role fits you?"


class QuizItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.QuizItem

    quiz = factory.SubFactory(QuizFactory)
    key = factory.Sequence("item-{}".format)
    text = factory.Sequence("I like thing {}.".format)
    trait = "Curiosity"
    source = factory.SubFactory(SourceFactory)
    position = factory.Sequence(int)


class QuizWeightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.QuizWeight

    item = factory.SubFactory(QuizItemFactory)
    role = factory.SubFactory(RoleFactory)
    weight = 2
    source = factory.SubFactory(SourceFactory)
