"""The desk's pages for drafts: edit, compare, publish, restore, archive, preview."""

import re
import time

import pytest
from django.core import signing

from roles.models import Duty, Revision, Role, RoleSkill, Skill, SkillPrerequisite
from roles.services import previews
from tests.desk import at_desk, url
from tests.factories.profiles import HeldSkillFactory, ProfileFactory, UserFactory
from tests.factories.roadmaps import StepFactory
from tests.factories.roles import (
    CertificationFactory,
    CompleteRoleFactory,
    RoleFactory,
    RoleSkillFactory,
    SkillFactory,
    SourceFactory,
    SpecialtyFactory,
)
from tests.roles.desk_forms import form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def role(db):
    return CompleteRoleFactory(slug="ai-engineer", title="AI Engineer")


def open_draft(client, role):
    answer = client.post(url(role, "draft"))
    assert answer.status_code == 302
    return Role.everything.get(draft_of=role)


@pytest.mark.parametrize("way", ["get", "head", "options"])
def test_looking_where_a_draft_is_opened_opens_none(edda, role, way):
    answer = getattr(edda, way)(url(role, "draft"))

    assert answer.status_code == 404
    assert not Role.everything.filter(draft_of=role).exists()


def publish(client, draft, **more):
    seen = client.get(url(draft, "publish")).context["seen"]
    return client.post(url(draft, "publish"), {"seen": seen, "reason": "Why.", **more})


def test_what_readers_see_is_not_edited_in_place(pia, role):
    page = pia.get(url(role, "change"))
    answer = pia.post(url(role, "change"), {"title": "Other"})

    assert "Edit as a draft" in page.content.decode()
    assert answer.status_code == 403


def test_editor_changes_a_draft_and_a_publisher_publishes_it(client, edda, pia, role):
    draft = open_draft(edda, role)
    saved = edda.post(
        url(draft, "change"), {**form_of(edda, draft), "lead": "New words."}
    )
    edda.post(url(draft, "move"), {"action": "submit"})
    look = pia.get(url(draft, "publish")).content.decode()
    before = client.get("/roles/ai-engineer/").content.decode()
    published = publish(pia, draft)

    after = client.get("/roles/ai-engineer/").content.decode()
    assert saved.status_code == published.status_code == 302
    assert "<del>One sentence about it.</del>" in look
    assert "<ins>New words.</ins>" in look
    assert "New words." not in before
    assert "New words." in after


def test_an_editor_sees_the_changes_but_may_not_publish(edda, role):
    draft = open_draft(edda, role)

    look = edda.get(url(draft, "publish"))
    answer = edda.post(url(draft, "publish"), {"reason": "I dare."})

    assert look.status_code == 200
    assert answer.status_code == 403
    assert Role.everything.filter(pk=draft.pk).exists()


def test_two_editors_collide_and_both_texts_survive(edda, pia, role):
    draft = open_draft(edda, role)
    first, second = form_of(edda, draft), form_of(pia, draft)
    edda.post(url(draft, "change"), {**first, "lead": "The first one's words."})

    refused = pia.post(
        url(draft, "change"), {**second, "lead": "The second one's words."}
    )

    draft.refresh_from_db()
    text = refused.content.decode()
    assert refused.status_code == 409
    assert draft.lead == "The first one's words."
    assert "The first one&#x27;s words." in text
    assert "The second one&#x27;s words." in text
    again = {**second, "lead": "Both words.", "seen": refused.context["seen"]}
    assert pia.post(url(draft, "change"), again).status_code == 302


def test_rows_below_collide_as_well(edda, pia, role):
    draft = open_draft(edda, role)
    shown = form_of(pia, draft)
    Duty.everything.filter(role=draft).update(text="Changed meanwhile.")

    refused = pia.post(url(draft, "change"), {**shown, "lead": "Mine."})

    assert refused.status_code == 409
    assert "Changed meanwhile." in refused.content.decode()


def test_publishing_what_one_has_not_seen_is_refused(edda, pia, role):
    draft = open_draft(edda, role)
    seen = pia.get(url(draft, "publish")).context["seen"]
    Role.everything.filter(pk=draft.pk).update(lead="Slipped in.")

    answer = pia.post(url(draft, "publish"), {"seen": seen})

    assert answer.status_code == 409
    assert "changed since you looked" in answer.content.decode()


