"""Published content is edited in a draft; readers see it when it is published."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roles.models import Duty, EditorialEvent, Redirect, Revision, Role, Rung, Skill
from roles.services import archiving, drafts, publishing, revisions
from roles.tasks import publish_due
from tests.factories.profiles import UserFactory
from tests.factories.roles import (
    CompleteRoleFactory,
    DutyFactory,
    LadderFactory,
    RoleFactory,
    RungFactory,
    SalaryBandFactory,
    SkillFactory,
)

pytestmark = pytest.mark.django_db
Action = EditorialEvent.Action


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def role(db):
    return CompleteRoleFactory(slug="ai-engineer", title="AI Engineer")


def open_draft(root, editor, now):
    return drafts.open_draft(root=root, by=editor, now=now)[0]


def test_draft_is_a_copy_of_the_whole_that_nobody_meets(role, editor, now):
    draft = open_draft(role, editor, now)

    assert draft.title == "AI Engineer"
    assert [duty.text for duty in draft.duties.all()] == [role.duties.get().text]
    assert draft.skill_requirements.count() == 1
    assert Role.objects.get(slug="ai-engineer") == role
    assert Duty.objects.count() == 1
    assert Duty.everything.count() == 2
    assert Role.objects.get_by_natural_key("ai-engineer") == role


def test_a_second_editor_gets_the_same_draft(role, editor, publisher, now):
    first = open_draft(role, editor, now)

    second, is_new = drafts.open_draft(root=role, by=publisher, now=now)

    assert (second, is_new) == (first, False)


def test_readers_see_the_old_text_until_the_draft_is_published(
    client, role, editor, publisher, now
):
    draft = open_draft(role, editor, now)
    Role.everything.filter(pk=draft.pk).update(lead="New words.")
    duty, key = role.duties.get(), role.duties.get().key
    draft.duties.filter(key=key).update(text="Does it better.")
    DutyFactory(role=draft, text="Does more.")
    before = client.get("/roles/ai-engineer/").content.decode()

    live = publishing.publish(root=draft, by=publisher, now=now, reason="Better.")

    after = client.get("/roles/ai-engineer/").content.decode()
    duty.refresh_from_db()
    assert "New words." not in before
    assert "New words." in after
    assert live == role
    assert duty.text == "Does it better."
    assert role.duties.count() == 2
    assert not Role.everything.filter(draft_of=role).exists()
    assert not Duty.everything.filter(of_draft=True).exists()


def test_each_publishing_keeps_a_revision_with_who_when_and_why(
    role, editor, publisher, now
):
    draft = open_draft(role, editor, now)
    Role.everything.filter(pk=draft.pk).update(lead="New words.")

    publishing.publish(root=draft, by=publisher, now=now, reason="Clearer.")

    newest, found = Revision.objects.about(role)
    assert (newest.number, newest.actor_name, newest.reason) == (
        2,
        "Pia Blisher",
        "Clearer.",
    )
    assert found.reason == "As found."
    change = revisions.difference(Role, found.content, newest.content)
    assert [(one.field, one.after) for one in change.fields] == [("lead", "New words.")]
    assert not change.rows


def test_ends_of_lines_that_a_browser_writes_are_no_change(role, editor, now):
    Role.objects.filter(pk=role.pk).update(body="One.\n\nTwo.")
    role.refresh_from_db()
    draft, _ = drafts.open_draft(root=role, by=editor, now=now)

    draft.body = "One.\r\n\r\nTwo."
    draft.save()

    assert not revisions.difference_to_live(draft)


def test_an_older_text_comes_back_as_a_draft(role, editor, publisher, now):
    old_duty = role.duties.get().text
    draft = open_draft(role, editor, now)
    Role.everything.filter(pk=draft.pk).update(lead="New words.")
    draft.duties.update(key="other", text="Other.")
    publishing.publish(root=draft, by=publisher, now=now)
    first = Revision.objects.about(role).get(number=1)

    restored = drafts.restore(root=role, revision=first, by=editor, now=now)

    role.refresh_from_db()
    assert role.lead == "New words."
    assert restored.lead == "One sentence about it."
    assert restored.duties.get().text == old_duty


def test_an_older_text_of_what_is_archived_waits_for_the_archive(
    client, editor, publisher, now
):
    skill = SkillFactory(slug="archived")
    publishing.publish(
        root=open_draft(skill, editor, now), by=publisher, now=now, reason="First."
    )
    archiving.archive(root=skill, successor=None, by=publisher, now=now)
    client.force_login(publisher)
    page = f"/admin/roles/skill/{skill.pk}/restore/"

    refused = client.post(page, {"number": 1}, follow=True).content.decode()
    skill.refresh_from_db()
    publishing.move(root=skill, action=Action.REVIVE, by=publisher, now=now)
    brought_back = client.post(page, {"number": 1}, follow=True).content.decode()

    assert "It is archived: take it out of the archive first." in refused
    assert "Revision 1 is back, as a draft." in brought_back


def test_restoring_says_what_is_no_longer_there(role, editor, publisher, now):
    revision = revisions.store_revision(role, by=editor, now=now)
    gone = role.skill_requirements.get().skill
    role.skill_requirements.all().delete()
    gone.delete()

    with pytest.raises(drafts.RestoreRefusedError) as refused:
        drafts.restore(root=role, revision=revision, by=editor, now=now)

    assert gone.slug in str(refused.value)


def test_all_that_is_missing_is_listed_at_once(editor, publisher, now):
    hidden = SkillFactory(status="draft", name="Hidden skill")
    draft = RoleFactory(status="draft", published_at=None, summary="")
    draft.skill_requirements.create(
        skill=hidden,
        house_level="mid",
        importance=3,
        required_level=2,
        source=DutyFactory().source,
    )

    with pytest.raises(publishing.PublishRefusedError) as refused:
        publishing.publish(root=draft, by=publisher, now=now)

    text = " ".join(refused.value.problems)
    assert "sentences under the title" in text
    assert "at least one thing that people in the role do" in text
    assert "summary" in text
    assert "“Hidden skill” is not published" in text


def test_a_draft_cannot_take_a_title_that_another_role_has(
    role, editor, publisher, now
):
    RoleFactory(title="Data Scientist")
    draft = open_draft(role, editor, now)
    Role.everything.filter(pk=draft.pk).update(title="Data Scientist")

    with pytest.raises(publishing.PublishRefusedError, match="Another role"):
        publishing.publish(root=draft, by=publisher, now=now)


def test_a_rung_that_pay_points_to_cannot_go(editor, publisher, now):
    rung = RungFactory(position=1)
    RungFactory(ladder=rung.ladder, position=2)
    SalaryBandFactory(rung=rung, role=rung.ladder.role)
    draft = open_draft(rung.ladder, editor, now)
    draft.rungs.filter(key=rung.key).delete()

    with pytest.raises(publishing.PublishRefusedError, match="still used by salary"):
        publishing.publish(root=draft, by=publisher, now=now)

    assert Rung.objects.filter(pk=rung.pk).exists()


def test_rungs_can_change_places(editor, publisher, now):
    ladder = LadderFactory()
    low = RungFactory(ladder=ladder, position=1, key="low")
    high = RungFactory(ladder=ladder, position=2, key="high")
    draft = open_draft(ladder, editor, now)
    draft.rungs.filter(key="low").update(position=9)
    draft.rungs.filter(key="high").update(position=1)
    draft.rungs.filter(key="low").update(position=2)

    publishing.publish(root=draft, by=publisher, now=now)

    low.refresh_from_db()
    high.refresh_from_db()
    assert (low.position, high.position) == (2, 1)


def test_prerequisites_in_a_circle_are_refused_with_the_way(editor, publisher, now):
    first, second = SkillFactory(name="First"), SkillFactory(name="Second")
    second.prerequisite_links.create(prerequisite=first)
    draft = open_draft(first, editor, now)
    draft.prerequisite_links.create(prerequisite=second)

    with pytest.raises(
        publishing.PublishRefusedError, match="First after Second after First"
    ):
        publishing.publish(root=draft, by=publisher, now=now)


def test_live_text_that_changed_meanwhile_is_not_overwritten(
    role, editor, publisher, now
):
    draft = open_draft(role, editor, now)
    Role.objects.filter(pk=role.pk).update(body="Brought by a new file.")

    with pytest.raises(publishing.ChangedMeanwhileError):
        publishing.publish(root=draft, by=publisher, now=now)

    change = publishing.changed_below(draft)
    assert [one.field for one in change.fields] == ["body"]
    publishing.publish(root=draft, by=publisher, now=now, over=True)


def test_pay_published_while_a_draft_is_open_stays(role, editor, publisher, now):
    draft = open_draft(role, editor, now)
    band = SalaryBandFactory(role=role, low=90_000)
    type(band).objects.filter(pk=band.pk).update(low=95_000)

    publishing.publish(root=draft, by=publisher, now=now)

    band.refresh_from_db()
    assert (band.low, band.role) == (95_000, role)


def test_review_moves_are_noted_and_wrong_ones_refused(role, editor, publisher, now):
    draft = open_draft(role, editor, now)

    publishing.move(root=draft, action=Action.SUBMIT, by=editor, now=now)
    with pytest.raises(Role.WrongStatusError):
        publishing.move(root=draft, action=Action.SUBMIT, by=editor, now=now)
    publishing.move(
        root=draft, action=Action.SEND_BACK, by=publisher, now=now, reason="Shorter."
    )

    back, sent, _made = EditorialEvent.objects.about(role)
    assert (sent.actor_name, sent.to_status) == ("Edda Itor", "in_review")
    assert (back.reason, back.to_status) == ("Shorter.", "draft")


def test_scheduled_content_is_published_when_its_time_has_come(
    role, editor, publisher, now
):
    draft = open_draft(role, editor, now)
    Role.everything.filter(pk=draft.pk).update(lead="Tomorrow's words.")
    at = now + timedelta(hours=1)
    publishing.move(root=draft, action=Action.SCHEDULE, by=publisher, now=now, at=at)

    assert publishing.publish_due(now=now) == []
    done = publishing.publish_due(now=at)

    role.refresh_from_db()
    assert done == ["AI Engineer is published."]
    assert role.lead == "Tomorrow's words."
    assert Revision.objects.about(role).first().actor_name == "Pia Blisher"
    assert publishing.publish_due(now=at) == []


def test_what_is_not_ready_at_its_time_goes_back_to_review(
    role, editor, publisher, now
):
    draft = open_draft(role, editor, now)
    at = now + timedelta(hours=1)
    publishing.move(root=draft, action=Action.SCHEDULE, by=publisher, now=now, at=at)
    draft.duties.all().delete()

    publishing.publish_due(now=at)

    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert "people in the role do" in EditorialEvent.objects.about(role).first().reason


def test_a_new_slug_leaves_a_redirect(client, role, editor, publisher, now):
    draft = open_draft(role, editor, now)
    Role.everything.filter(pk=draft.pk).update(slug="applied-ai-engineer")

    publishing.publish(root=draft, by=publisher, now=now)

    assert client.get("/roles/ai-engineer/").url == "/roles/applied-ai-engineer/"


def test_content_in_use_is_archived_with_a_successor_only(editor, publisher, now):
    old, new = SkillFactory(slug="old"), SkillFactory(slug="new")
    requirement = CompleteRoleFactory().skill_requirements.get()
    type(requirement).objects.filter(pk=requirement.pk).update(skill=old)

    with pytest.raises(archiving.SuccessorNeededError):
        archiving.archive(root=old, successor=None, by=publisher, now=now)
    archiving.archive(root=old, successor=new, by=publisher, now=now)

    old.refresh_from_db()
    assert old.status == "archived"
    assert Redirect.objects.new_slugs("skill", ["old"]) == {"old": "new"}
    assert not Skill.objects.published().filter(slug="old").exists()


def test_discarding_leaves_what_readers_see(role, editor, now):
    draft = open_draft(role, editor, now)

    drafts.discard(draft=draft, by=editor, now=now)

    assert Role.everything.count() == 1
    assert role.duties.count() == 1


def test_actor_is_kept_as_number_and_name(role, now):
    person = UserFactory(name="Mo Lee")
    drafts.open_draft(root=role, by=person, now=now)

    event = EditorialEvent.objects.about(role).get()

    assert (event.actor_id, event.actor_name) == (person.pk, "Mo Lee")


def test_acts_on_content_in_another_state_are_refused(role, editor, publisher, now):
    unready = RoleFactory(status="in_review", summary="")
    later = now + timedelta(days=1)
    (found,) = [revisions.ensure_revision(role, now=now)]
    words = {"by": publisher, "now": now}

    with pytest.raises(drafts.NeedsNoDraftError):
        drafts.discard(draft=role, **words)
    with pytest.raises(Role.WrongStatusError):
        publishing.publish(root=role, **words)
    with pytest.raises(publishing.PublishRefusedError):
        publishing.move(root=unready, action=Action.SCHEDULE, at=later, **words)
    open_draft(role, editor, now)
    with pytest.raises(drafts.DraftExistsError):
        drafts.restore(root=role, revision=found, **words)
    with pytest.raises(Role.WrongStatusError, match="discard its draft"):
        archiving.archive(root=role, successor=None, **words)
    with pytest.raises(Role.WrongStatusError, match="Only published"):
        archiving.archive(root=unready, successor=None, **words)


def test_the_task_of_each_minute_says_what_it_published(caplog):
    role = CompleteRoleFactory(title="Due", status="scheduled")

    with caplog.at_level("INFO"):
        publish_due(timestamp=0)

    role.refresh_from_db()
    assert role.status == "published"
    assert any("Due" in text for text in caplog.messages)
