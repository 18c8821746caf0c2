"""Nobody else reads what a learner wrote: private texts are marked and looked for."""

import pgtrigger
import pytest
from django.apps import apps
from django.db import models, transaction

from careersite.retention.holdings import HOLDINGS
from profiles.models import User
from tests.access import table
from tests.access.test_access import address
from tests.access.world import ACTORS

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S15")]

APPS = ("profiles", "roadmaps")
PERSON = ("user", "learner")
# What stands behind a secret address, for whoever holds it.
INVITATION = ("api:invitation", "roadmaps:invitation_detail")
OPENED = ("api:shared", "profiles:shared")
BY_LINK = {
    "profiles.MentorInvitation.message": INVITATION,
    "profiles.User.name": (*INVITATION, *OPENED),
    "profiles.Profile.headline": OPENED,
    "roadmaps.PersonalStep.title": ("roadmaps:calendar_feed",),
}
# What the mentor reads: by scope, or as the answer to a round; and a note of their own.
FOR_MENTOR = {
    "profiles.EducationEntry.area",
    "profiles.EducationEntry.institution",
    "profiles.EducationEntry.study_type",
    "profiles.Mentorship.private_note",
    "profiles.Profile.headline",
    "profiles.Project.outcome",
    "profiles.Project.summary",
    "profiles.Project.title",
    "profiles.Project.url",
    "profiles.User.name",
    "profiles.WorkEntry.employer",
    "profiles.WorkEntry.position",
    "profiles.WorkEntry.summary",
    "roadmaps.PersonalStep.title",
    "roadmaps.StepProgress.reason",
    "roadmaps.Submission.question",
    "roadmaps.Submission.text",
}
# Whoever was a mentor keeps the name in the list of past mentorships.
FOR_FORMER = {"profiles.User.name"}
NOT_FOR_OWNER = {"profiles.Mentorship.private_note"}
# Not written by a person, or not freely: made by the site, chosen from a list.
MADE = {
    "country",
    "email",
    "key",
    "mail_to",
    "password",
    "password_mark",
    "step_key",
    "terms_version",
    "time_zone",
    "token_hash",
}


def texts(model):
    """Return the names of the fields in which somebody may write freely."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and not field.is_relation
        and not field.primary_key
        and field.name not in MADE
    ]


def way_to_person(model, seen=()):
    """Return the lookup that leads from a row to whom it belongs; None without one."""
    keys = [field for field in model._meta.concrete_fields if field.is_relation]
    for field in keys:
        if field.name in PERSON:
            return field.name
    for field in keys:
        near = field.related_model
        if near in seen or near._meta.app_label not in APPS or field.null:
            continue
        if further := way_to_person(near, (*seen, model)):
            return f"{field.name}__{further}"
    return None


def mark(owner):
    """Write a mark of its own into each text of the owner's rows: mark -> where.

    Rows that nobody can change are opened for it, as only erasing an account does.
    """
    marks = {}
    for label in (one for holding in HOLDINGS for one in holding.models):
        model = apps.get_model(label)
        way = "pk" if model is User else way_to_person(model)
        if model._meta.app_label in APPS and way:
            with pgtrigger.ignore():
                marks.update(_mark_rows(model.objects.filter(**{way: owner.pk})))
    return marks


def _mark_rows(rows):
    model, marks = rows.model, {}
    for name in texts(model):
        field = model._meta.get_field(name)
        text = f"zq{model.__name__}{name}".lower().replace("_", "")
        value = f"https://{text}.org/" if isinstance(field, models.URLField) else text
        if rows.update(**{name: value[: field.max_length]}):
            marks[text] = f"{model._meta.label}.{name}"
    return marks


def read_by(client, world):
    """Yield the name of each address and what is answered there."""
    for row in table.ROWS:
        if "GET" in row.methods:
            with transaction.atomic():
                answer = client.get(address(row, world))
                content = b"".join(answer) if answer.streaming else answer.content
                transaction.set_rollback(True)
            yield row.name, content.decode(errors="replace").lower()


def may_read(actor, where, name):
    """Tell whether what stands in `where` is meant for the actor at this address."""
    meant = {
        "owner": where not in NOT_FOR_OWNER,
        "mentor": where in FOR_MENTOR,
        "former": where in FOR_FORMER,
    }
    return meant.get(actor, False) or name in BY_LINK.get(where, ())


def test_marks_in_private_texts_reach_nobody_else(world, figure):
    marks = mark(world.people["owner"])

    found = {
        (actor, where, name)
        for actor in ACTORS
        for name, content in read_by(world.clients[actor], world)
        for text, where in marks.items()
        if text in content
    }

    strangers = {one for one in found if not may_read(*one)}
    read = {where for _, where, _ in found}
    figure(
        f"{len(marks)} texts marked, {len(read)} read by somebody, in"
        f" {len(found)} places; {len(strangers)} by whom they are not meant for"
    )
    assert len(read) > 30
    assert not strangers
    # A list of what is meant would hide a new leak if it named what nobody reads.
    assert {where for actor, where, _ in found if actor == "mentor"} >= FOR_MENTOR
