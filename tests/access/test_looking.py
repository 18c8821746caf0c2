"""Looking changes nothing: every address, everybody, each way to look.

The quick part is in test_access.py. This walks the desk and the accounts as well, and
compares what all tables hold and where all sequences stand.
"""

import time
from copy import deepcopy
from typing import NamedTuple

import pytest
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.urls import URLPattern, get_resolver, reverse

from careersite.backup.content import table_hashes
from profiles.models import AbuseReport
from roles.models import ExternalCode, FrameworkPlan, ImportBatch, PayUpdate, Role
from tests.access import table
from tests.access.many_rows import fill_own
from tests.access.test_access import SAFE, address
from tests.access.world import NOBODY

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S19")]

# What any look may change, and why.
ASIDE = {
    "django_session": "when somebody was last seen, and what a form must know",
    "usersessions_usersession": "where a session was last seen",
    "usersessions_usersession_id_seq": "the same",
    "shared_cache": "how often somebody asked, for the limits",
}
ACTS = {"profiles_operatoract", "profiles_operatoract_id_seq"}
SEEN = "that an operator saw somebody's data is kept for that person"
# What a look at one route may change, and why; nothing else may change there.
MEANT = {
    "roles:preview": (
        {
            "roles_contentevent_id_seq",
            "roles_searchdocument_id_seq",
            "roles_searchname_id_seq",
        },
        "the draft is put in its place and all of it taken back, but for the numbers",
    ),
    **{
        f"admin:{name}": (ACTS, SEEN)
        for name in (
            "account_deactivate",
            "account_reactivate",
            "account_reset-second-factor",
            "profiles_abusereport_change",
            "profiles_abusereport_changelist",
            "profiles_abusereport_delete",
            "profiles_abusereport_history",
            "profiles_user_change",
            "profiles_user_delete",
            "profiles_user_history",
        )
    },
}
# Whose link it is is signed in nowhere else: it ends another person's session.
LAST = {"account_confirm_email", "account_reset_password_from_key"}
SEQUENCES = "SELECT 'public.' || sequencename, last_value FROM pg_sequences"
DECLARED = {row.name: row for row in table.ROWS}
MODELS = {
    f"{model._meta.app_label}_{model._meta.model_name}": model
    for model in apps.get_models()
}


class Place(NamedTuple):
    """An address, with the name of its route."""

    name: str
    url: str


