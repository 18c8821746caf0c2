"""An import shows its plan, does exactly that or nothing, and can be undone."""

import json

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from roles.models import (
    ImportBatch,
    Provider,
    Region,
    Revision,
    SalaryBand,
    SourceFamily,
)
from roles.services import archiving, drafts, publishing
from tests.factories.profiles import StaffFactory
from tests.factories.roles import (
    CertificationFactory,
    ProviderFactory,
    RegionFactory,
    SalaryBandFactory,
    SourceFamilyFactory,
)

pytestmark = pytest.mark.django_db
DRAFT = {"status": "draft", "published_at": None}
FAMILIES, BANDS = "/admin/roles/sourcefamily/", "/admin/roles/salaryband/"


@pytest.fixture
def desk(publisher):
    client = Client()
    client.force_login(publisher)
    return client


@pytest.fixture
def editors_desk(editor):
    client = Client()
    client.force_login(editor)
    return client


def upload(client, table, data, name="file.csv"):
    data = data.encode() if isinstance(data, str) else data
    return client.post(f"{table}import/", {"file": SimpleUploadedFile(name, data)})


def lows():
    return dict(SalaryBand.objects.values_list("pk", "low"))


def test_plan_is_shown_applied_and_undone(desk):
    SourceFamilyFactory(slug="kept", name="Kept")
    SourceFamilyFactory(slug="old", name="Old name")
    data = "slug,name\nkept,Kept\nold,New name\nnew,=1+1\n"

    planned = upload(desk, FAMILIES, data)
    page = desk.get(planned.url).content.decode()
    before = set(SourceFamily.objects.values_list("name", flat=True))
    desk.post(planned.url, {"action": "apply"})
    applied = set(SourceFamily.objects.values_list("name", flat=True))
    desk.post(planned.url, {"action": "undo"})

    assert "1 to create, 1 to update, 1 unchanged" in page
    assert "<del>Old name</del>" in page
    assert before == {"Kept", "Old name"}
    assert applied == {"Kept", "New name", "=1+1"}
    assert set(SourceFamily.objects.values_list("name", flat=True)) == before


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        ("slug,name,color\na,b,red\n", 1, "color"),
        ("name\nb\n", 1, "slug"),
        ("slug,name\na,b\na,c\n", 3, "slug"),
        ("slug,name\n,b\n", 2, "slug"),
        ("slug,name\nnot a slug,b\n", 2, "slug"),
        ("slug,name\na,\n", 2, "name"),
        (f"slug,name\na,{'x' * 200}\n", 2, "name"),
    ],
    ids=range(7),
)
def test_a_fault_names_line_and_column_and_nothing_is_written(desk, data, line, column):
    answer = upload(desk, FAMILIES, data)

    found = answer.context["faults"]
    assert answer.status_code == 422
    assert (line, column) in [(one.line, one.column) for one in found]
    assert not SourceFamily.objects.exists()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize(
    ("changed", "column"),
    [
        ({"published_in": "no-such-source"}, "published_in"),
        ({"low": "much"}, "low"),
        ({"low": "Infinity"}, "low"),
        ({"currency": "DOLLARS"}, "currency"),
        ({"period": "decade"}, "period"),
        ({"high_open": "perhaps"}, "high_open"),
        ({"low": "200000"}, ""),
        ({"low": "1e999999"}, "low"),
        ({"low": [1]}, "low"),
    ],
    ids=str,
)
def test_pay_that_breaks_a_rule_is_refused(desk, changed, column):
    band = SalaryBandFactory(key="band", low=90_000, high=120_000)

    data = json.dumps([{"key": "band", **changed}])
    answer = upload(desk, BANDS, data, "file.json")

    band.refresh_from_db()
    assert answer.status_code == 422
    assert column in [one.column for one in answer.context["faults"]]
    assert band.low == 90_000


def test_export_comes_back_without_a_change(desk):
    SalaryBandFactory(
        note="=cmd\r\n2",
        label="'quoted",
        low=None,
        region=None,
        region_basis="not_stated",
    )
    SalaryBandFactory(note="-5 percent", label="#N/A", condition="'#REF!")
    csv = desk.get(f"{BANDS}export.csv").content
    rows = desk.get(f"{BANDS}export.json").content
    book = desk.get(f"{BANDS}export.xlsx").content

    for data, name in ((csv, "a.csv"), (rows, "a.json"), (book, "a.xlsx")):
        planned = upload(desk, BANDS, data, name)
        assert planned.status_code == 302, planned.context["faults"]

    assert b",=cmd" not in csv
    assert [batch.rows for batch in ImportBatch.objects.all()] == [[], [], []]
    assert ImportBatch.objects.first().unchanged == 2


