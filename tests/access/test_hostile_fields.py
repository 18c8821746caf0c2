"""Each field and parameter that is read is sent hostile values, one at a time.

What an address reads is noted while it answers a valid request. The hostile value
stands beside what is valid, and so reaches what is done once a form was found right.
"""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial

import pytest
from django.db import transaction
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from rest_framework import serializers

from tests.access import table
from tests.access.test_access import address
from tests.access.test_text_limits import Trial, api_trials, page_trials
from tests.access.writes import Writes

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S35")]

WORDS = [
    *("", " ", "--", "-1", "-0", "2147483648", "9223372036854775808", "9" * 25),
    *("1e400", "NaN", "infinity", "1,5", "\u0664\u0662", "0001-01-01", "9999-12-31"),
    *("99:99", "24:00", "roles:role_list", "[]", "null"),
    # As lists: bytes alone would go into a form as the numbers that they are.
    *([b"\xed\xa0\x80"], [b"\xff"], "a\0b"),
]
VALUES = [
    *(None, True, -1, 1e308, 2147483648, 9223372036854775808, int("9" * 400)),
    *("", "a\0b", "\ud800", "NaN", "1e400", "0001-01-01", "9999-12-31", "2026-02-30"),
    *([], [None], ["\0"], [[1]], [9223372036854775808], [1, 1]),
    *({}, {"": ""}, {"a": None}, {"\0": 1}, {"\ud800": 1}),
]
SHARE = 7  # of these values, at least three reach each field

# Each sleeps for two seconds where it gets into a statement by itself.
SLEEPS = [
    "pg_sleep(2)",
    "1; SELECT pg_sleep(2) --",
    "' || (SELECT pg_sleep(2)) || '",
    "name,(SELECT 1 FROM pg_sleep(2))",
]
LONGEST = 1.0  # seconds


@dataclass
class Spread:
    """Values for fields, fewer for those whose names are everywhere.

    What has one name is mostly read by the same code: where a name is met first it
    gets all values, later a share of them, each time another.
    """

    values: list
    share: int
    met: Counter = field(default_factory=Counter)

    def of(self, name):
        """Return the values for a field, which counts as met."""
        times = self.met[name]
        self.met[name] += 1
        return self.values[times % self.share :: self.share] if times else self.values


@dataclass
class Told:
    """What was sent: how many values to how many fields, and which of them broke it."""

    spread: Spread
    fields: int = 0
    sent: int = 0
    broken: list[tuple[str, str, str]] = field(default_factory=list)

    def try_each(self, name, read, send, body):
        """Send values in each field that is read, the others as they were."""
        for one in sorted(read):
            self.fields += 1
            for value in self.spread.of(one):
                self.sent += 1
                if send({**body, one: value}).status_code >= 500:
                    self.broken.append((name, one, repr(value)[:40]))

    def hold(self, figure, what):
        figure(
            f"{self.sent} hostile values in {self.fields} {what}, one at a time beside"
            f" what is valid: {len(self.broken)} broke an answer"
        )
        assert self.broken == []


@pytest.fixture
def asked(monkeypatch):
    """Note the names that are looked up in forms and addresses."""
    names = set()

    def noting(read):
        def noted(values, key, *rest, **more):
            if isinstance(values, QueryDict) and key != "csrfmiddlewaretoken":
                names.add(key)
            return read(values, key, *rest, **more)

        return noted

    for name in ("get", "getlist", "__getitem__"):
        monkeypatch.setattr(MultiValueDict, name, noting(getattr(MultiValueDict, name)))
    return names


@pytest.fixture
def taken(monkeypatch):
    """Note the fields of the bodies that endpoints read."""
    names = set()
    validate = serializers.Serializer.run_validation

    def run_validation(serializer, *args, **kwargs):
        if serializer.parent is None:
            fields = serializer.fields.items()
            names.update(name for name, field in fields if not field.read_only)
        return validate(serializer, *args, **kwargs)

    monkeypatch.setattr(serializers.Serializer, "run_validation", run_validation)
    return names


def undone(trial, body):
    """Send a body after what must come before it; what is written is undone."""
    with transaction.atomic():
        trial.before()
        answer = trial.send(body)
        transaction.set_rollback(True)
    return answer


def tried(trials, noted, values):
    """Send values to all that the trials read."""
    told = Told(Spread(values, SHARE))
    for trial in trials:
        noted.clear()
        undone(trial, trial.body)
        read = {*noted, *trial.body}
        told.try_each(trial.name, read, partial(undone, trial), trial.body)
    return told


def reading_trials(world):
    """Yield each address that is looked at."""
    for row in table.ROWS:
        if "GET" in row.methods:
            client = world.clients["mentor" if row.who == table.MENTOR else "owner"]
            yield Trial(row.name, partial(client.get, address(row, world)), {"q": "a"})


def sent_as_written(trial):
    """Return a trial whose bodies may hold halves of pairs, which UTF-8 has not."""
    client, method, url = trial.send.args

    def send(body):
        return client.generic(method, url, json.dumps(body), "application/json")

    return Trial(trial.name, send, trial.body, trial.before)


def seconds_of(send, body):
    """Return how long an answer took; of two where the machine was busy at the first.

    What sleeps does so both times.
    """
    took = []
    while len(took) < 2 and (not took or took[0] > LONGEST):
        began = time.perf_counter()
        assert send(body).status_code < 500
        took.append(time.perf_counter() - began)
    return min(took)


@pytest.mark.assure(id="S32")
def test_no_parameter_that_is_read_makes_the_database_sleep(world, asked, figure):
    took, fields, words = {}, set(), Spread(SLEEPS, len(SLEEPS))
    for trial in reading_trials(world):
        asked.clear()
        undone(trial, trial.body)
        read = {*asked, *trial.body, "ordering", *SLEEPS[:1]}
        fields |= {(trial.name, one) for one in read}
        for one in sorted(read):
            for value in words.of(one):
                body = {**trial.body, one: value}
                took[trial.name, one, value] = seconds_of(partial(undone, trial), body)

    slowest = max(took, key=took.get)
    figure(
        f"{len(took)} requests with pg_sleep in {len(fields)} parameters of addresses:"
        f" the slowest answer took {round(1000 * took[slowest])} ms ({slowest[0]})"
    )
    assert took[slowest] < LONGEST, slowest


def test_no_parameter_that_is_read_breaks_an_address(world, asked, figure):
    told = tried(reading_trials(world), asked, WORDS)

    told.hold(figure, "parameters of addresses")


def test_no_field_that_is_read_breaks_a_form(world, asked, figure):
    told = tried(page_trials(world, Writes(world)), asked, WORDS)

    told.hold(figure, "fields of forms")


def test_no_field_that_is_read_breaks_an_endpoint(world, taken, figure):
    trials = map(sent_as_written, api_trials(world, Writes(world)))
    told = tried(trials, taken, VALUES)

    told.hold(figure, "fields of endpoints")
