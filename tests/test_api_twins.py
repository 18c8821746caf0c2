"""Whatever a page can do, a program can do: both call the same services."""

import ast
import importlib
import inspect
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("roles", "profiles", "roadmaps", "careersite")
PAGES = ("views", "views.py", "search/views.py")
ENDPOINTS = ("api", "api.py", "search/api.py")

READ_OTHERWISE = "a page's own arrangement of what endpoints tell in parts"
# What pages call and endpoints do not, and why.
PAGES_ALONE = {
    "profiles.services.tokens.make_token": "a token makes no tokens; it takes a page "
    "and the password",
    "profiles.services.notice_wishes.read_unsubscribe": "the link of a mail",
    "profiles.services.notice_wishes.unsubscribe": "the link of a mail; programs "
    "change me/notices/mail/",
    "profiles.services.operating.latest_acts": READ_OTHERWISE,
    "profiles.services.exporting.as_csv": "the same rows as me/export/, as files",
    "profiles.services.sections.sheets": READ_OTHERWISE,
    "roadmaps.services.calendar.find_owner": "the feed, which programs read as it is",
    "roadmaps.services.desk.wait_words": READ_OTHERWISE,
    "roadmaps.services.dashboard.reading.read_dashboard": READ_OTHERWISE,
    "roadmaps.services.drafts.drop_draft": "a form half typed; programs send it whole",
    "roadmaps.services.drafts.kept": "a form half typed; programs send it whole",
    "roadmaps.services.drafts.read_drafts": "a form half typed",
    "roadmaps.services.drafts.save_draft": "a form half typed",
    "roadmaps.services.invitations.asks_the_same": "the answer to a program holds the "
    "invitation that waits",
    "roadmaps.services.linking.profile_things": READ_OTHERWISE,
    "roadmaps.services.map.draw": "the drawing of a roadmap",
    "roadmaps.services.mentee_export.mentee_rows": "the same rows as mentor/mentees/, "
    "as a file",
    "roadmaps.services.needs.words_of": READ_OTHERWISE,
    "roadmaps.services.own_words.minutes_at": READ_OTHERWISE,
    "roadmaps.services.own_words.visible_notes": READ_OTHERWISE,
    "roadmaps.services.plan.read_version": READ_OTHERWISE,
    "roadmaps.services.previews.find": "a draft for whoever has its link",
    "roadmaps.services.record.shown_record": READ_OTHERWISE,
    "roadmaps.services.replies.insert_reply": "a form without JavaScript; programs put "
    "the text in themselves",
    "roadmaps.services.review.drafts.read_draft": READ_OTHERWISE,
    "roadmaps.services.step_detail.read_step": READ_OTHERWISE,
    "roadmaps.services.terms.terms_of": READ_OTHERWISE,
    "roadmaps.services.tracking.life.allowed_standings": READ_OTHERWISE,
    "roles.services.previews.as_published": "a draft for whoever has its link",
    "roles.services.previews.find": "a draft for whoever has its link",
}


def sources(places):
    for app in APPS:
        for place in places:
            path = ROOT / app / place
            yield from path.rglob("*.py") if path.is_dir() else [path]


def imported(tree):
    """Return what a module imports from services: local name -> module or function."""
    found = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.ImportFrom) or ".services" not in str(node.module):
            continue
        for name in node.names:
            place = importlib.import_module(node.module)
            thing = getattr(place, name.name, None)
            if thing is None:
                thing = importlib.import_module(f"{node.module}.{name.name}")
            found[name.asname or name.name] = thing
    return found


def named(node, known):
    """Return the service that a node of the syntax tree names, else None."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return getattr(known.get(node.value.id), node.attr, None)
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        return known.get(node.id)
    return None


def services_of(places):
    """Return the full names of all service functions that modules speak of."""
    found = set()
    for path in sources(places):
        if not path.exists():
            continue
        tree = ast.parse(path.read_text())
        known = imported(tree)
        things = (named(node, known) for node in ast.walk(tree))
        found |= {
            f"{one.__module__}.{one.__name__}"
            for one in things
            if inspect.isfunction(one)
        }
    return found


def test_every_service_of_a_page_has_an_endpoint():
    pages, endpoints = services_of(PAGES), services_of(ENDPOINTS)

    assert len(pages) > 100
    assert pages - endpoints == set(PAGES_ALONE)
