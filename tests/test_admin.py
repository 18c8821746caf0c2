"""The editor's desk: who may do what, and that every page of it works."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmaps.models import Roadmap, RoadmapVersion, Step
from roles.models import Role, SalaryBand, Skill
from tests.factories.roadmaps import StepFactory
from tests.factories.roles import (
    CertificationFactory,
    ComparisonFactorFactory,
    CompleteRoleFactory,
    CredentialFactory,
    DisagreementSideFactory,
    EducationStanceFactory,
    EmployerGroupFactory,
    FactFactory,
    GuidanceFactory,
    GuideSectionFactory,
    InterviewQuestionFactory,
    QuizWeightFactory,
    RelatedGuideFactory,
    RoleFactory,
    RoleIndustryFactory,
    RoleSkillFactory,
    SalaryBandFactory,
    SkillFactory,
    SpecialtyFactory,
    ToolMentionFactory,
    UseCaseFactory,
)
from tests.groups import group

pytestmark = pytest.mark.django_db

CONTENT = [
    model
    for label in ("roles", "roadmaps")
    for model in apps.get_app_config(label).get_models()
    if admin.site.is_registered(model)
]


def page(model, name, *args):
    return reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args
    )


def make_content():
    SalaryBandFactory()
    FactFactory()
    RoleSkillFactory()
    CertificationFactory()
    StepFactory()
    make_guides()


def make_guides():
    for factory in (
        ComparisonFactorFactory,
        CredentialFactory,
        DisagreementSideFactory,
        EducationStanceFactory,
        EmployerGroupFactory,
        GuidanceFactory,
        GuideSectionFactory,
        InterviewQuestionFactory,
        QuizWeightFactory,
        RelatedGuideFactory,
        RoleIndustryFactory,
        SpecialtyFactory,
        ToolMentionFactory,
        UseCaseFactory,
    ):
        factory()


def test_every_list_opens_for_an_editor_and_finds(client, editor):
    make_content()
    client.force_login(editor)
    statuses = {}

    for model in CONTENT:
        is_searched = admin.site.get_model_admin(model).search_fields
        url = page(model, "changelist") + ("?q=engineer" if is_searched else "")
        statuses[url] = client.get(url).status_code

    assert set(statuses.values()) == {200}, statuses


def test_lists_ask_as_often_for_many_rows_as_for_one(client, publisher):
    make_content()
    client.force_login(publisher)
    client.get("/admin/")  # what is kept per process is asked for once
    few = {model: queries_of_list(client, model) for model in CONTENT}
    make_content()

    many = {model: queries_of_list(client, model) for model in CONTENT}

    assert not {
        model._meta.label: (few[model], count)
        for model, count in many.items()
        if count > few[model]
    }


def queries_of_list(client, model):
    with CaptureQueriesContext(connection) as queries:
        client.get(page(model, "changelist"))
    return len(queries)


def test_groups_hold_every_model_of_content_and_nothing_else(figure):
    editors, publishers = (
        set(group(name).permissions.values_list("content_type__app_label", "codename"))
        for name in ("Editors", "Publishers")
    )
    inlines = {
        inline.model
        for model in CONTENT
        for inline in admin.site.get_model_admin(model).inlines
    }
    models = {*CONTENT, *inlines}

    figure(f"editors hold {len(editors)} rights on {len(models)} models of content")
    assert editors == {
        (model._meta.app_label, f"{action}_{model._meta.model_name}")
        for model in models
        for action in ("add", "change", "delete", "view")
    }
    assert publishers == editors | {("roles", "publish_content")}


def test_desk_is_grouped_by_subject(client, publisher):
    client.force_login(publisher)

    groups = client.get("/admin/").context["app_list"]

    assert [group["name"] for group in groups] == [
        "Careers",
        "Figures",
        "Sources",
        "Roadmaps",
        "Readers",
        "Parts of careers and sources",
        "Lists to choose from",
    ]
    assert [len(group["models"]) for group in groups[:5]] == [6, 4, 1, 4, 1]
    assert [group["is_folded"] for group in groups] == [*[False] * 5, True, True]


@pytest.mark.parametrize(
    "path",
    [
        "profiles/user/",
        "auth/group/",
        "account/emailaddress/",
        "roadmaps/enrollment/",
        "profiles/profile/",
    ],
)
def test_editor_sees_no_person(client, editor, path):
    client.force_login(editor)

    assert client.get(f"/admin/{path}").status_code in {403, 404}


def test_desk_holds_nothing_that_belongs_to_a_learner():
    owned = [
        model
        for label in ("profiles", "roadmaps")
        for model in apps.get_app_config(label).get_models()
        if {"user", "learner", "enrollment", "progress", "submission"}
        & {field.name for field in model._meta.concrete_fields}
    ]

    assert owned
    assert not [model for model in owned if admin.site.is_registered(model)]


def test_publisher_publishes_what_is_complete_after_a_question(client, publisher):
    draft = CompleteRoleFactory(status="draft", published_at=None)
    client.force_login(publisher)
    lists, chosen = page(Role, "changelist") + "?q=Role", [draft.pk]
    wanted = {"action": "publish", "_selected_action": chosen, "index": 0}

    question = client.post(lists, wanted).content.decode()
    draft.refresh_from_db()
    before = draft.status
    client.post(lists, {**wanted, "select_across": 0, "confirmed": 1})

    draft.refresh_from_db()
    assert "1 role." in question
    assert draft.title in question
    assert (before, draft.status) == ("draft", "published")
    assert draft.published_at is not None


def test_all_of_a_list_stays_all_of_it_after_the_question(client, publisher):
    bands = SalaryBandFactory.create_batch(52)
    client.force_login(publisher)
    wanted = {"action": "archive", "_selected_action": [bands[0].pk]}
    wanted |= {"select_across": 1, "index": 0}

    question = client.post(page(SalaryBand, "changelist"), wanted).content.decode()
    client.post(page(SalaryBand, "changelist"), {**wanted, "confirmed": 1})

    assert "And 2 more." in question
    assert not SalaryBand.objects.published().exists()


def test_editor_cannot_publish(client, editor):
    draft = RoleFactory(status="draft", published_at=None)
    client.force_login(editor)

    client.post(
        page(Role, "changelist"),
        {"action": "publish", "_selected_action": [draft.pk], "confirmed": 1},
    )

    draft.refresh_from_db()
    assert draft.status == "draft"


def test_editor_cannot_change_what_readers_see(client, editor):
    published = SkillFactory(name="Python")
    client.force_login(editor)

    answer = client.post(page(Skill, "change", published.pk), {"name": "Cobra"})

    published.refresh_from_db()
    assert answer.status_code == 403
    assert published.name == "Python"


def test_status_cannot_be_set_in_the_form(client, editor):
    draft = SkillFactory(status="draft", published_at=None)
    client.force_login(editor)

    client.post(
        page(Skill, "change", draft.pk),
        {
            "name": "Changed",
            "slug": draft.slug,
            "category": draft.category_id,
            "kind": "technical",
            "position": 0,
            "status": "published",
            "aliases-TOTAL_FORMS": 0,
            "aliases-INITIAL_FORMS": 0,
            "prerequisite_links-TOTAL_FORMS": 0,
            "prerequisite_links-INITIAL_FORMS": 0,
        },
    )

    draft.refresh_from_db()
    assert draft.name == "Changed"
    assert draft.status == "draft"


def test_list_names_who_changed_a_row_last(client, publisher):
    draft = SkillFactory(status="draft", published_at=None)
    client.force_login(publisher)
    client.post(
        page(Skill, "changelist"),
        {"action": "publish", "_selected_action": [draft.pk], "confirmed": 1},
    )

    answer = client.get(page(Skill, "changelist"))

    assert "Pia Blisher" in answer.content.decode()


def test_deactivation_ends_a_session_at_the_next_request(client, learner):
    client.force_login(learner)
    learner.deactivate()

    assert client.get("/api/v1/roles/", follow=False).wsgi_request.user.is_anonymous


def test_new_version_is_drafted_from_the_roadmap(client, publisher):
    step = StepFactory()
    client.force_login(publisher)

    answer = client.post(
        page(Roadmap, "changelist"),
        {
            "action": "draft_next_version",
            "_selected_action": [step.version.roadmap_id],
        },
    )

    draft = RoadmapVersion.objects.drafts().get()
    assert answer.url == page(RoadmapVersion, "change", draft.pk)
    assert draft.steps.count() == 1


def test_problems_are_listed_and_nothing_is_published(client, publisher):
    version = StepFactory().version
    RoadmapVersion.objects.update(status="draft", published_at=None)
    Step.objects.all().delete()
    client.force_login(publisher)

    answer = client.post(page(RoadmapVersion, "publish", version.pk))

    assert answer.status_code == 422
    assert "has no steps" in answer.content.decode()


def test_editor_may_not_publish_a_version(client, editor):
    version = StepFactory().version
    client.force_login(editor)

    answer = client.post(page(RoadmapVersion, "publish", version.pk))

    assert answer.status_code == 403


def step_form(step, **changes):
    prefixes = ["prerequisite_links", "criteria", "parts", "taught_skills", "origins"]
    return {
        "title": step.title,
        "summary": step.summary,
        "reviewer_guidance": "",
        "cost_note": "",
        **{f"{prefix}-TOTAL_FORMS": 0 for prefix in prefixes},
        **{f"{prefix}-INITIAL_FORMS": 0 for prefix in prefixes},
        **changes,
    }


def test_wording_of_a_published_step_changes_with_a_confirmation(client, publisher):
    step = StepFactory(title="Learn Pyhton")
    client.force_login(publisher)
    url = page(Step, "change", step.pk)

    refused = client.post(url, step_form(step, title="Learn Python"))
    client.post(url, step_form(step, title="Learn Python", keeps_meaning="on"))

    step.refresh_from_db()
    assert refused.status_code == 422
    assert step.title == "Learn Python"


def test_plan_of_a_published_step_cannot_change(client, publisher):
    step = StepFactory(hours=8, key="permanent")
    client.force_login(publisher)

    client.post(
        page(Step, "change", step.pk),
        step_form(step, hours=80, key="other", keeps_meaning="on"),
    )

    step.refresh_from_db()
    assert (step.hours, step.key) == (8, "permanent")


def test_the_desk_of_one_app_lists_its_models(client, publisher):
    client.force_login(publisher)

    page = client.get("/admin/roles/").content.decode()

    assert reverse("admin:roles_role_changelist") in page
    assert reverse("admin:roadmaps_roadmap_changelist") not in page


def test_a_draft_that_nothing_uses_may_be_deleted(client, publisher):
    skill = SkillFactory(status="draft", published_at=None)
    client.force_login(publisher)

    client.post(page(Skill, "delete", skill.pk), {"post": "yes"})

    assert not Skill.everything.filter(pk=skill.pk).exists()
