"""Every page keeps to the policy that it carries, as a browser takes it."""

import json
from collections import defaultdict

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Error

from profiles.models import User
from roles.models import FrameworkPlan, ImportBatch
from tests.access import table
from tests.access.test_access import WHO, address, routes
from tests.access.world import NOBODY, World
from tests.browser.everywhere import addresses_by_person
from tests.browser.test_accessibility import EDITOR, NEWCOMER, VISITOR
from tests.roles.test_framework_import import DATA, SCIENTIST
from tests.roles.test_imports import FAMILIES, upload

WANTED = (
    "default-src 'none'",
    "script-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
)
LOOSE = ("unsafe", " *", "data:", "http")
# The one page that is not ours writes its own styles; scripts it loads like all.
LOOSE_ON = ("/api/", "/api/docs/")
NOTE_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI}`);
});
"""
# What a policy has to stop, each against another part of it.
BREACHES = (
    "<i style=color:red>",
    "<img src=https://elsewhere.example/x.png>",
    "<svg onload=alert(1)>",
    "<iframe src=https://elsewhere.example/>",
    "<base href=https://elsewhere.example/>",
)
INSERT = "html => document.body.insertAdjacentHTML('beforeend', html)"
# Three of many; the rest of what the access table knows is theirs or anybody's.
API_PAGES = {"api:docs", "api:front_door"}
ACTORS = (NOBODY, "owner", "mentor", "editor", "operator")
# What a browser says of a file to be kept, and of an answer without a word.
NO_PAGE = ("Download is starting", "ERR_HTTP_RESPONSE_CODE_FAILURE")
ERRORS = {
    400: "/roles/?q=%00",
    403: "/admin/roles/role/",
    404: "/no-such-page/",
    500: "/fail/view/",
}


class Watcher:
    """Opens pages as one person and notes what breaks the policy."""

    def __init__(self, context):
        context.add_init_script(NOTE_VIOLATIONS)
        context.set_default_timeout(120_000)  # no page may fail by a busy machine
        self.page = context.new_page()
        self.said, self.problems, self.pages = [], {}, 0
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("console", self._note)

    def _note(self, message):
        # The browser says of each page that was refused that it was.
        is_refusal = message.location.get("url") == self.page.url
        if message.type == "error" and not (is_refusal and "status" in message.text):
            self.said.append(message.text)

    def open(self, way):
        """Open an address; return its answer, None where there is no page."""
        self.said.clear()
        try:
            answer = self.page.goto(way, wait_until="load")
        except Error as error:
            if not any(one in error.message for one in NO_PAGE):
                raise
            return None
        if "html" not in answer.headers.get("content-type", ""):
            return answer
        self.pages += 1
        policy = answer.headers.get("content-security-policy", "")
        found = [*self.page.evaluate("window.violations"), *self.said]
        said = [part.strip() for part in policy.split(";")]
        found += [f"no {one}" for one in WANTED if one not in said]
        if way not in LOOSE_ON:
            found += [one for one in LOOSE if one in policy]
        if found:
            self.problems[way] = found
        return answer

    def breaches_seen(self):
        """Break the policy of the page on purpose; return what was noticed."""
        for html in BREACHES:
            self.page.evaluate(INSERT, html)
        self.page.wait_for_function(f"violations.length >= {len(BREACHES)}")
        return {one.partition(" ")[0] for one in self.page.evaluate("violations")}


@pytest.fixture
def watch(browser, live_server, session_of):
    """Return a function that lets somebody look at pages under the policy."""
    watchers = {}

    def watcher_of(email):
        if email not in watchers:
            context = browser.new_context(base_url=live_server.url)
            if email:
                context.add_cookies([session_of(User.objects.get(email=email))])
            watchers[email] = Watcher(context)
        return watchers[email]

    yield watcher_of
    for one in watchers.values():
        one.page.context.close()


def pages_of_the_table(world):
    """Yield (who, address) of all pages that the access table lets be looked at."""
    for row in table.ROWS:
        if "GET" in row.methods and (row.name[:4] != "api:" or row.name in API_PAGES):
            for actor in ACTORS:
                if actor in WHO[row.who]:
                    yield world.people.get(actor), address(row, world)


def pages_of_the_desk(world):
    """Yield the address of each route of the desk, at a row where it needs one."""
    upload(world.clients["operator"], FAMILIES, "slug,name\nnew,New\n")
    call_command("import_onet", DATA / "onet", codes=[SCIENTIST], verbosity=0)
    rows = {
        f"{model._meta.app_label}_{model._meta.model_name}": model
        for model in admin.site._registry  # noqa: SLF001
    }
    rows |= {"framework_plan": FrameworkPlan, "account": User}
    for route in sorted(set(routes())):
        desk, _, name = route.partition(":")
        if desk != "admin" or name in {"None", "logout", "view_on_site"}:
            continue
        base, _, what = name.rpartition("_")
        model = rows.get(name) or rows.get(base)
        if what == "plan" and base.endswith("_import"):
            model = ImportBatch
        try:
            yield reverse(route)
        except NoReverseMatch:
            one = model and model._meta.default_manager.order_by("pk").first()
            if one:
                yield reverse(route, args=[one.pk])


@pytest.mark.assure(id="S27")
def test_no_page_breaks_the_sites_policy(demo, watch, figure):
    addresses, world = addresses_by_person(), World()
    ways = defaultdict(dict)  # who -> addresses, each once, in order
    for email, some in addresses.items():
        ways[email] |= dict.fromkeys(some)
    for person, one in pages_of_the_table(world):
        ways[person.email if person else VISITOR][one] = None
    ways[world.people["operator"].email] |= dict.fromkeys(pages_of_the_desk(world))

    watchers = {email: watch(email) for email in ways}
    failed = [
        (email, one, answer.status)
        for email, watcher in watchers.items()
        for one in ways[email]
        if (answer := watcher.open(one)) and answer.status >= 500
    ]
    for email, watcher in watchers.items():
        watcher.open("/roles/" if email != EDITOR else "/admin/")
        assert watcher.breaches_seen() == {
            *("style-src-attr", "img-src", "script-src-attr"),
            *("frame-src", "base-uri"),
        }
    problems = {
        f"{email} {way}": found
        for email, watcher in watchers.items()
        for way, found in watcher.problems.items()
    }

    figure(
        f"{sum(one.pages for one in watchers.values())} pages opened by"
        f" {len(watchers)} people under the policy that each carries:"
        f" {len(problems)} with a violation or an error of a script; each sort of"
        f" violation made on purpose was seen"
    )
    assert problems == {}, json.dumps(problems, indent=1)
    assert failed == []


@pytest.mark.assure(id="S27")
@pytest.mark.urls("tests.operating.test_logs")
def test_pages_of_errors_keep_to_the_policy(demo, watch, figure):
    watcher = watch(NEWCOMER)

    statuses = [watcher.open(way).status for way in ERRORS.values()]

    figure(
        f"pages of the errors {', '.join(map(str, statuses))}:"
        f" {len(watcher.problems)} with a violation"
    )
    assert statuses == list(ERRORS)
    assert watcher.problems == {}
