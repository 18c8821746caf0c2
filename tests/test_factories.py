import pytest

from tests.factories import profiles, roadmaps, roles


@pytest.mark.django_db
@pytest.mark.parametrize(
    "factory",
    [
        roles.RoleSkillFactory,
        roles.SalaryBandFactory,
        roles.FactFactory,
        roles.CertificationFactory,
        roles.GuidanceFactory,
        roles.RoleIndustryFactory,
        roles.EmployerGroupFactory,
        roles.UseCaseFactory,
        roles.ToolMentionFactory,
        roles.EducationStanceFactory,
        roles.CredentialFactory,
        roles.ComparisonFactorFactory,
        roles.SpecialtyFactory,
        roles.DisagreementSideFactory,
        roles.InterviewQuestionFactory,
        roles.GuideSectionFactory,
        roles.RelatedGuideFactory,
        roles.QuizWeightFactory,
        profiles.UserFactory,
        profiles.HeldSkillFactory,
        profiles.MentorshipFactory,
        roadmaps.StepCriterionFactory,
        roadmaps.StepSkillFactory,
    ],
)
def test_factories_make_objects_that_pass_their_own_validation(factory):
    made = factory()

    made.full_clean()