def test_rows_that_changed_since_the_plan_stop_all_of_it(desk):
    first = SourceFamilyFactory(slug="one", name="One")
    SourceFamilyFactory(slug="two", name="Two")
    planned = upload(desk, FAMILIES, "slug,name\none,Uno\ntwo,Due\n")
    SourceFamily.objects.filter(slug="two").update(name="Meanwhile")

    answer = desk.post(planned.url, {"action": "apply"}, follow=True)

    first.refresh_from_db()
    assert "Nothing was written. Line 3" in answer.content.decode()
    assert first.name == "One"
    assert ImportBatch.objects.get().state == "planned"


def test_what_was_changed_after_the_import_is_not_undone_over(desk):
    planned = upload(desk, FAMILIES, "slug,name\none,Uno\n")
    desk.post(planned.url, {"action": "apply"})
    SourceFamily.objects.update(name="By hand")

    answer = desk.post(planned.url, {"action": "undo"}, follow=True)

    assert "Nothing was written" in answer.content.decode()
    assert SourceFamily.objects.get().name == "By hand"


def test_what_is_used_by_now_is_not_undone(desk):
    planned = upload(desk, "/admin/roles/provider/", "slug,name,url\nnew,New,\n")
    desk.post(planned.url, {"action": "apply"})

    CertificationFactory(provider=Provider.objects.get())

    desk.post(planned.url, {"action": "undo"})

    assert Provider.objects.filter(slug="new").exists()


def test_a_plan_is_applied_once(desk):
    planned = upload(desk, FAMILIES, "slug,name\none,Uno\n")

    for _ in range(2):
        desk.post(planned.url, {"action": "apply"})

    assert SourceFamily.objects.count() == 1


def test_new_facts_come_in_as_drafts(desk):
    band = SalaryBandFactory()
    rows = json.loads(desk.get(f"{BANDS}export.json").content)

    data = json.dumps([{**rows[0], "key": "new-band"}])
    planned = upload(desk, BANDS, data, "a.json")
    desk.post(planned.url, {"action": "apply"})

    new = SalaryBand.objects.get(key="new-band")
    assert (new.status, new.role, new.low) == ("draft", band.role, band.low)


@pytest.fixture
def made(desk):
    """Return the page of an applied import that made one draft, and the draft."""
    SalaryBandFactory(key="band")
    [row] = json.loads(desk.get(f"{BANDS}export.json").content)
    new = {**row, "key": "new-band"}
    del new["note"]
    plan = upload(desk, BANDS, json.dumps([new]), "a.json").url
    desk.post(plan, {"action": "apply"})
    return plan, SalaryBand.objects.get(key="new-band")


def take_back(desk, plan):
    told = desk.post(plan, {"action": "undo"}, follow=True).content.decode()
    return told, ImportBatch.objects.get().state


def test_what_an_import_made_is_gone_when_it_is_undone(desk, made):
    plan, band = made

    assert take_back(desk, plan)[1] == "undone"
    assert not SalaryBand.objects.filter(pk=band.pk).exists()


def test_what_was_published_since_the_import_is_not_deleted(
    desk, made, publisher, editor
):
    plan, band = made
    now = timezone.now()
    live = publishing.publish(root=band, by=publisher, now=now)
    drafts.open_draft(root=live, by=editor, now=now)

    told, state = take_back(desk, plan)

    assert "Line 1: it was published since: archive it instead." in told
    assert state == "applied"
    assert SalaryBand.everything.filter(key="new-band").count() == 2


def test_what_readers_saw_once_is_not_deleted(desk, made, publisher):
    plan, band = made
    how = {"by": publisher, "now": timezone.now()}
    publishing.publish(root=band, **how)
    archiving.archive(root=band, successor=None, **how)

    assert "archive it instead" in take_back(desk, plan)[0]
    assert SalaryBand.objects.filter(pk=band.pk).exists()


def test_an_edit_of_a_column_that_the_file_did_not_hold_is_not_lost(desk, made):
    plan, band = made
    SalaryBand.objects.filter(pk=band.pk).update(note="Asked by mail, and confirmed.")

    told, state = take_back(desk, plan)

    assert "Line 1: the row was changed since." in told
    assert state == "applied"
    assert SalaryBand.objects.filter(pk=band.pk).exists()


def test_links_that_were_added_to_an_imported_row_are_not_lost(desk):
    plan = upload(desk, "/admin/roles/region/", "slug,name\neurope,Europe\n").url
    desk.post(plan, {"action": "apply"})
    europe = Region.objects.get()
    europe.members.add(RegionFactory())

    told, _ = take_back(desk, plan)

    assert "the row was changed since" in told
    assert europe.members.count() == 1


def test_a_batch_of_before_fingerprints_is_undone_unless_it_was_published(
    desk, made, publisher
):
    plan, band = made
    batch = ImportBatch.objects.get()
    del batch.rows[0]["made"]
    batch.save()
    publishing.publish(root=band, by=publisher, now=timezone.now())

    refused = take_back(desk, plan)
    SalaryBand.objects.filter(pk=band.pk).update(**DRAFT)
    undone = take_back(desk, plan)

    assert (refused[1], undone[1]) == ("applied", "undone")


