"""What the desk answers to acts that content in its state, or a person, cannot do."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from roles.models import ImportBatch, Role, SalaryBand
from tests.desk import at_desk, said, url
from tests.factories.profiles import StaffFactory
from tests.factories.roles import CompleteRoleFactory, RoleFactory

pytestmark = pytest.mark.django_db
LONG = "x" * 281


class Roles:
    """What one person does at the desk's table of roles."""

    def __init__(self, person):
        self.client = at_desk(person)

    def look(self, row, name, **query):
        return self.client.get(url(row, name), query)

    def send(self, row, name, **values):
        return self.client.post(url(row, name), values, follow=True)

    def all(self, **values):
        url = reverse("admin:roles_role_changelist")
        ask = self.client.post if "action" in values else self.client.get
        return ask(url, values, follow=True).content.decode()


@pytest.fixture
def live():
    return CompleteRoleFactory(slug="ai-engineer", title="AI Engineer")


@pytest.fixture
def edda(editor):
    return Roles(editor)


@pytest.fixture
def pia(publisher):
    return Roles(publisher)


@pytest.fixture
def draft(live, edda):
    edda.send(live, "draft")
    return Role.everything.get(draft_of=live)


def test_a_draft_is_opened_once_and_only_of_what_is_published(live, draft, edda):
    again = edda.send(live, "draft")
    of_draft = edda.send(draft, "draft")

    assert said(again) == ["There was a draft already, draft."]
    assert said(of_draft) == ["It is not published: edit it as it is."]
    assert Role.everything.exclude(draft_of=None).get() == draft


def test_moves_that_do_not_fit_say_so_or_are_not_found(live, draft, edda, pia):
    edda.send(draft, "move", action="submit")
    again = edda.send(draft, "move", action="submit")

    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert len(said(again)) == 1
    assert pia.send(draft, "move", action="praise").status_code == 404
    assert edda.look(draft, "move").status_code == 404
    assert said(edda.send(live, "publish")) == ["There is no draft."]


def test_only_a_draft_is_thrown_away_and_what_goes_is_shown(live, draft, edda):
    Role.everything.filter(pk=draft.pk).update(lead="New words.")

    shown = edda.look(draft, "discard").content.decode()

    assert "New words." in shown
    assert edda.send(live, "discard").status_code == 404


def test_archiving_waits_for_the_draft_and_a_reason_that_fits(live, draft, pia):
    RoleFactory(slug="other")

    asked = pia.look(live, "archive")
    too_long = pia.send(live, "archive", reason=LONG)
    refused = pia.send(live, "archive")

    live.refresh_from_db()
    assert asked.status_code == 200
    assert (too_long.status_code, refused.status_code) == (422, 422)
    assert "Publish or discard its draft first." in refused.content.decode()
    assert live.status == "published"


def test_the_list_finds_what_has_a_draft_in_which_state(live, draft, edda):
    other = RoleFactory(title="Other")

    for wanted in ("any", "draft"):
        listed = edda.all(draft=wanted)
        assert live.title in listed
        assert other.title not in listed
    assert live.title not in edda.all(draft="in_review")


def test_acts_on_many_name_what_they_leave(live, draft, pia):
    chosen = {"_selected_action": [live.pk], "confirmed": "yes"}
    Role.everything.filter(pk=draft.pk).update(summary="")

    published = pia.all(action="publish", **chosen)
    archived = pia.all(action="archive", **chosen)

    assert "0 published." in published
    assert "0 archived." in archived
    live.refresh_from_db()
    assert live.status == "published"


def test_changes_are_compared_and_addresses_without_a_row_not_found(live, draft, edda):
    compared = edda.look(live, "compare")

    assert "what readers see now" in compared.content.decode()
    assert edda.look(live, "compare", **{"from": "9"}).status_code == 404
    assert edda.client.get("/admin/roles/role/x/history/").status_code == 404


def test_staff_without_a_group_is_turned_away_everywhere(live):
    nobody = Roles(StaffFactory())

    for name in ("history", "publish", "archive"):
        assert nobody.look(live, name).status_code == 403
    for path in (
        "/admin/roles/salaryband/import/",
        "/admin/roles/salaryband/export.csv",
        "/admin/care/",
        "/admin/frameworks/",
        "/admin/frameworks/1/",
        "/admin/pay-update/",
        f"/admin/roles/salaryband/import/{planned().pk}/",
    ):
        assert nobody.client.get(path).status_code == 403


def planned():
    return ImportBatch.objects.create(
        model_label=SalaryBand._meta.label,
        file_name="a.csv",
        rows=[],
        planned_at=timezone.now(),
    )


def test_a_file_to_import_is_asked_for_and_its_plan_needs_an_act(edda, editor):
    url = reverse("admin:roles_salaryband_import")
    plan = reverse("admin:roles_salaryband_import_plan", args=[planned().pk])
    large = SimpleUploadedFile("a.csv", b"x" * 5_000_001)

    assert edda.client.get(url).status_code == 200
    assert edda.client.post(url).status_code == 422
    assert edda.client.post(url, {"file": large}).status_code == 422
    assert edda.client.get(plan).status_code == 200
    assert edda.client.post(plan, {"action": "praise"}).status_code == 404
    undone = edda.client.post(plan, {"action": "undo"}, follow=True)
    assert "Nothing was written." in said(undone)[0]
