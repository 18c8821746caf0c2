"""Old addresses of renamed content lead to the present one."""

import pytest
from django.urls import reverse
from django.utils import timezone

from roles.models import Redirect, Role
from roles.services.redirects import record_redirect, record_rename
from tests.factories.roadmaps import StepFactory
from tests.factories.roles import (
    CertificationFactory,
    InterviewQuestionFactory,
    RoleFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def rename(content, slug):
    old, content.slug = content.slug, slug
    content.save(update_fields=["slug"])
    record_rename(content=content, old_slug=old)


@pytest.mark.parametrize(
    "factory", [RoleFactory, SkillFactory, CertificationFactory, SourceFactory]
)
def test_page_and_endpoint_of_renamed_content_answer_301(client, factory):
    content = factory(slug="before")
    old = content.get_absolute_url()
    rename(content, "after")

    page = client.get(f"{old}?country=us")
    kind = old.split("/")[1]
    endpoint = client.get(f"/api/v1/{kind}/before/")

    assert (page.status_code, page["Location"]) == (301, f"/{kind}/after/?country=us")
    assert (endpoint.status_code, endpoint.json()["slug"]) == (301, "after")
    assert endpoint["Location"].endswith(f"/api/v1/{kind}/after/")


def test_renamed_roadmap_and_its_steps_are_still_found(client):
    step = StepFactory()
    version = step.version
    if version.published_at is None:
        version.status, version.published_at = "published", timezone.now()
        version.save()
    roadmap = version.roadmap
    old = reverse("roadmaps:roadmap_step", args=[roadmap.slug, step.key])
    rename(roadmap, "another-way")

    page = client.get(old)

    assert page.status_code == 301
    assert client.get(page["Location"]).status_code == 200
    assert client.get("/api/v1/roadmaps/another-way/").status_code == 200


def test_questions_of_a_renamed_role_are_still_found(client):
    question = InterviewQuestionFactory(role__slug="before", key="why")
    rename(question.role, "after")

    page = client.get("/interview/before/why/?from=list")

    assert page.status_code == 301
    assert page["Location"] == "/interview/after/why/?from=list"
    assert client.get(page["Location"]).status_code == 200


def test_questions_of_a_role_that_readers_no_longer_see_lead_nowhere(client):
    question = InterviewQuestionFactory(role__slug="before", key="why")
    rename(question.role, "secret")
    question.role.unpublish()

    assert client.get("/interview/before/why/").status_code == 404


def test_second_rename_leads_straight_to_the_present_slug(client):
    role = RoleFactory(slug="first")
    rename(role, "second")
    rename(role, "third")

    assert client.get("/roles/first/")["Location"] == "/roles/third/"
    assert client.get("/roles/second/")["Location"] == "/roles/third/"


def test_rename_back_leaves_no_loop(client):
    role = RoleFactory(slug="first")
    rename(role, "second")
    rename(role, "first")

    assert client.get("/roles/first/").status_code == 200
    assert client.get("/roles/second/")["Location"] == "/roles/first/"
    assert not Redirect.objects.filter(old_slug="first").exists()


def test_content_wins_over_a_redirect_of_the_same_slug(client):
    record_redirect(kind=Redirect.Kind.ROLE, old_slug="taken", new_slug="other")
    RoleFactory(slug="taken", title="Still here")

    assert "Still here" in client.get("/roles/taken/").text


def test_redirect_never_names_what_readers_may_not_see(client):
    role = RoleFactory(slug="before")
    rename(role, "secret")
    role.unpublish()

    page, endpoint = client.get("/roles/before/"), client.get("/api/v1/roles/before/")

    assert (page.status_code, endpoint.status_code) == (404, 404)
    assert "secret" not in endpoint.text


def test_draft_that_no_reader_saw_leaves_no_address_behind():
    role = RoleFactory(status="draft", published_at=None)

    rename(role, "named-better")

    assert not Redirect.objects.exists()


def test_page_that_exists_asks_nothing_about_redirects(
    client, django_assert_max_num_queries
):
    skill = SkillFactory()

    with django_assert_max_num_queries(9) as context:
        client.get(skill.get_absolute_url())

    assert not any("redirect" in query["sql"] for query in context.captured_queries)


def test_editor_who_changes_a_slug_at_the_desk_keeps_the_old_address(client, operator):
    role = RoleFactory(slug="before", title="Renamed", status="draft")
    client.force_login(operator)
    address = f"/admin/roles/role/{role.pk}/change/"
    form = client.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None}
    inlines = {
        f"{prefix}-{name}": 0
        for prefix in (
            inline.formset.prefix
            for inline in client.get(address).context["inline_admin_formsets"]
        )
        for name in ("TOTAL_FORMS", "INITIAL_FORMS")
    }

    answer = client.post(address, {**data, **inlines, "slug": "after"})

    assert answer.status_code == 302, answer.context["errors"]
    assert Role.objects.get(pk=role.pk).slug == "after"
    assert Redirect.objects.get().new_slug == "after"


def test_an_address_never_leads_to_itself():
    record_redirect(kind=Redirect.Kind.ROLE, old_slug="same", new_slug="same")

    assert not Redirect.objects.exists()
