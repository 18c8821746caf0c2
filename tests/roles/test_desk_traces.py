"""Each form of the desk that writes content leaves who did what, before and after."""

import pytest
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from careersite.common.branches import parent_field
from careersite.common.models import ContentRoot
from roadmaps.models import Roadmap, RoadmapVersion, Step
from roadmaps.services import publishing as version_publishing
from roles.models import (
    ContentEvent,
    ExternalCode,
    Region,
    RoleSkill,
    SkillCategory,
)
from roles.services import drafts
from tests.desk import at_desk, url
from tests.roles.desk_forms import form_of

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S59")]

# What the desk shows besides content, and where it is tested what is noted of it.
NO_CONTENT = {
    "profiles.AbuseReport": "operating/test_desk.py",
    "profiles.User": "operating/test_desk.py",
    "roles.Report": "roles/test_reports.py",
}
MODELS = [
    model
    for model in admin.site._registry  # noqa: SLF001
    if model._meta.label not in NO_CONTENT
]
# The first of these that a form has gets another value, or what is named for the table.
WORDS = (
    *("note", "title", "name", "text", "as_printed", "description", "heading"),
    *("statement", "question", "titles", "blurb", "stages-0-title"),
)
CHANGED = {RoleSkill: {"importance": "1"}, Step: {"title": "!", "keeps_meaning": "on"}}
# What is added is a row that is there once more, but for these.
KEYS = ("slug", "key", "code", "title", "name", "edition", "position")
DIFFERENT = {Region: {"code": "ZZ"}}
NOT_ADDED = {
    RoadmapVersion: "it is drafted as a copy of the one before",
    SkillCategory: "all eight colors are taken",
}


def rows_of(model):
    """Return the rows that the desk may change: drafts, where a table has them."""
    if hasattr(model, "live_rows"):
        return model.everything.exclude(**model.live_rows)
    if model is RoadmapVersion:
        return model.objects.drafts()
    if model is Step:
        return model.objects.filter(version__status="draft")
    return model.objects.all()


def root_of(row):
    """Return the row that is drafted and published with all below it."""
    name = parent_field(type(row))
    return root_of(getattr(row, name)) if name else row


def open_drafts(by):
    """Let each table have a row that the desk may change."""
    now = timezone.now()
    ExternalCode.objects.create(scheme="esco", code="one")
    version_publishing.draft_next_version(
        roadmap=Roadmap.objects.first(), by=by, now=now
    )
    for model in MODELS:
        root = root_of(model.objects.first())
        if isinstance(root, ContentRoot):
            drafts.open_draft(root=root, by=by, now=now)


def changed(model, form):
    """Return what a form sends after somebody wrote a word."""
    name = next((one for one in WORDS if one in form), "")
    return {**form, **CHANGED.get(model, {name: f"{form.get(name)}1"})}


def added(model, row, form):
    """Return what the form for a new row sends: the same without what hangs below."""
    values = {
        name: "0" if name.endswith("_FORMS") else value
        for name, value in form.items()
        if name.endswith("_FORMS") or ("-" not in name and name != "seen")
    }
    values.update({name: f"{values[name]}1"[-8:] for name in KEYS if name in values})
    above = parent_field(model)
    values.update({above: getattr(row, f"{above}_id")} if above else {})
    return {**values, **DIFFERENT.get(model, {})}


def traces_of(client, address, sent):
    """Send a form; return whether it was taken, and what was noted."""
    before = ContentEvent.objects.count()
    answer = client.post(address, sent)
    noted = ContentEvent.objects.order_by("pk")[before:]
    return answer.status_code == 302, [*noted]


def test_every_form_of_the_desk_leaves_a_trace(content, operator, figure):
    open_drafts(operator)
    client, done, refused, wrong = at_desk(operator), [], [], {}
    for model in MODELS:
        row = rows_of(model).first()
        form = form_of(client, row)
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_add"
        for action, address, sent in (
            ("update", url(row, "change"), changed(model, form)),
            ("delete", url(row, "delete"), {"post": "yes"}),
            ("insert", reverse(name), added(model, row, form)),
        ):
            is_taken, noted = traces_of(client, address, sent)
            (done if is_taken else refused).append((model, action))
            if is_taken != any(is_trace(one, model, action, operator) for one in noted):
                wrong[model, action] = noted

    figure(
        f"{len(MODELS)} tables of content at the desk: {len(done)} forms to change, add"
        f" and remove a row were taken and left who, before and after;"
        f" {len(refused)} were refused, of what is published or in use, and left none"
    )
    assert wrong == {}
    assert {model for model, action in refused if action == "update"} == set()
    assert {model for model, action in refused if action == "insert"} == {*NOT_ADDED}


def is_trace(event, model, action, by):
    """Tell whether an event says who did this to a row of a table, and both values."""
    # Of a version it is its stages that are written.
    is_there = event.table == model._meta.db_table or (
        model is RoadmapVersion and action == "update"
    )
    values = ((event.before is None), (event.after is None))
    return (
        is_there
        and event.action == action
        and event.actor_id == by.pk
        and values == (action == "insert", action == "delete")
    )