def test_each_published_state_of_an_imported_figure_is_kept(desk):
    band = SalaryBandFactory(key="band", low=90_000)
    plan = upload(desk, BANDS, '[{"key": "band", "low": "95000"}]', "pay.json").url

    desk.post(plan, {"action": "apply"})
    desk.post(plan, {"action": "undo"})

    kept = [
        (one.reason, one.actor_name, one.content["fields"]["low"])
        for one in Revision.objects.about(band)
    ]
    assert kept == [
        ("Import of pay.json taken back.", "Pia Blisher", "90000"),
        ("Import of pay.json.", "Pia Blisher", "95000"),
        ("As found.", "", "90000"),
    ]


def test_an_editor_imports_drafts_but_changes_no_published_figure(editors_desk):
    SalaryBandFactory(key="band")

    answer = upload(editors_desk, BANDS, '[{"key": "band", "low": 1}]', "a.json")

    assert answer.status_code == 422
    assert "only a publisher" in answer.content.decode()


def test_an_editor_applies_no_publishers_plan_of_a_published_figure(desk, editors_desk):
    band = SalaryBandFactory(key="band", low=90_000)
    plan = upload(desk, BANDS, '[{"key": "band", "low": "95000"}]', "a.json").url

    refused = editors_desk.post(plan, {"action": "apply"}, follow=True)

    band.refresh_from_db()
    told = refused.content.decode()
    assert "Nothing was written. Line 1: It is published: only a publisher" in told
    assert (band.low, ImportBatch.objects.get().state) == (90_000, "planned")
    assert not Revision.objects.about(band).exists()


def test_an_editor_takes_back_no_publishers_import(desk, editors_desk):
    band = SalaryBandFactory(key="band", low=90_000)
    plan = upload(desk, BANDS, '[{"key": "band", "low": "95000"}]', "a.json").url
    desk.post(plan, {"action": "apply"})

    refused = editors_desk.post(plan, {"action": "undo"}, follow=True)

    band.refresh_from_db()
    assert "only a publisher may change it" in refused.content.decode()
    assert (band.low, ImportBatch.objects.get().state) == (95_000, "applied")


def test_an_editors_plan_waits_for_a_publisher_once_its_row_is_published(
    desk, editors_desk
):
    other = SalaryBandFactory(key="other", **DRAFT)
    band = SalaryBandFactory(key="band", **DRAFT)
    data = '[{"key": "other", "low": "95000"}, {"key": "band", "low": "95000"}]'
    plan = upload(editors_desk, BANDS, data, "a.json").url
    band.publish(now=timezone.now())

    editors_desk.post(plan, {"action": "apply"})
    before = lows()
    desk.post(plan, {"action": "apply"})

    assert before == {other.pk: 90_000, band.pk: 90_000}
    assert lows() == {other.pk: 95_000, band.pk: 95_000}


def test_what_is_scheduled_is_a_publishers_to_change_too(desk, editors_desk):
    band = SalaryBandFactory(key="band", **DRAFT)
    data = '[{"key": "band", "low": "95000"}]'
    plan = upload(editors_desk, BANDS, data, "a.json").url
    band.move_to("scheduled", by=None, at=timezone.now())

    planned = upload(editors_desk, BANDS, data, "a.json")
    applied = editors_desk.post(plan, {"action": "apply"}, follow=True)

    assert "It is scheduled: only a publisher" in planned.content.decode()
    assert "It is scheduled: only a publisher" in applied.content.decode()
    assert lows() == {band.pk: 90_000}


def test_an_editor_applies_and_undoes_what_no_reader_sees(editors_desk):
    band = SalaryBandFactory(key="band", **DRAFT)
    plan = upload(editors_desk, BANDS, '[{"key": "band", "low": 95000}]', "a.json").url

    editors_desk.post(plan, {"action": "apply"})
    applied = lows()
    editors_desk.post(plan, {"action": "undo"})

    assert applied == {band.pk: 95_000}
    assert lows() == {band.pk: 90_000}


def test_a_person_without_the_desk_imports_and_exports_nothing(client, learner):
    ProviderFactory()
    client.force_login(learner)

    for page in ("import/", "export.csv", "export.json"):
        assert client.get(f"{FAMILIES}{page}").status_code in {302, 403}


def test_a_row_that_came_meanwhile_is_not_written_twice(desk):
    planned = upload(desk, FAMILIES, "slug,name\nnew,New\n")
    SourceFamilyFactory(slug="new", name="By hand")

    answer = desk.post(planned.url, {"action": "apply"}, follow=True)

    assert "Line 2: the row came or went since." in answer.content.decode()
    assert SourceFamily.objects.get().name == "By hand"


def test_an_editor_without_the_right_to_import_sees_no_way_to(client):
    viewer = StaffFactory()
    viewer.user_permissions.add(Permission.objects.get(codename="view_sourcefamily"))
    client.force_login(viewer)

    page = client.get(FAMILIES).content.decode()

    assert "Export CSV" in page
    assert f"{FAMILIES}import/" not in page
