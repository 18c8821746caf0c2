"""An editor reaches no learner's data, no user and no permission, by no way."""

import json

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from profiles.models import User
from roles.models import SalaryBand, SourceFamily
from tests.factories.roadmaps import EnrollmentFactory
from tests.factories.roles import SalaryBandFactory, SourceFamilyFactory

pytestmark = pytest.mark.django_db
CONTENT_APPS = {"roles", "roadmaps"}
# Names of a learner and of a group, to be looked for in whatever an editor sees.
SENTINEL = "Zzyzx Sentinelson"


@pytest.fixture
def person(db):
    enrollment = EnrollmentFactory(learner__name=SENTINEL)
    return enrollment.learner


@pytest.fixture(params=["editor", "publisher"])
def writer(request, client):
    user = request.getfixturevalue(request.param)
    client.force_login(user)
    return user


def closed_tables():
    """Return every table of the desk that is not content."""
    return [
        model
        for model in admin.site._registry  # noqa: SLF001
        if model._meta.app_label not in CONTENT_APPS
    ]


def address(model, name, *args):
    table = f"{model._meta.app_label}_{model._meta.model_name}"
    return reverse(f"admin:{table}_{name}", args=args)


def test_no_table_but_content_answers_by_any_page(client, writer, person):
    closed = closed_tables()

    assert User in closed
    for model in closed:
        pages = [address(model, "changelist"), address(model, "add")]
        row = model._base_manager.first()  # noqa: SLF001
        if row is not None:
            names = ("change", "delete", "history")
            pages += [address(model, name, row.pk) for name in names]
        for page in pages:
            assert client.get(page).status_code in {403, 404}, page
            assert client.post(page, {}).status_code in {403, 404}, page


def test_bulk_actions_on_people_are_refused(client, writer, person):
    for action in ("deactivate", "delete_selected", "reset_second_factor"):
        answer = client.post(
            address(User, "changelist"),
            {"action": action, "_selected_action": [person.pk], "post": "yes"},
        )
        assert answer.status_code == 403

    person.refresh_from_db()
    assert person.is_active


def test_nobody_gets_a_right_by_sending_it(client, writer, person):
    before = (writer.is_superuser, set(writer.get_all_permissions()))
    for target in (writer, person):
        client.post(
            address(User, "change", target.pk),
            {"is_superuser": "on", "is_staff": "on", "groups": [1, 2]},
        )
        client.post(f"/admin/auth/user/{target.pk}/password/", {"password1": "x"})

    changed = User.objects.get(pk=writer.pk)
    assert (changed.is_superuser, set(changed.get_all_permissions())) == before
    assert not User.objects.get(pk=person.pk).is_staff
    assert not User.objects.filter(is_superuser=True).exists()


def test_autocomplete_offers_content_only(client, writer, person):
    for model in apps.get_models():
        for column in model._meta.get_fields():
            related = getattr(column, "related_model", None)
            if related not in {User, Group, Permission}:
                continue
            answer = client.get(
                "/admin/autocomplete/",
                {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": column.name,
                    "term": "Zzyzx",
                },
            )
            assert answer.status_code in {403, 404}
            assert SENTINEL not in answer.content.decode()


@pytest.mark.parametrize("table", ["profiles/user", "auth/group", "roadmaps/roadmap"])
def test_import_and_export_exist_for_flat_content_only(client, writer, person, table):
    file = SimpleUploadedFile("a.json", b'[{"email": "x@example.com"}]')

    taken = client.post(f"/admin/{table}/import/", {"file": file})
    given = client.get(f"/admin/{table}/export.csv", follow=True)

    assert taken.status_code in {302, 403, 404}
    assert "Content-Disposition" not in given.headers
    assert SENTINEL not in given.content.decode()
    assert not User.objects.filter(email="x@example.com").exists()


def test_an_import_cannot_name_what_is_no_column(client, writer):
    SourceFamilyFactory(slug="one", name="One")
    rows = json.dumps([{"slug": "one", "id": 7, "editions__file_name": "x"}])
    file = SimpleUploadedFile("a.json", rows.encode())

    answer = client.post("/admin/roles/sourcefamily/import/", {"file": file})

    assert answer.status_code == 422
    assert {one.column for one in answer.context["faults"]} == {
        "id",
        "editions__file_name",
    }
    assert SourceFamily.objects.get().name == "One"


def test_an_editors_import_and_actions_never_publish(client, editor):
    draft = SalaryBandFactory(key="draft", status="draft", published_at=None)
    client.force_login(editor)
    rows = b'[{"key": "draft", "status": "published"}]'

    file = SimpleUploadedFile("a.json", rows)
    answer = client.post("/admin/roles/salaryband/import/", {"file": file})
    for action in ("publish", "archive"):
        client.post(
            "/admin/roles/salaryband/",
            {"action": action, "_selected_action": [draft.pk], "confirmed": 1},
        )

    assert answer.status_code == 422
    assert SalaryBand.objects.get().status == "draft"


def test_pages_of_the_desk_name_no_learner(client, writer, person):
    roadmap = person.enrollments.get().version.roadmap
    version = person.enrollments.get().version
    pages = [
        "/admin/",
        "/admin/care/",
        "/admin/pay-update/",
        "/admin/roadmaps/roadmap/",
        f"/admin/roadmaps/roadmap/{roadmap.pk}/change/",
        f"/admin/roadmaps/roadmap/{roadmap.pk}/delete/",
        f"/admin/roadmaps/roadmap/{roadmap.pk}/history/",
        f"/admin/roadmaps/roadmapversion/{version.pk}/change/",
        f"/admin/roadmaps/roadmapversion/{version.pk}/history/",
    ]
    for page in pages:
        text = client.get(page).content.decode()
        assert SENTINEL not in text, page
        assert person.email not in text, page


@pytest.mark.parametrize(
    "query",
    [
        "enrollments__learner__email__startswith=a",
        "versions__enrollments__learner__password__startswith=a",
        "o=password",
    ],
)
def test_lists_are_not_searched_through_people(client, writer, person, query):
    answer = client.get(f"/admin/roadmaps/roadmap/?{query}")

    assert answer.status_code in {200, 302, 400}
    assert SENTINEL not in answer.content.decode()
    if "enrollments" in query:
        assert answer.status_code != 200