def test_rows_with_a_list_of_their_own_are_edited_in_the_draft(edda, role):
    draft = open_draft(edda, role)
    live = RoleSkill.objects.get(role=role)
    own = RoleSkill.everything.get(role=draft)
    listed = edda.get("/admin/roles/roleskill/", {"rows": "draft"})

    refused = edda.post(url(live, "change"), {"importance": 5})
    values = {**form_of(edda, own), "importance": 5}
    saved = edda.post(url(own, "change"), values)

    own.refresh_from_db()
    assert list(listed.context["cl"].queryset) == [own]
    assert refused.status_code == 403
    assert saved.status_code == 302
    assert own.importance == 5
    assert RoleSkill.objects.get(role=role).importance == 3


@pytest.mark.parametrize("number", ["", "0", "99", "x", "9" * 30])
def test_an_unknown_revision_is_not_found(edda, role, number):
    assert edda.post(url(role, "restore"), {"number": number}).status_code == 404


def test_preview_shows_the_draft_in_its_place_and_changes_nothing(client, edda, role):
    draft = open_draft(edda, role)
    Role.everything.filter(pk=draft.pk).update(lead="New words.")
    told = edda.post(url(draft, "link"), follow=True).content.decode()
    address = re.search(r"http://testserver(/preview/[^\s<]+)", told)[1]

    preview = client.get(address)

    role.refresh_from_db()
    assert preview.status_code == 200
    assert "New words." in preview.content.decode()
    assert "noindex" in preview["X-Robots-Tag"]
    assert preview["Cache-Control"] == "private, no-store"
    assert "Sign out" not in edda.get(address).content.decode()
    assert role.lead == "One sentence about it."
    assert Role.everything.filter(pk=draft.pk).exists()
    assert not Revision.objects.about(role).filter(number=2).exists()


def test_preview_of_new_content_shows_its_page(client, edda):
    new = SkillFactory(status="draft", published_at=None, name="Brand new")

    preview = client.get(previews.address_of(new))

    assert "Brand new" in preview.content.decode()
    assert Skill.objects.get().status == "draft"


class WeekOldSigner(signing.TimestampSigner):
    def timestamp(self):
        return signing.b62_encode(int(time.time()) - previews.SECONDS - 1)


def test_old_forged_and_finished_previews_look_alike(client, edda, role):
    draft = open_draft(edda, role)
    good = previews.address_of(draft)
    named = [draft._meta.label_lower, draft.pk]
    old = WeekOldSigner(salt=previews.SALT).sign_object(named)
    forged = signing.dumps(named, salt="other")
    published = signing.dumps(["roles.role", role.pk], salt=previews.SALT)
    odd = signing.dumps(["roles.role"], salt=previews.SALT)

    assert client.get(good).status_code == 200
    for token in (old, forged, published, odd, "x"):
        assert client.get(f"/preview/{token}/").status_code == 404


def test_what_is_used_is_archived_with_a_successor(pia):
    used = CompleteRoleFactory().skill_requirements.get().skill
    successor = SkillFactory()

    refused = pia.post(url(used, "archive"), {})
    pia.post(url(used, "archive"), {"successor": successor.pk})

    used.refresh_from_db()
    assert refused.status_code == 422
    assert "It is still used" in refused.content.decode()
    assert used.status == "archived"


def held_skill():
    return HeldSkillFactory(user__name="Amara Osei").skill


def earned_certification():
    found = CertificationFactory()
    UserFactory().earned_certifications.create(
        certification=found, issued_on="2026-01-01"
    )
    return found


def target_role():
    found = RoleFactory()
    ProfileFactory(user=UserFactory(profile=None), target_role=found)
    return found


def source_of_requirements_alone():
    return RoleSkillFactory(source=SourceFactory()).source


def prerequisite_of_another_skill():
    found = SkillFactory()
    SkillPrerequisite.objects.create(skill=SkillFactory(), prerequisite=found)
    return found


