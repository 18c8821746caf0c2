"""Every text field takes as many characters as it says, and not one more.

The fields are those of the forms and serializers that a request really meets: they
are noted while it is answered. All fields of a request are tried at once, at their
limit and one above, in characters of four bytes and in such as stand on others.
"""

import json
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.db import transaction
from django.urls import NoReverseMatch, reverse
from rest_framework import serializers

from tests.access import table
from tests.access.page_forms import forms_on
from tests.access.test_access import address, routes
from tests.access.writes import Writes

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S37")]

EMOJI, COMBINED = "\U0001f469", "e\u0301"
URL_ROOM = 7_000  # bytes that an address has for what is searched
# What a table on a form says of its rows; the empty one is there to be added to it.
TOTAL, INITIAL, EMPTY = "-TOTAL_FORMS", "-INITIAL_FORMS", "-__prefix__-"
TOO_LONG = {"max_length", "item_invalid"}
ADDRESSES = (forms.URLField, serializers.URLField)
# Texts without a limit of characters, and what limits them instead.
OTHERWISE_LIMITED = {
    "oldpassword": "a password, compared with the one there is",
    "password": "a password, compared with the one there is",
    "password1": "a new password; validators take 200 characters",
    "password2": "a new password; validators take 200 characters",
    "thing": "the name of one of the things offered",
    "link": "the gallery of components keeps nothing",
    "note": "the gallery of components keeps nothing",
    "q": "searched for, cut after 80 characters",
}


@dataclass
class Met:
    """What a request met: forms and serializers that read what it sent."""

    forms: list = field(default_factory=list)
    serializers: list = field(default_factory=list)

    def text_fields(self):
        """Return what the texts in forms are called, and their fields."""
        return {
            form.add_prefix(name): one
            for form in self.forms
            for name, one in form.fields.items()
            if is_text(one)
        }

    def codes(self, name):
        """Return why a field of a form was refused."""
        return {
            str(error.code)
            for form in self.forms
            for key, errors in form.errors.as_data().items()
            if form.add_prefix(key) == name
            for error in errors
        }

    def api_fields(self):
        """Return the texts in a body and their fields."""
        return {
            name: one
            for serializer in self.serializers
            if serializer.parent is None
            for name, one in serializer.fields.items()
            if isinstance(one, serializers.CharField) and not one.read_only
        }


@pytest.fixture
def met(monkeypatch):
    """Note the forms and serializers that read something."""
    noted = Met()
    clean, validate = forms.BaseForm.full_clean, serializers.Serializer.run_validation

    def full_clean(form):
        if form.is_bound and form not in noted.forms:
            noted.forms.append(form)
        return clean(form)

    def run_validation(serializer, *args, **kwargs):
        noted.serializers.append(serializer)
        return validate(serializer, *args, **kwargs)

    monkeypatch.setattr(forms.BaseForm, "full_clean", full_clean)
    monkeypatch.setattr(serializers.Serializer, "run_validation", run_validation)
    return noted


def is_text(one):
    """Tell whether somebody writes freely in a field; JSON holds figures alone."""
    is_written = isinstance(one, forms.CharField) and not one.disabled
    return is_written and not isinstance(one, forms.JSONField)


def limit_of(one):
    """Return how many characters a field takes; of a list, each of its texts."""
    return getattr(one, "base_field", one).max_length


def text_of(length, piece, *, is_address):
    """Return a text of so many characters, or an address of a page."""
    start = "https://example.org/" if is_address else ""
    return (start + piece * length)[:length]


@dataclass
class Trial:
    """One address that takes texts: `send` sends a body and returns the answer."""

    name: str
    send: object
    body: dict
    before: object = lambda: None
    is_search: bool = False  # where it is too long it is cut or refused

    def room(self, limit):
        """Tell whether an address holds so many characters."""
        return not self.is_search or limit * len(quote(EMOJI)) < URL_ROOM


def answered(met, trial, body):
    """Send a body; return the answer and note what it met; what it writes is undone."""
    with transaction.atomic():
        trial.before()
        met.forms, met.serializers = [], []
        answer = trial.send(body)
        transaction.set_rollback(True)
    return answer


def wrong_texts(met, trial, found):
    """Yield each field that takes a text one too long, or refuses one that fits."""
    for piece in (EMOJI, COMBINED):
        for more in (0, 1):
            texts = {
                name: text_of(most + more, piece, is_address=is_address)
                for name, (most, is_address) in found.items()
            }
            answer = answered(met, trial, {**trial.body, **texts})
            if answer.status_code >= 500:
                yield trial.name, "status", answer.status_code
            if not (more and trial.is_search):
                yield from (
                    (trial.name, name, len(text))
                    for name, text in texts.items()
                    if is_refused(met, answer, name, more) != bool(more)
                )


