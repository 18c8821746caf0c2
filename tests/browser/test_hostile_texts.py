"""Texts of learners and editors that would run if a page took them for more."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pgtrigger
import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.postgres.fields import ArrayField
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from profiles.models import Mentorship, Section, User
from profiles.services import sections
from roadmaps.models import Enrollment, Submission
from roadmaps.services import tracking
from tests.browser.payloads import PAYLOADS, SHORT, chain
from tests.browser.test_accessibility import (
    EDITOR,
    LEARNER,
    MENTOR,
    NEWCOMER,
    PAGES,
    VISITOR,
)

# What a table says of its own rows: a section that is missing has no text.
ROWS = {"GuideSection": "NOT is_missing"}
APPS = ("roles", "profiles", "roadmaps")
# A table holds as many texts at a time as it has rows, up to so many; learners' tables
# change in each round, content, which every page is made of, in each eighth. The desk
# has most of the pages and shows a hundred rows at a time.
ROUNDS, TEXTS, KEY_ROOM = 48, 25, 8
CONTENT_EVERY, DESK_EVERY, OPENED_OF = 8, 24, 20
# What is no free text: written by the site alone, or checked by its form.
NO_TEXT = (models.SlugField, models.URLField, models.EmailField, models.UUIDField)
NO_WORDS = {
    *("password", "token_hash", "key_hash", "digest", "session_key", "time_zone"),
    *(
        "url",
        "handle",
        "files_hash",
        "object_key",
        "code",
        "color",
        "currency",
        "task_name",
        "password_mark",
        "key",
    ),
}
LOOKED_AT_EVERY = {
    VISITOR: CONTENT_EVERY,
    NEWCOMER: CONTENT_EVERY,
    EDITOR: DESK_EVERY,
}
NODES = (Path(__file__).parent / "hostile_nodes.js").read_text().strip().rstrip(";")
LOOK = f"""async (addresses) => {{
  const nodes = {NODES};
  const found = {{}};
  for (const address of addresses) {{
    const answer = await fetch(address);
    const problems = nodes(await answer.text());
    if (answer.status >= 500) problems.push(`status ${{answer.status}}`);
    if (problems.length) found[address] = problems.slice(0, 3);
  }}
  return found;
}}"""
COUNT_RUNS = "window.ran = 0; window.x = () => { window.ran += 1; };"
MORE_PAGES = [
    (LEARNER, "/people/amara/"),
    (LEARNER, "/me/projects/{project}/"),
    (LEARNER, "/me/roadmaps/{enrollment}/notes/{note}/"),
    (LEARNER, "/me/roadmaps/{enrollment}/steps/statistics/"),
    (LEARNER, "/me/privacy/as/public/"),
    (MENTOR, "/me/roadmaps/{enrollment}/steps/statistics/"),
    (MENTOR, "/me/roadmaps/{enrollment}/?view=map"),
]


def text_fields(model):
    """Yield the fields of a model in which somebody writes freely, with their room."""
    for one in model._meta.local_concrete_fields:
        base = one.base_field if isinstance(one, ArrayField) else one
        is_text = isinstance(base, models.CharField | models.TextField)
        length = base.max_length or 2000 if is_text else 0
        if (
            is_text
            and not isinstance(base, NO_TEXT)
            and not (base.choices or one.primary_key or one.generated)
            and one.name not in NO_WORDS
            and length >= 40
        ):
            yield one, min(length, 10_000)


def is_content(model):
    """Tell whether visitors' pages are made of a table."""
    own = {"user", "learner", "mentor", "progress", "submission", "review", "author"}
    names = {one.name for one in model._meta.concrete_fields if one.is_relation}
    return model is not User and not own & names


@dataclass
class Plan:
    """What a table holds round by round: for each field a list of texts a round."""

    count: int
    texts: dict
    held: dict


def plan(model):
    """Spread the payloads over the rows of a table and over the rounds."""
    rows = list(model._meta.default_manager.values_list("pk", flat=True))
    made = Plan(min(len(rows), TEXTS), {}, {})
    there = {pk % made.count for pk in rows}
    rounds = ROUNDS // (CONTENT_EVERY if is_content(model) else 1)
    for written, length in text_fields(model):
        apart = len(SHORT) // made.count + 1
        chains = [
            chain(length - KEY_ROOM, number * apart, rounds)
            for number in range(made.count)
        ]
        made.texts[written] = [texts for texts, _ in chains]
        made.held[written] = set().union(*(chains[number][1] for number in there))
    return made


def fill(model, made, number):
    """Put the texts of one round into all rows of a table."""
    key = model._meta.pk.column
    text = f"(%s::text[])[1 + {key} %% {made.count}] || {key}"
    changes = [
        f'"{written.column}" = '
        + (f"ARRAY[{text}]" if isinstance(written, ArrayField) else text)
        for written in made.texts
    ]
    values = [[texts[number] for texts in chains] for chains in made.texts.values()]
    table = model._meta.db_table
    closed = [
        f"{model._meta.label}:{one.name}"
        for one in getattr(model._meta, "triggers", ())
        if one.name == "append_only"
    ]
    with pgtrigger.ignore(*closed), connection.cursor() as cursor:
        changed = f'UPDATE "{table}" SET {", ".join(changes)}'  # noqa: S608
        cursor.execute(f"{changed} WHERE {ROWS.get(model.__name__, True)}", values)


