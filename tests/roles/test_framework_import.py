"""Imports from public frameworks end in a plan, and go into drafts only."""

import re
from io import StringIO
from pathlib import Path
from shutil import copytree

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from roles.management import framework_command
from roles.models import (
    CareerMove,
    ExternalCode,
    FrameworkPlan,
    Role,
    RoleAlias,
    Skill,
    SkillAlias,
    SkillMention,
    Source,
    Tool,
    ToolMention,
)
from roles.services import drafts
from tests.factories.roles import RoleFactory, SkillCategoryFactory, SkillFactory

pytestmark = pytest.mark.django_db
DATA = Path(__file__).parents[1] / "data"
SCIENTIST, BUILDER, PLANNER = "15-2051.00", "15-1252.00", "15-2099.01"


@pytest.fixture(autouse=True)
def family():
    return SkillCategoryFactory(code="PS", name="Professional", color_slot=7)


@pytest.fixture
def scientist():
    """Return a published role that O*NET knows by another name."""
    role = RoleFactory(title="Data Scientist", slug="data-scientist")
    code = ExternalCode.objects.create(scheme="onet-soc", code=SCIENTIST)
    code.roles.add(role)
    return role


@pytest.fixture
def two_entries(scientist, tmp_path):
    """Return files in which two entries stand for one role and say much alike."""
    code = ExternalCode.objects.create(scheme="onet-soc", code=BUILDER)
    code.roles.add(scientist)
    copytree(DATA / "onet", tmp_path / "onet")
    for scale, value in (("IM", "2.00"), ("LV", "1.00")):
        cells = [BUILDER, "2.A.1.e", "Mathematics", scale, value, *"8123NN", "", ""]
        append(tmp_path / "onet" / "Skills.txt", cells)
    related = [BUILDER, PLANNER, "Primary-Short", "1"]
    append(tmp_path / "onet" / "Related Occupations.txt", related)
    return tmp_path


def append(file, cells):
    with file.open("a", newline="") as lines:
        lines.write("\t".join(cells) + "\n")


def run(framework, *codes, files=DATA):
    """Run the command; return what it says and the newest plan."""
    out = StringIO()
    folder = files / framework
    call_command(f"import_{framework}", folder, "--codes", *codes, stdout=out)
    return out.getvalue(), FrameworkPlan.objects.first()


def plan_and_apply(client, framework, *codes, files=DATA):
    _, plan = run(framework, *codes, files=files)
    client.post(address(plan), {"action": "apply"})
    plan.refresh_from_db()
    assert plan.state == "applied"
    return plan


def address(plan):
    return f"/admin/frameworks/{plan.pk}/"


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def counted():
    models = (Role, RoleAlias, Skill, SkillAlias, SkillMention, Tool, ToolMention)
    others = (CareerMove, ExternalCode, Source)
    return {
        model.__name__: getattr(model, "everything", model.objects).count()
        for model in (*models, *others)
    }


def test_command_writes_a_plan_and_nothing_else(scientist):
    before = counted()

    said, plan = run("onet", SCIENTIST, BUILDER)

    assert counted() == before
    assert drafts.draft_of(scientist) is None
    assert said.strip().endswith(address(plan))
    assert "1 source to create" in said
    assert "2 roles to create" not in said
    assert "left out, Skills.txt: not relevant for the occupation" in said


def test_plan_is_shown_with_reasons_and_counts(desk, scientist):
    _, plan = run("onet", SCIENTIST)

    page = desk.get(address(plan)).content.decode()

    assert "Skills.txt: not relevant for the occupation" in page
    assert "Importance 4.12 of 5, level 4.88 of 7" in page
    assert "CC BY 4.0" in page


def test_what_is_published_gets_a_draft_and_stays_as_readers_see_it(desk, scientist):
    plan_and_apply(desk, "onet", SCIENTIST)

    scientist.refresh_from_db()
    draft = drafts.draft_of(scientist)
    assert scientist.title == "Data Scientist"
    assert not scientist.skill_mentions.exists()
    assert not scientist.aliases.exists()
    assert draft.skill_mentions.filter(as_printed="Mathematics").count() == 2
    assert draft.toolmention_rows.filter(as_printed="Sample Sheets").exists()
    assert draft.aliases.filter(name="Data Sample Scientists", kind="alias").exists()


