"""Each write to content is noted: by whom, why, before and after."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from careersite.common.acting import acting
from profiles.services import leaving
from roadmaps.services import publishing as version_publishing
from roles.models import ContentEvent, Provider, SalaryBand
from roles.services import drafts, previews, publishing
from roles.services.changes import changes_of
from tests.careersite.test_content_stamp import tables
from tests.factories.roadmaps import StepCriterionFactory
from tests.factories.roles import (
    CertificationFactory,
    CompleteRoleFactory,
    DutyFactory,
    GuidanceFactory,
    ProviderFactory,
    QuizWeightFactory,
    RoleFactory,
    SalaryBandFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def told(row):
    """Return what the history says of a row: what, each change, who, why."""
    return [
        (
            f"{one.action}: {one.what}",
            {field.name: (field.before, field.after) for field in one.fields},
            one.actor_name,
            one.reason,
        )
        for one in changes_of(row)
    ]


def test_no_table_of_content_is_left_out():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname, count(*) FROM pg_trigger JOIN pg_class"
            " ON pg_class.oid = tgrelid WHERE tgname LIKE 'content_noted%'"
            " GROUP BY relname"
        )
        noted = {name for name, number in cursor.fetchall() if number == 2}

    assert set(tables(of_content=True)) - noted == set(), (
        "These tables need tracked(), see careersite/common/tracking.py."
    )


def test_updates_of_many_rows_and_statements_by_hand_are_noted():
    provider = ProviderFactory(name="Old")

    Provider.objects.update(name="New")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE roles_provider SET name = 'Newer'")

    change = f"Changed: provider “{Provider.objects.get()}”"
    assert told(provider) == [
        (change, {"name": ("New", "Newer")}, "", ""),
        (change, {"name": ("Old", "New")}, "", ""),
    ]


def test_saving_without_a_change_and_files_of_content_note_nothing():
    band = SalaryBandFactory()
    band.save()

    assert not ContentEvent.objects.exists()


def test_what_hangs_below_is_told_even_when_it_is_gone(editor):
    weight = QuizWeightFactory(weight=2)
    quiz, role = weight.item.quiz, RoleFactory(title="Data Engineer")
    with acting(editor, "Too weak."):
        type(weight).objects.update(weight=1, role=role)
        weight.item.delete()

    removed, item, changed = told(quiz)
    assert {removed[0], item[0]} == {
        f"Removed: quiz weight “{weight.pk}”",
        f"Removed: quiz item “{weight.item.text}”",
    }
    assert changed[1]["weight"] == ("2", "1")
    assert changed[1]["role"][1] == "Data Engineer"
    assert {one[2:] for one in told(quiz)} == {("Edda Itor", "Too weak.")}


def test_links_to_many_are_told_by_name(editor):
    point = GuidanceFactory()
    with acting(editor):
        point.skills.add(SkillFactory(name="Python"))

    ((what, fields, *_),) = told(point.role)
    assert what.startswith("Added")
    assert fields == {"skill": ("", "Python")}


def test_publishing_names_who_and_why_and_copies_of_drafts_are_no_noise(
    editor, publisher
):
    role = CompleteRoleFactory(lead="Old.")
    with acting(editor):
        draft, _ = drafts.open_draft(root=role, by=editor, now=NOW)
        draft.duties.update(text="Does it better.")
        DutyFactory(role=draft, text="Does more.")
    during = told(role)
    with acting(publisher):
        publishing.publish(root=draft, by=publisher, now=NOW, reason="Better.")

    duties = [one for one in told(role) if "duty" in one[0]]
    assert {one[0].partition(":")[0] for one in duties} == {"Added", "Changed"}
    assert {one[2:] for one in duties} == {("Pia Blisher", "Better.")}
    assert [one[0].partition(":")[0] for one in during] == ["Added", "Changed"]
    assert {one[2] for one in during} == {"Edda Itor"}
    assert during[1][1]["text"][1] == "Does it better."


def test_a_preview_notes_nothing_of_the_draft_that_it_takes_away(editor):
    role = CompleteRoleFactory()
    draft, _ = drafts.open_draft(root=role, by=editor, now=NOW)
    DutyFactory(role=draft)

    with previews.as_published(draft, now=NOW):
        noted = set(ContentEvent.objects.values_list("action", flat=True))

    assert "delete" not in noted


def test_the_desk_shows_who_changed_a_list_and_what_an_import_did(publisher):
    desk, provider = desk_of(publisher), ProviderFactory(slug="one", name="Old")
    data = SimpleUploadedFile("new.csv", b"slug,name\none,New\n")
    plan = desk.post("/admin/roles/provider/import/", {"file": data}).url
    desk.post(plan, {"action": "apply"})

    page = desk.get(reverse("admin:roles_provider_history", args=[provider.pk]))

    text = page.content.decode()
    assert "<del>Old</del>" in text
    assert "<ins>New</ins>" in text
    assert "Pia Blisher: Import of new.csv." in text


def test_wording_of_a_published_step_is_told_with_its_roadmap(publisher):
    criterion = StepCriterionFactory(text="Old")
    with acting(publisher, "A misprint."):
        type(criterion).objects.update(text="New")

    ((_, fields, name, reason),) = told(criterion.step.version)
    assert fields == {"text": ("Old", "New")}
    assert (name, reason) == ("Pia Blisher", "A misprint.")


def test_rows_that_come_with_a_copied_version_are_one_act(publisher):
    version = StepCriterionFactory().step.version
    with acting(publisher):
        draft = version_publishing.draft_next_version(
            roadmap=version.roadmap, by=publisher, now=NOW
        )
    with acting(publisher):
        draft.steps.update(summary="New")

    assert [one[0].partition(":")[0] for one in told(draft)] == ["Changed", "Added"]


def test_erasing_an_editor_leaves_no_name(editor):
    band = SalaryBandFactory(note="Old")
    with acting(editor):
        SalaryBand.objects.update(note="New")
    editor.leave(now=NOW - timedelta(days=15))

    leaving.erase(user_id=editor.pk, now=NOW)

    ((*_, name, _reason),) = told(band)
    assert name == leaving.FORMER_MEMBER


def test_a_list_that_changed_is_told_as_its_words(editor):
    certification = CertificationFactory(aliases=["AZ"])
    certification.aliases = ["AZ", "AZ-100"]
    certification.save()

    page = desk_of(editor).get(
        reverse("admin:roles_certification_history", args=[certification.pk])
    )

    assert page.status_code == 200
    assert told(certification)[0][1]["aliases"] == ("AZ", "AZ, AZ-100")
