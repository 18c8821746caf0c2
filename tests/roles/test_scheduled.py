"""What is scheduled reaches readers as a publisher saw it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roles.models import Role, Skill
from roles.services import drafts, publishing
from tests.desk import url
from tests.factories.roles import (
    CompleteRoleFactory,
    GuidanceFactory,
    RoleSkillFactory,
    SkillFactory,
    SourceFactory,
)
from tests.roles.desk_forms import form_of

pytestmark = pytest.mark.django_db
NOW = timezone.now()
LATER = NOW + timedelta(days=1)


@pytest.fixture
def role():
    return CompleteRoleFactory(slug="ai-engineer", title="AI Engineer")


@pytest.fixture
def draft(role, editor):
    return drafts.open_draft(root=role, by=editor, now=NOW)[0]


@pytest.fixture
def scheduled(draft, publisher):
    publishing.move(
        root=draft,
        action=publishing.Action.SCHEDULE,
        by=publisher,
        now=NOW,
        at=LATER,
    )
    return draft


def add_a_skill(client, role):
    answer = client.post(
        reverse("admin:roles_roleskill_add"),
        {
            "role": role.pk,
            "skill": SkillFactory(name="Slipped in").pk,
            "house_level": "mid",
            "importance": 3,
            "required_level": 2,
            "source": SourceFactory().pk,
            "basis": "printed",
            "position": 0,
        },
    )
    return answer.status_code


def schedule(client, draft, **words):
    look = client.get(url(draft, "publish"))
    return {"at": f"{LATER:%Y-%m-%d %H:%M}", "seen": look.context["seen"], **words}


def test_an_editor_leaves_the_rows_of_what_is_scheduled(scheduled, edda):
    row = scheduled.skill_requirements.get()

    changed = edda.post(url(row, "change"), {"importance": 1})
    deleted = edda.post(url(row, "delete"), {"post": "yes"})
    added = add_a_skill(edda, scheduled)

    assert (changed.status_code, deleted.status_code, added) == (403, 403, 422)
    assert scheduled.skill_requirements.get() == row


def test_a_publisher_still_changes_the_rows_of_what_is_scheduled(scheduled, pia):
    row = scheduled.skill_requirements.get()

    changed = pia.post(url(row, "change"), {**form_of(pia, row), "importance": 1})
    added = add_a_skill(pia, scheduled)

    row.refresh_from_db()
    assert (changed.status_code, added, row.importance) == (302, 302, 1)


def test_an_editor_fills_a_draft_that_is_not_scheduled(draft, edda):
    row = draft.skill_requirements.get()

    changed = edda.post(url(row, "change"), {**form_of(edda, row), "importance": 1})

    assert (changed.status_code, add_a_skill(edda, draft)) == (302, 302)


def test_only_a_publisher_throws_away_what_is_scheduled(role, scheduled, edda, pia):
    refused = edda.post(url(scheduled, "discard"))
    panel = edda.get(url(scheduled, "change")).content.decode()
    kept = Role.everything.filter(draft_of=role).exists()
    pia.post(url(scheduled, "discard"))

    assert (refused.status_code, kept) == (403, True)
    assert "Discard the draft" not in panel
    assert not Role.everything.filter(draft_of=role).exists()


def test_an_editor_does_not_delete_new_content_that_is_scheduled(edda, editor):
    skill = SkillFactory(status="scheduled", published_at=None)

    answer = edda.post(url(skill, "delete"), {"post": "yes"})

    assert answer.status_code == 403
    assert Skill.objects.filter(pk=skill.pk).exists()


def test_what_changed_since_the_look_is_not_scheduled(draft, pia):
    form = schedule(pia, draft, reason="Mine.")
    RoleSkillFactory(role=draft, skill=SkillFactory(name="Slipped in"))

    answer = pia.post(url(draft, "publish"), form)

    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (409, "draft")
    assert "changed since you looked" in answer.content.decode()
    assert 'value="Mine."' in answer.content.decode()


def test_what_was_seen_is_scheduled_and_published_when_due(role, draft, pia):
    GuidanceFactory(role=draft, title="Seen in time")

    answer = pia.post(url(draft, "publish"), schedule(pia, draft))
    done = publishing.publish_due(now=LATER)

    assert (answer.status_code, done) == (302, ["AI Engineer is published."])
    assert role.guidance_rows.filter(title="Seen in time").exists()


def test_live_text_that_changed_holds_the_schedule_up_at_once(role, draft, pia):
    Role.objects.filter(pk=role.pk).update(body="Brought by a new file.")

    answer = pia.post(url(draft, "publish"), schedule(pia, draft))

    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (409, "draft")
    assert "What readers see changed" in answer.content.decode()


def test_what_a_publisher_chose_to_write_over_is_written_over_when_due(
    role, draft, pia
):
    Role.everything.filter(pk=draft.pk).update(body="The draft's words.")
    Role.objects.filter(pk=role.pk).update(body="Brought by a new file.")

    pia.post(url(draft, "publish"), schedule(pia, draft, over="on"))
    done = publishing.publish_due(now=LATER)

    role.refresh_from_db()
    assert done == ["AI Engineer is published."]
    assert role.body == "The draft's words."


def test_what_changes_after_a_schedule_still_holds_it_back(role, draft, pia):
    Role.objects.filter(pk=role.pk).update(body="Brought by a new file.")
    pia.post(url(draft, "publish"), schedule(pia, draft, over="on"))
    Role.objects.filter(pk=role.pk).update(body="Nobody looked at this.")

    publishing.publish_due(now=LATER)

    draft.refresh_from_db()
    role.refresh_from_db()
    assert draft.status == "in_review"
    assert role.body == "Nobody looked at this."