def test_unknown_occupations_and_skills_become_drafts_with_their_codes(desk):
    plan_and_apply(desk, "onet", SCIENTIST, BUILDER)

    role = Role.objects.get(title="Sample Software Builders")
    skill = Skill.objects.get(name="Programming Samples")
    assert (role.status, skill.status) == ("draft", "draft")
    assert role.external_codes.get().code == BUILDER
    assert skill.external_codes.get().code == "2.B.3.e"
    assert Source.objects.get(slug="onet").status == "draft"
    assert CareerMove.objects.get().to_role == role


def test_a_shared_title_is_related_and_an_own_one_another_name(desk):
    plan_and_apply(desk, "onet", SCIENTIST, BUILDER)

    shared = RoleAlias.objects.filter(name="Sample Analyst")
    assert [alias.kind for alias in shared] == ["related", "related"]
    assert RoleAlias.objects.get(name="CNO").kind == "alias"


def test_two_elements_of_one_name_are_one_skill_with_two_codes(desk):
    plan_and_apply(desk, "onet", SCIENTIST)

    skill = Skill.objects.get(name="Mathematics")
    codes = set(skill.external_codes.values_list("code", flat=True))
    assert codes == {"2.A.1.e", "2.C.4.a"}


@pytest.mark.parametrize(
    ("framework", "codes"), [("onet", [SCIENTIST, BUILDER]), ("esco", ["2511.4"])]
)
def test_a_second_import_changes_nothing(desk, scientist, framework, codes):
    plan_and_apply(desk, framework, *codes)
    after = counted()

    said, plan = run(framework, *codes)

    assert plan.rows == []
    assert counted() == after
    assert "There is nothing to do" in said


def test_skills_are_found_by_code_whatever_they_are_called(desk):
    skill = SkillFactory(name="Coding")
    code = ExternalCode.objects.create(scheme="onet-element", code="2.B.3.e")
    code.skills.add(skill)

    plan_and_apply(desk, "onet", BUILDER)

    assert SkillMention.objects.get(as_printed="Programming Samples").skill == skill
    assert SkillAlias.everything.get(name="Programming Samples").of_draft
    assert not Skill.objects.filter(name="Programming Samples").exists()


def test_one_code_may_stand_for_several_roles(desk, scientist):
    other = RoleFactory(title="Data Analyst")
    ExternalCode.objects.get().roles.add(other)

    plan_and_apply(desk, "onet", SCIENTIST)

    for role in (scientist, other):
        assert drafts.draft_of(role).aliases.filter(name="CNO").exists()


def ratings(role):
    """Return what the framework says of mathematics for a role's draft."""
    mentions = drafts.draft_of(role).skill_mentions.filter(as_printed="Mathematics")
    of_skills = mentions.filter(category_label="Skills").order_by("importance")
    return list(of_skills.values_list("importance", flat=True))


def test_two_entries_for_one_role_keep_their_own_words_in_one_run(
    desk, scientist, two_entries
):
    plan_and_apply(desk, "onet", SCIENTIST, BUILDER, PLANNER, files=two_entries)

    draft = drafts.draft_of(scientist)
    assert ratings(scientist) == [2, 4]
    assert draft.aliases.filter(name="Sample Analyst").count() == 1
    assert draft.toolmention_rows.filter(tool__name="Sample Sheets").count() == 2
    assert CareerMove.objects.filter(role=scientist).count() == 1


def test_two_entries_for_one_role_do_not_replace_each_other_in_turns(
    desk, scientist, two_entries
):
    for code in (SCIENTIST, BUILDER):
        plan_and_apply(desk, "onet", code, files=two_entries)

    for codes in ([SCIENTIST], [BUILDER], [SCIENTIST, BUILDER]):
        said, plan = run("onet", *codes, files=two_entries)
        assert plan.rows == []
        assert "There is nothing to do" in said
    assert ratings(scientist) == [2, 4]


def forget_occupations(role):
    """Give rows the keys that imports gave before the occupation was in them."""
    draft = drafts.draft_of(role)
    for rows in (draft.skill_mentions, draft.toolmention_rows):
        for row in rows.filter(source__slug="onet"):
            row.key = row.key.removesuffix("-15-205100")
            row.save()


def test_what_was_imported_before_is_found_and_not_doubled(desk, scientist):
    plan_and_apply(desk, "onet", SCIENTIST)
    forget_occupations(scientist)
    keys = drafts.draft_of(scientist).skill_mentions.values_list("key", flat=True)

    _, plan = run("onet", SCIENTIST)

    assert "2a1e" in keys
    assert plan.rows == []


