"""Small published roadmaps."""

import factory
from django.utils import timezone

from roadmaps import models
from tests.factories.roles import (
    PublishedFactory,
    RoleFactory,
    SkillCategoryFactory,
    SkillFactory,
)


class RoadmapFactory(PublishedFactory):
    class Meta:
        model = models.Roadmap

    role = factory.SubFactory(RoleFactory)
    slug = factory.Sequence("roadmap-{}".format)
    title = factory.Sequence("Roadmap {}".format)
    summary = "The way to a role."


class RoadmapVersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.RoadmapVersion

    roadmap = factory.SubFactory(RoadmapFactory)
    number = 1
    status = "published"
    published_at = factory.LazyFunction(timezone.now)


class StageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.Stage

    version = factory.SubFactory(RoadmapVersionFactory)
    position = factory.LazyAttribute(lambda stage: stage.version.stages.count() + 1)
    key = factory.LazyAttribute(lambda stage: f"stage-{stage.position}")
    title = factory.LazyAttribute(lambda stage: f"Stage {stage.position}")


class StepFactory(factory.django.DjangoModelFactory):
    """A step; steps made with the same stage are numbered in order."""

    class Meta:
        model = models.Step

    stage = factory.SubFactory(StageFactory)
    version = factory.SelfAttribute("stage.version")
    number = factory.LazyAttribute(lambda step: step.version.steps.count() + 1)
    key = factory.LazyAttribute(lambda step: f"step-{step.number}")
    title = factory.LazyAttribute(lambda step: f"Step number {step.number}")
    category = factory.SubFactory(SkillCategoryFactory)
    hours = 8


class StepCriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StepCriterion

    step = factory.SubFactory(StepFactory)
    position = factory.LazyAttribute(lambda row: row.step.criteria.count() + 1)
    key = factory.LazyAttribute(lambda row: f"criterion-{row.position}")
    text = factory.LazyAttribute(lambda row: f"Shows thing {row.position}")


class StepSkillFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StepSkill

    step = factory.SubFactory(StepFactory)
    skill = factory.SubFactory(SkillFactory)
    level = 3


class StepPartFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = models.StepPart

    step = factory.SubFactory(StepFactory)
    position = factory.LazyAttribute(lambda part: part.step.parts.count() + 1)
    key = factory.LazyAttribute(lambda part: f"part-{part.position}")
    title = factory.LazyAttribute(lambda part: f"Part {part.position}")
    hours = 4


class EnrollmentFactory(factory.django.DjangoModelFactory):
    """A learner on a version, with a row for each step that it has by then."""

    class Meta:
        model = models.Enrollment
        skip_postgeneration_save = True

    learner = factory.SubFactory("tests.factories.profiles.UserFactory")
    version = factory.SubFactory(RoadmapVersionFactory)
    roadmap = factory.SelfAttribute("version.roadmap")
    started_on = factory.LazyFunction(lambda: timezone.now().date())

    @factory.post_generation
    def rows(self, create, extracted, **kwargs):
        for step in self.version.steps.all():
            models.StepProgress.objects.create(
                enrollment=self,
                learner=self.learner,
                step=step,
                step_key=step.key,
            )