def is_refused(met, answer, name, more):
    """Tell whether a field was refused; where a text fits, for its length alone."""
    if met.forms:
        codes = met.codes(name)
        return bool(codes) if more else bool(codes & TOO_LONG)
    told = answer.json() if answer.status_code == 400 else {}
    said = str(told.get(name, ""))
    return bool(said) if more else "characters" in said


def tried(met, trials):
    """Try all; return how many fields, what is wrong, and which have no limit."""
    count, wrong, unlimited = 0, [], set()
    for trial in trials:
        answered(met, trial, trial.body)
        found = met.text_fields() or met.api_fields()
        unlimited |= {
            f"{trial.name} {name}"
            for name, one in found.items()
            if not limit_of(one) and name not in OTHERWISE_LIMITED
        }
        limited = {
            name: (limit_of(one), isinstance(one, ADDRESSES))
            for name, one in found.items()
            if limit_of(one) and trial.room(limit_of(one))
        }
        # An address has room for one long text.
        parts = (
            [{one: limited[one]} for one in limited] if trial.is_search else [limited]
        )
        wrong += [said for part in parts for said in wrong_texts(met, trial, part)]
        count += len(limited)
    return count, wrong, unlimited


def page_trials(world, writes):
    """Yield each form of a page that is sent, those of accounts for both kinds."""
    for row in table.ROWS:
        if "POST" in row.methods and not row.name.startswith("api:"):
            yield Trial(
                row.name,
                partial(writes.client(row).post, address(row, world)),
                writes.bodies.get(row.name, {}),
                partial(writes.come_before, row.name, "POST"),
            )
    for name in sorted(routes()):
        if name.startswith(("account_", "mfa_")):
            with suppress(NoReverseMatch):  # those with a key in their address
                url = reverse(name)
                yield Trial(name, partial(world.clients["nobody"].post, url), {})
                yield Trial(name, partial(world.clients["owner"].post, url), {})


def asking_trials(world):
    """Yield each page that reads what is asked for from its address."""
    for row in table.ROWS:
        if "GET" in row.methods:
            client = world.clients["mentor" if row.who == table.MENTOR else "owner"]
            url = address(row, world)
            asked = partial(client.get, url)
            yield Trial(row.name, asked, {"q": "a"}, is_search=True)


def api_trials(world, writes):
    """Yield each endpoint that takes a body."""
    for row in table.ROWS:
        if not row.name.startswith("api:"):
            continue
        for method in {"POST", "PUT", "PATCH"} & {*row.methods}:
            client, url = writes.client(row), address(row, world)

            name = f"{row.name} {method}"
            yield Trial(
                name,
                partial(send_json, client, method, url),
                writes.bodies.get(name, writes.bodies.get(row.name, {})),
                partial(writes.come_before, row.name, method),
            )


def send_json(client, method, url, body):
    return client.generic(
        method, url, json.dumps(body, ensure_ascii=False), "application/json"
    )


def desk_trials(world):
    """Yield each form of the desk, with one new row in each table on it."""
    client = world.clients["operator"]
    for model in admin.site._registry:  # noqa: SLF001
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        first = model._meta.default_manager.first()
        urls = [reverse(f"{name}_add")]
        urls += [reverse(f"{name}_change", args=[first.pk])] if first else []
        for url in urls:
            yield from forms_at(client, url)


def forms_at(client, url):
    """Yield the form that a page of the desk sends to itself, if it has one."""
    with transaction.atomic():  # looking at an account is noted
        found = forms_on(client, url)
        transaction.set_rollback(True)
    for one in found:
        if one.method == "post" and one.action == url:
            there = {
                key.removesuffix(INITIAL): int(count)
                for key, (count, *_) in one.values.items()
                if key.endswith(INITIAL)
                and any(
                    EMPTY in other and other.startswith(key.removesuffix(INITIAL))
                    for other in one.values
                )
            }
            more = {f"{table}{TOTAL}": f"{count + 1}" for table, count in there.items()}
            yield Trial(url, partial(client.post, url), {**one.values, **more})


def held(figure, what, *results):
    """State what came of it; nothing is wrong and no text is without a limit."""
    count = sum(one for one, _, _ in results)
    wrong = [said for _, some, _ in results for said in some]
    unlimited = set().union(*(some for *_, some in results))
    figure(
        f"{count} text fields of {what} at their limit and one above it, in characters"
        f" of four bytes and in combined ones: {len(wrong)} answered otherwise,"
        f" {len(unlimited)} without a limit"
    )
    assert wrong == []
    assert unlimited == set()


def test_texts_fit_up_to_their_limit_in_every_form_of_a_page(world, met, figure):
    sent = tried(met, page_trials(world, Writes(world)))
    asked = tried(met, asking_trials(world))

    held(figure, "forms of pages", sent, asked)


def test_texts_fit_up_to_their_limit_at_every_endpoint(world, met, figure):
    held(figure, "endpoints", tried(met, api_trials(world, Writes(world))))


def test_texts_fit_up_to_their_limit_in_every_form_of_the_desk(world, met, figure):
    held(figure, "the desk's forms", tried(met, desk_trials(world)))
