"""What readers can open, and drafts of all kinds that come meanwhile."""

import re
from datetime import timedelta
from functools import partial
from itertools import chain, count

from django.apps import apps
from django.db import models, transaction

from careersite.common.branches import read_branch, write_branch
from roadmaps.models import Resource
from roles.models import GuideSection
from roles.services import drafts
from tests.access import table
from tests.access.test_access import address
from tests.access.test_marks import texts
from tests.access.world import NOBODY
from tests.factories.roadmaps import RoadmapFactory, StepFactory

# Made anew for each answer, and no content: what a form must know, when it was, and
# for how long something waits.
OF_THE_MOMENT = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|"as_of":"[^"]+"|just now|\d+ minutes?'
)
MARK = "zqdraft"
SEARCHES = [
    f"{path}={MARK}"
    for path in (
        "/search/?q",
        "/roles/?q",
        "/skills/?q",
        "/api/v1/search/?q",
        "/api/v1/roles/?search",
        "/api/v1/skills/?search",
    )
]
READERS = [NOBODY, "owner", "stranger", "mentor"]
NUMBERS = count(1)
WAITING = ("draft", "in_review", "scheduled")


def looks_of(readers, world):
    """Return who opens what: all but previews, which lead to a draft by their link.

    What asks visitors to sign in holds no content.
    """
    return [
        (reader, url)
        for reader in readers
        for url in (
            *SEARCHES,
            *(
                address(row, world)
                for row in table.ROWS
                if "GET" in row.methods
                and "preview" not in row.name
                and (reader != NOBODY or row.who == table.EVERYBODY)
            ),
        )
    ]


def reading(client, url):
    """Return what is answered, as it stays from one time to the next."""
    with transaction.atomic():
        answer = client.get(url)
        content = b"".join(answer) if answer.streaming else answer.content
        transaction.set_rollback(True)
    text = content.decode(errors="replace")
    return answer.status_code, OF_THE_MOMENT.sub("", text)


def marked(model, name, number):
    """Return a mark that fits the column and differs from row to row."""
    field = model._meta.get_field(name)
    is_link = isinstance(field, models.URLField)
    text = f"https://{MARK}.example/{number}" if is_link else f"{MARK}{number}"
    return text[: field.max_length]


def words_of(model, read):
    """Return the columns to write in; `read` gives a column's value.

    What a document lacks stays without words.
    """
    is_lacking = model is GuideSection and read("is_missing")
    return [name for name in texts(model) if name != "slug" and not is_lacking]


def add_drafts(live, by, now):
    """Give published content a draft and a sibling that waits; return the siblings."""
    for root in live:
        drafts.open_draft(root=root, by=by, now=now)
    for model in (one for one in apps.get_models() if hasattr(one, "live_rows")):
        for row in model.everything.exclude(**model.live_rows):
            for name in words_of(model, partial(getattr, row)):
                setattr(row, name, marked(model, name, row.pk))
            row.save()
    return [
        add_sibling(root, WAITING[number % len(WAITING)], now)
        for number, root in enumerate(live)
    ]


def add_sibling(root, status, now):
    """Add what `root` is once more, in other words and under another address."""
    branch, name = read_branch(root), root.natural_fields[-1]
    mark_branch(branch)
    branch.values[name] = f"{MARK}-{root.pk}"
    if "edition" in branch.values:
        branch.values["edition"] += 1
    later = now + timedelta(days=1) if status == "scheduled" else None
    sibling = type(root)(status=status, scheduled_for=later)
    write_branch(sibling, branch)
    return sibling


def mark_branch(branch):
    for name in words_of(branch.model, branch.values.get):
        branch.values[name] = marked(branch.model, name, next(NUMBERS))
    for below in chain.from_iterable(branch.children.values()):
        mark_branch(below)


def add_plans(roadmap, step):
    """Let a step, a resource and a roadmap wait that no reader has seen."""
    version = roadmap.versions.get(status="draft")
    StepFactory(stage=version.stages.first(), key=MARK, title=MARK)
    Resource.objects.create(
        roadmap=roadmap,
        step_key=step,
        key=MARK,
        title=MARK,
        kind="docs",
        status="draft",
    )
    whole = {"stage__version__status": "draft", "stage__version__published_at": None}
    other = RoadmapFactory(role=roadmap.role, status="draft", slug=MARK, title=MARK)
    StepFactory(title=MARK, stage__version__roadmap=other, **whole)


def compared(clients, looks, change):
    """Return which looks differ after `change`, and which show a mark then."""
    before = {look: reading(clients[look[0]], look[1]) for look in looks}
    change()
    after = {look: reading(clients[look[0]], look[1]) for look in looks}
    changed = [look for look in looks if before[look] != after[look]]
    shown = [
        look for look in looks if MARK in after[look][1] and look[1] not in SEARCHES
    ]
    return changed, shown