def test_what_was_imported_before_stays_that_of_the_first_entry(
    desk, scientist, two_entries
):
    plan_and_apply(desk, "onet", SCIENTIST, files=two_entries)
    forget_occupations(scientist)

    plan_and_apply(desk, "onet", BUILDER, files=two_entries)
    _, plan = run("onet", SCIENTIST, files=two_entries)

    assert ratings(scientist) == [2, 4]
    assert plan.rows == []


def test_names_that_differ_in_signs_only_are_technologies_of_their_own(
    desk, scientist, tmp_path
):
    copytree(DATA / "onet", tmp_path / "onet")
    for name in ("C", "C++", "C#"):
        cells = [SCIENTIST, name, "43232405", "Development software", "N", "N"]
        append(tmp_path / "onet" / "Technology Skills.txt", cells)

    plan_and_apply(desk, "onet", SCIENTIST, files=tmp_path)
    _, plan = run("onet", SCIENTIST, files=tmp_path)

    rows = drafts.draft_of(scientist).toolmention_rows
    assert {"C", "C++", "C#"} <= set(rows.values_list("tool__name", flat=True))
    assert plan.rows == []


def test_a_technology_that_we_hold_as_a_skill_is_no_tool(desk, scientist):
    skill = SkillFactory(name="Samplon")

    plan_and_apply(desk, "onet", SCIENTIST)

    draft = drafts.draft_of(scientist)
    assert draft.skill_mentions.get(skill=skill).importance_label == "Hot, in demand"
    assert not Tool.objects.filter(name="Samplon").exists()


def test_a_draft_that_waits_for_review_is_left_and_listed(scientist, editor):
    draft, _ = drafts.open_draft(root=scientist, by=editor, now=timezone.now())
    draft.move_to("in_review", by=editor)

    said, plan = run("onet", SCIENTIST)

    assert "“Data Scientist” is in review: nothing is added to it." in said
    assert "roles.SkillMention" not in {one["model"] for one in plan.rows}


def test_an_editors_draft_keeps_what_it_holds(desk, scientist, editor):
    draft, _ = drafts.open_draft(root=scientist, by=editor, now=timezone.now())
    draft.lead = "Half-written"
    draft.save()

    plan = plan_and_apply(desk, "onet", SCIENTIST)

    draft.refresh_from_db()
    assert draft.lead == "Half-written"
    assert draft.aliases.filter(name="CNO").exists()
    assert ["roles.Role", draft.pk] not in plan.opened


def test_esco_labels_join_and_one_name_leads_to_one_skill(desk):
    SkillFactory(slug="talking").aliases.create(name="Talk about samples")

    plan = plan_and_apply(desk, "esco", "aaa1")

    role = Role.objects.get(title="sample data scientist")
    statistics = Skill.objects.get(name="sample statistics")
    assert role.aliases.filter(name="sample data expert").exists()
    assert role.skill_mentions.get(skill=statistics).importance_label == "Essential"
    assert role.skill_mentions.get(skill=statistics).importance is None
    assert statistics.aliases.filter(name="sample maths").exists()
    assert any("“talk about samples” is a name of talking" in s for s in plan.left)
    assert any("“sample maths” is a name of sample-stat" in s for s in plan.left)


def test_all_of_it_is_taken_back_with_the_drafts_it_made(desk, scientist):
    before = counted()
    plan = plan_and_apply(desk, "onet", SCIENTIST, BUILDER)

    answer = desk.post(address(plan), {"action": "undo"}, follow=True)

    assert "All of it is taken back" in answer.content.decode()
    assert counted() == before
    assert drafts.draft_of(scientist) is None


def test_what_was_worked_on_since_is_not_taken_back(desk, scientist):
    plan = plan_and_apply(desk, "onet", SCIENTIST)
    RoleAlias.everything.filter(name="CNO").update(name="CNO, by hand")
    after = counted()

    answer = desk.post(address(plan), {"action": "undo"}, follow=True)

    assert "the row was changed since" in answer.content.decode()
    assert counted() == after


def test_what_came_since_the_plan_stops_all_of_it(desk, scientist):
    _, plan = run("onet", SCIENTIST)
    Tool.objects.create(slug="sample-sheets", name="Sheets", kind="other")
    before = counted()

    answer = desk.post(address(plan), {"action": "apply"}, follow=True)

    assert re.search("Nothing was written. Technology Skills.txt", str(answer.content))
    assert counted() == before


def test_a_plan_is_applied_once(desk):
    plan = plan_and_apply(desk, "esco", "aaa1")

    answer = desk.post(address(plan), {"action": "apply"}, follow=True)

    assert "Nothing was written" in answer.content.decode()