def certification_of_a_step():
    return StepFactory(
        kind="certify", certification=CertificationFactory()
    ).certification


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (held_skill, "1 held skills"),
        (earned_certification, "1 earned certifications"),
        (target_role, "1 profiles"),
        (certification_of_a_step, "1 steps"),
        (source_of_requirements_alone, "1 role skills"),
        (prerequisite_of_another_skill, "1 skill prerequisites"),
    ],
)
def test_whatever_leads_to_content_makes_it_used(pia, make, told):
    used = make()
    asked = pia.get(url(used, "archive")).content.decode()

    refused = pia.post(url(used, "archive"), {})

    used.refresh_from_db()
    assert f"It is used by {told}. Name what follows it." in asked
    assert "Amara" not in asked
    assert (refused.status_code, used.status) == (422, "published")


def test_what_leads_there_twice_is_counted_once(pia):
    source = SourceFactory()
    SpecialtyFactory(source=source, attributed_to=source)

    asked = pia.get(url(source, "archive")).content.decode()

    assert "It is used by 1 specialties." in asked


def test_what_belongs_to_content_is_no_use_of_it(pia):
    role, skill = CompleteRoleFactory(), SkillFactory()
    SkillPrerequisite.objects.create(skill=skill, prerequisite=SkillFactory())

    for own in (role, skill):
        asked = pia.get(url(own, "archive")).content.decode()
        assert "Nothing else uses it." in asked


def test_deleting_what_learners_hold_is_refused_without_naming_them(pia, learner):
    skill = SkillFactory(status="draft", published_at=None)
    learner.held_skills.create(skill=skill)

    page = pia.get(url(skill, "delete")).content.decode()
    pia.post(url(skill, "delete"), {"post": "yes"})

    assert "1 held skills" in page
    assert learner.name not in page
    assert Skill.objects.filter(pk=skill.pk).exists()


def test_published_content_and_its_drafts_are_not_deleted(pia, edda, role):
    draft = open_draft(edda, role)

    for row in (role, draft):
        assert pia.post(url(row, "delete"), {"post": "yes"}).status_code == 403


def test_problems_are_shown_and_nothing_is_published(pia):
    draft = CompleteRoleFactory(status="draft", published_at=None)
    draft.duties.all().delete()

    look = pia.get(url(draft, "publish")).content.decode()
    answer = pia.post(url(draft, "publish"), {})

    draft.refresh_from_db()
    assert "people in the role do" in look
    assert answer.status_code == 422
    assert draft.status == "draft"


def test_a_time_that_is_over_or_unreadable_is_refused(pia, edda, role):
    draft = open_draft(edda, role)

    for at in ("2020-01-01 10:00", "soon"):
        answer = pia.post(url(draft, "publish"), {"at": at})
        assert answer.status_code == 422


@pytest.mark.parametrize(
    "name",
    ["draft", "publish", "move", "discard", "archive", "compare", "restore", "link"],
)
def test_a_person_without_the_desk_gets_nowhere(role, name):
    client = at_desk(UserFactory())

    for method in (client.get, client.post):
        assert method(url(role, name)).status_code in {302, 403}


def test_prerequisites_in_a_circle_are_refused_at_their_row(edda):
    python, testing = SkillFactory(name="Python"), SkillFactory(name="Testing")
    testing.prerequisite_links.create(prerequisite=python)
    edda.post(url(python, "draft"))
    draft = Skill.everything.get(draft_of=python)
    values = form_of(edda, draft)
    values["name"] = "Python 4"
    values["prerequisite_links-TOTAL_FORMS"] = 2
    for row, skill in enumerate([testing, python]):
        values[f"prerequisite_links-{row}-prerequisite"] = skill.pk

    answer = edda.post(url(draft, "change"), values)

    rows = answer.context["inline_admin_formsets"][1].formset.errors
    start = "Its prerequisites go in a circle: Python after"
    assert answer.status_code == 422
    assert rows[0]["prerequisite"] == [f"{start} Testing after Python."]
    assert rows[1]["prerequisite"] == [f"{start} Python."]
    assert 'value="Python 4"' in answer.content.decode()
    assert not draft.prerequisite_links.exists()