def fill_all(plans, number):
    """Put the texts of one round everywhere."""
    for model, made in plans.items():
        if not is_content(model):
            fill(model, made, number)
        elif number % CONTENT_EVERY == 0:
            fill(model, made, number // CONTENT_EVERY)


@pytest.fixture
def addresses(demo):
    """What each actor looks at: every page, and every list and row of the desk."""
    learner, mentor = User.objects.get(email=LEARNER), User.objects.get(email=MENTOR)
    now = timezone.now()
    enrollment = Enrollment.objects.of(learner).first()
    row = enrollment.step_progress.get(step_key="statistics")
    by_learner = {"by": learner, "now": now}
    note = tracking.add_note(progress=row, text="Note", **by_learner)
    tracking.add_comment(progress=row, text="Comment", **by_learner)
    tracking.add_comment(progress=row, text="Comment", by=mentor, now=now)
    Mentorship.objects.active().first().allow(
        ["steps", "notes", "profile", "certifications"]
    )
    sections.set_openness(
        user=learner,
        handle="amara",
        wanted=dict.fromkeys(Section.values, "public"),
        **by_learner,
    )
    keys = {
        "enrollment": enrollment.pk,
        "submission": Submission.objects.waiting().first().pk,
        "mentorship": Mentorship.objects.active().first().pk,
        "project": learner.projects.first().pk,
        "note": note.pk,
    }
    found = {}
    for actor, address in (*PAGES, *MORE_PAGES):
        found.setdefault(actor, []).append(address.format(**keys))
    found[EDITOR] += desk_addresses()
    return found


def desk_addresses():
    """Yield the list, and the form and history of one row, of all that editors keep."""
    found = []
    for model in admin.site._registry:  # noqa: SLF001
        one = model._meta.default_manager.order_by("pk").first()
        if model._meta.app_label not in APPS or one is None:
            continue
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        found.append(reverse(f"{name}_changelist"))
        found += [reverse(f"{name}_{what}", args=[one.pk]) for what in DESK]
    return found


DESK = ("change", "history")


@pytest.fixture
def page_of(browser, live_server, session_of):
    """Return a page of somebody's own in which the site's policy stops nothing."""
    contexts = []

    def open_page(email):
        context = browser.new_context(base_url=live_server.url, bypass_csp=True)
        contexts.append(context)
        context.add_init_script(COUNT_RUNS)
        if email:
            context.add_cookies([session_of(User.objects.get(email=email))])
        page = context.new_page()
        page.goto("/")
        return page

    yield open_page
    for context in contexts:
        context.close()


@dataclass
class Seen:
    """What came of looking: pages with problems, and how many ran something."""

    problems: dict[str, list[str]] = field(default_factory=dict)
    parsed: int = 0
    opened: int = 0
    runs: int = 0

    def look(self, actor, page, addresses, number):
        """Parse all pages, and open some of them: others in each round."""
        found = page.evaluate(LOOK, addresses)
        self.problems |= {f"{actor} {one}": said for one, said in found.items()}
        self.parsed += len(addresses)
        for address in addresses[number % OPENED_OF :: OPENED_OF]:
            page.goto(address, wait_until="load")
            self.runs += page.evaluate("window.ran")
            self.opened += 1


def texts_of_all():
    """Return for each table in which people write its texts, and what each holds."""
    return {
        model: plan(model)
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if any(text_fields(model)) and model._meta.default_manager.exists()
    }


@pytest.mark.assure(id="hostile-texts")
def test_texts_of_learners_and_editors_stay_texts_in_every_page(
    addresses, page_of, figure
):
    pages, seen = {actor: page_of(actor) for actor in addresses}, Seen()
    plans = texts_of_all()
    for number in range(ROUNDS):
        fill_all(plans, number)
        for actor, page in pages.items():
            if number % LOOKED_AT_EVERY.get(actor, 1) == 0:
                seen.look(actor, page, addresses[actor], number)
    counts = {
        f"{model.__name__}.{written.name}": len(held)
        for model, made in plans.items()
        for written, held in made.held.items()
    }

    few = {name: count for name, count in counts.items() if count < 100}
    long = {model.__name__ for model, made in plans.items() if made.count == TEXTS}

    figure(
        f"{len(counts) - len(few)} fields with 100 to {len(PAYLOADS)} payloads in each,"
        f" {len(few)} short ones of tables with few rows with"
        f" {min(few.values(), default=100)} to 99; {seen.parsed} pages parsed,"
        f" {seen.opened} opened without the site's policy: {seen.runs} executions,"
        f" {len(seen.problems)} pages with a node that would run"
    )
    assert seen.problems == {}, json.dumps(seen.problems, indent=1)
    assert seen.runs == 0
    assert {name for name in few if name.partition(".")[0] in long} == set()