def all_routes(resolver=None, prefix="", parts=()):
    """Yield the name of every route that has one, and what stands in its address."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = entry.pattern
        regex = getattr(pattern, "regex", None)
        inside = (*parts, *pattern.converters, *(regex.groupindex if regex else ()))
        if not isinstance(entry, URLPattern):
            inner = f"{entry.namespace}:" if entry.namespace else ""
            yield from all_routes(entry, prefix + inner, inside)
        elif entry.name:
            yield f"{prefix}{entry.name}", tuple(dict.fromkeys(inside))


def values_of(name, parts, world):
    """Yield what may stand in the address of a route that the table does not know."""
    label = name.removeprefix("admin:").rpartition("_")[0]
    if name in world.keys:
        yield world.keys[name]
    elif not parts:
        yield {}
    elif label in MODELS and len(parts) == 1:
        # Often a draft, of which the desk shows more.
        rows = MODELS[label]._base_manager.order_by("pk")  # noqa: SLF001
        if last := rows.last():
            yield {parts[0]: last.pk}


def places(world):
    """Return every address, and the names of the routes that have none here."""
    found, without = [], []
    for name, parts in all_routes():
        if name in DECLARED:
            found.append(Place(name, address(DECLARED[name], world)))
            continue
        urls = [reverse(name, kwargs=one) for one in values_of(name, parts, world)]
        found += [Place(name, url) for url in urls]
        without += [] if urls else [name]
    return sorted(found, key=lambda place: place.name in LAST), without


def add_to_the_desk(world):
    """Add a row to what is empty at the desk; return what its addresses need."""
    owner, now = world.people["owner"], world.now
    AbuseReport.objects.create(
        reporter=owner, reported=world.people["former"], text="Rude.", created_at=now
    )
    ExternalCode.objects.create(scheme="esco", code="one")
    plan = {"file_name": "a.csv", "rows": [], "planned_at": now}
    batches = {
        f"admin:{label}_import_plan": {
            "pk": ImportBatch.objects.create(model_label=model._meta.label, **plan).pk
        }
        for label, model in MODELS.items()
    }
    acts = [name for name, _ in all_routes() if name.startswith("admin:account_")]
    pages = [f"admin:profiles_user_{page}" for page in ("change", "delete", "history")]
    return {
        **batches,
        **{name: {"pk": owner.pk} for name in acts},
        **{name: {"object_id": owner.pk} for name in pages},
        "admin:app_list": {"app_label": "roles"},
        "admin:framework_plan": {"pk": FrameworkPlan.objects.first().pk},
        "admin:pay_update_plan": {
            "pk": PayUpdate.objects.create(published_on=now.date(), **plan).pk
        },
        "admin:job_again": {"pk": 1},
        "admin:job_aside": {"pk": 1},
        "admin:view_on_site": {
            "content_type_id": ContentType.objects.get_for_model(Role).pk,
            "object_id": Role.objects.first().pk,
        },
    }


def keys_of_links(owner):
    """Return what stands in the links of mails about an account."""
    new = EmailAddress.objects.create(user=owner, email="new@example.com")
    token = PASSWORD_RESET_TOKEN_GENERATOR().make_token(owner)
    return {
        "account_confirm_email": {"key": EmailConfirmationHMAC(new).key},
        "account_reset_password_from_key": {
            "uidb36": user_pk_to_url_str(owner),
            "key": token,
        },
    }


@pytest.fixture
def furnished(world):
    """Return the world with a row in lists that it leaves empty."""
    fill_own(world, 1)
    links = keys_of_links(world.people["owner"])
    world.keys = {**add_to_the_desk(world), **links}
    return world


def state():
    """Return what each table holds, and where each sequence stands."""
    connection.ensure_connection()
    with connection.cursor() as cursor:
        cursor.execute(SEQUENCES)
        return {**table_hashes(connection.connection), **dict(cursor.fetchall())}


def changed_since(before):
    """Return tables that hold something else, and sequences that have moved."""
    after = state()
    names = {name for name in after if after[name] != before[name]}
    return {name.removeprefix("public.") for name in names} - set(ASIDE)


def look(client, place):
    """Look in each way; return the status of the first, which shows most."""
    statuses = []
    for method in SAFE:
        answer = client.generic(method, place.url)
        if answer.streaming:
            b"".join(answer)
        statuses.append(answer.status_code)
    return statuses[0]


def walk(client, asked):
    """Look everywhere; return place -> status, and what changed meanwhile.

    Whatever changed is as before in the end, but for sequences: a session that a
    link ended is there again.
    """
    before, cookies = state(), deepcopy(client.cookies)
    with transaction.atomic():
        statuses = {place: look(client, place) for place in asked}
        changed = changed_since(before)
        transaction.set_rollback(True)
    client.cookies = cookies
    return statuses, changed


def culprits(client, asked, changed):
    """Yield the names of the routes among those asked that change something."""
    if not changed:
        return
    if len(asked) == 1:
        yield asked[0].name, changed
        return
    middle = len(asked) // 2
    for half in (asked[:middle], asked[middle:]):
        yield from culprits(client, half, walk(client, half)[1])


def freshen(world, actor, client):
    """Let the password be given just now: some pages ask for it again."""
    if actor == NOBODY:
        return
    session = client.session
    given = {"method": "password", "at": time.time()}
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [given]
    number = str(world.people[actor].pk)
    session[f"{AUTHENTICATION_METHODS_SESSION_KEY}_user"] = number
    session.save()


def everybody(world, asked):
    """Yield who asks, by session and by token, their client and the addresses."""
    for actor, client in world.clients.items():
        freshen(world, actor, client)
        yield actor, client, asked
    for actor, client in world.programs.items():
        client.get(reverse("api:my_profile"))  # when a token was last used is noted
        api = [place for place in asked if place.name.startswith("api:")]
        yield f"{actor} by token", client, api


def test_looking_changes_nothing_whoever_looks_wherever(furnished, figure):
    asked, without = places(furnished)
    put_off = len(connection.run_on_commit)
    looks, shown, found, meant = 0, set(), {}, {}
    for actor, client, mine in everybody(furnished, asked):
        statuses = {}
        for place in (one for one in mine if one.name in MEANT):
            more, changed = walk(client, [place])
            statuses |= more
            meant.setdefault(place.name, set()).update(changed)
        plain = [place for place in mine if place.name not in MEANT]
        more, changed = walk(client, plain)
        statuses |= more
        found |= {
            (actor, name): changes for name, changes in culprits(client, plain, changed)
        }
        looks += len(statuses) * len(SAFE)
        shown |= {place.name for place, status in statuses.items() if status == 200}

    routes = {name for name, _ in all_routes()}
    figure(
        f"{looks} looks at {len(routes)} routes by {len(furnished.clients)} people and"
        f" {len(furnished.programs)} tokens, {len(shown)} routes shown to somebody:"
        f" {len(found)} changed a table or a sequence, {len(meant)} are meant to; for"
        f" {len(without)} the desk has no row here"
    )
    assert all(name.startswith("admin:") for name in without)
    assert found == {}
    assert len(connection.run_on_commit) == put_off
    assert meant == {name: changes for name, (changes, _) in MEANT.items()}
    assert len(shown) > len(routes) / 2