def test_plans_that_wait_are_listed_with_counts_and_can_be_dropped(desk, scientist):
    none = desk.get("/admin/frameworks/").content.decode()
    _, plan = run("onet", SCIENTIST)
    left_out = sum(plan.left_out.values())

    listed = desk.get("/admin/frameworks/").content.decode()
    care = desk.get("/admin/care/").content.decode()
    before = counted()
    desk.post(address(plan), {"action": "drop"})
    again = desk.post(address(plan), {"action": "apply"}, follow=True)

    plan.refresh_from_db()
    assert "There is no plan yet" in none
    assert "1 source to create" in listed
    assert f"<td>{left_out}</td>" in listed
    assert "CC BY 4.0" in listed
    assert address(plan) in care
    assert (plan.state, plan.actor_name) == ("dropped", "Edda Itor")
    assert "Nothing was written. It is dropped." in again.content.decode()
    assert address(plan) not in desk.get("/admin/care/").content.decode()
    assert counted() == before


def test_api_names_the_entries_of_frameworks(client, scientist):
    skill = SkillFactory(slug="sql")
    uri = "http://data.europa.eu/esco/skill/aaa"
    skill.external_codes.create(scheme="esco", code="aaa", uri=uri, match="exact")

    role = client.get("/api/v1/roles/data-scientist/").json()
    found = client.get("/api/v1/skills/sql/").json()

    assert role["external_codes"][0]["code"] == SCIENTIST
    assert found["external_codes"] == [
        {"scheme": "esco", "code": "aaa", "title": "", "uri": uri, "match": "exact"}
    ]


def test_plan_is_for_editors_only(client, learner, editor):
    _, plan = run("esco", "aaa1")

    client.force_login(learner)
    assert client.get(address(plan)).status_code == 302
    assert client.get("/admin/frameworks/").status_code == 302
    client.force_login(editor)
    assert client.get("/admin/frameworks/999999999999999999999/").status_code == 404
    assert client.post(address(plan), {"action": "burn"}).status_code == 404


def test_what_cannot_be_planned_is_said_and_nothing_kept():
    with pytest.raises(CommandError, match=r"holds no 99-9999\.00"):
        run("onet", "99-9999.00")
    with pytest.raises(CommandError, match="no family of skills “XX”"):
        call_command(
            "import_esco", DATA / "esco", "--codes", "aaa1", "--category", "XX"
        )

    assert not FrameworkPlan.objects.exists()


def test_command_is_silent_where_asked_to_be():
    out = StringIO()

    call_command(
        "import_esco", DATA / "esco", "--codes", "aaa1", verbosity=0, stdout=out
    )

    assert out.getvalue() == ""


def test_a_skill_whose_name_cannot_be_one_here_is_left_and_listed(tmp_path):
    copytree(DATA / "esco", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "skills_en.csv"
    file.write_text(file.read_text().replace("sample statistics", "!?"))
    out = StringIO()

    call_command("import_esco", tmp_path, "--codes", "aaa1", stdout=out)

    [left] = [text for text in FrameworkPlan.objects.get().left if "!?" in text]
    assert left.endswith("“!?” cannot be a name here.")
    assert f"Left: {left}" in out.getvalue()


def test_only_the_first_of_many_that_are_left_are_printed(
    scientist, editor, monkeypatch
):
    monkeypatch.setattr(framework_command, "LEFT_SHOWN", 0)
    drafts.open_draft(root=scientist, by=editor, now=timezone.now())
    Role.everything.filter(draft_of=scientist).update(status="in_review")

    said, plan = run("onet", SCIENTIST)

    assert f"Left: {len(plan.left)} more, see the plan." in said


def test_what_waits_for_a_publisher_by_now_stops_the_import(desk, scientist):
    _, plan = run("onet", SCIENTIST)
    drafts.open_draft(root=scientist, by=None, now=timezone.now())
    Role.everything.filter(draft_of=scientist).update(status="in_review")
    before = counted()

    answer = desk.post(address(plan), {"action": "apply"}, follow=True)

    assert "is in review by now" in answer.content.decode()
    assert counted() == before


def test_new_skills_that_are_used_by_now_are_not_taken_back(desk):
    plan = plan_and_apply(desk, "esco", "aaa1")
    skill = Skill.everything.filter(status="draft").first()
    SkillAlias.objects.create(skill=skill, name="Added by hand")

    answer = desk.post(address(plan), {"action": "undo"}, follow=True)

    assert "was worked on since" in answer.content.decode()
    assert Skill.everything.filter(pk=skill.pk).exists()
