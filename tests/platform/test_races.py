"""Requests that start together, at a whole site with four web processes."""

import json
import subprocess
from collections import Counter
from functools import partial
from itertools import islice

import psycopg
import pytest
import requests

from tests.platform.journey import (
    API,
    approve_newest,
    begin_with_mentor,
    done,
    enroll,
    invite,
    token_of,
)
from tests.platform.visitors import WAIT, WRITER, make_writers
from tests.platform.whole_site import FREE, copy_of_this_checkout, manage, running
from tests.roadmaps.test_races import at_once

PROCESSES, ROUNDS, AT_ONCE = "4", 200, 50
# Those who follow a roadmap at most once: the rounds of S44, S45 and S47 have a learner
# each. Beside them S46 has a learner and a mentor, S47 two who accept after the last.
PEOPLE = 3 * ROUNDS + 4
MAKE_TOKENS = f"""
import json
from profiles.services import tokens
now, made = timezone.now(), []
for number in range({PEOPLE}):
    user = User.objects.get(email="{WRITER}".format(number))
    made.append(tokens.make_token(
        user=user, name="Trial", scope="write", days=9, by=user, now=now
    ).secret)
print(json.dumps(made))
"""
# Changes of a step's state that do not begin where the one before them ended.
BROKEN = """
SELECT count(*) FROM (
    SELECT from_state, lag(to_state, 1, 'not_started') OVER (
        PARTITION BY progress_id ORDER BY id
    ) AS before FROM roadmaps_stepevent
) AS change WHERE from_state <> before
"""
# Steps that are not in the state to which their last change led.
ASTRAY = """
SELECT count(*) FROM roadmaps_stepprogress AS step WHERE state <> (
    SELECT to_state FROM roadmaps_stepevent
    WHERE progress_id = step.id ORDER BY id DESC LIMIT 1
)
"""
FINISHED = """
SELECT count(*) FROM roadmaps_stepevent AS event
JOIN profiles_user AS learner ON learner.id = event.learner_id
WHERE event.action = 'finish' AND learner.email LIKE %s
"""
# Links that made mentors: how many, and whether they stand as accepted.
MADE = """
SELECT invitation.status, count(mentorship.id)
FROM profiles_mentorinvitation AS invitation
LEFT JOIN profiles_mentorship AS mentorship
    ON mentorship.learner_id = invitation.learner_id
WHERE invitation.id = ANY(%s) GROUP BY invitation.id
"""


class Person:
    """Somebody who asks the API by token; each request has a connection of its own."""

    def __init__(self, address, secret):
        self.address = address
        self.headers = {"Authorization": f"Token {secret}"}

    def get(self, path):
        return self._send("GET", path)

    def post(self, path, body):
        return self._send("POST", path, body)

    def put(self, path, body):
        return self._send("PUT", path, body)

    def delete(self, path):
        return self._send("DELETE", path)

    def _send(self, method, path, body=None):
        return requests.request(
            method, self.address + path, json=body, headers=self.headers, timeout=WAIT
        )


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


@pytest.fixture(scope="module")
def people(site):
    """Yield people whom nobody had yet, in whatever order the races are run."""
    settings = {**FREE, "WEB_CONCURRENCY": PROCESSES}
    with running(site, errors=subprocess.DEVNULL, **settings) as (_, port):
        made = manage(site, "shell", "-v0", "-c", make_writers(PEOPLE) + MAKE_TOKENS)
        secrets = json.loads(made)
        yield (Person(f"http://127.0.0.1:{port}", secret) for secret in secrets)


def rows(site, query, *values):
    with psycopg.connect(site.database.place.url) as connection:
        return connection.execute(query, values).fetchall()


def statuses(*requests_to_send):
    """Send all at once; return what they were answered, the lowest status first."""
    answers = at_once(*requests_to_send)
    errors = [one for one in answers if isinstance(one, Exception)]
    assert errors == []
    return tuple(sorted(answer.status_code for answer in answers))


def told(found):
    """Say how often each set of answers came."""
    return ", ".join(f"{one} {many} times" for one, many in sorted(found.items()))


@pytest.mark.assure(id="S44")
def test_fifty_requests_to_enroll_make_one_enrollment(site, people, figure):
    found = Counter()
    for person in islice(people, ROUNDS):
        ask = partial(person.post, f"{API}/me/enrollments/", {"roadmap": "ai-engineer"})
        found.update(Counter(statuses(*[ask] * AT_ONCE)).items())

    many = rows(site, "SELECT count(*) FROM roadmaps_enrollment GROUP BY learner_id")
    figure(
        f"{ROUNDS} rounds of {AT_ONCE} requests at {PROCESSES} processes: {told(found)}"
    )
    assert dict(found) == {(201, 1): ROUNDS, (200, AT_ONCE - 1): ROUNDS}
    assert max(many) == (1,)


@pytest.mark.assure(id="S45")
def test_two_tabs_note_each_change_of_a_step_once(site, people, figure):
    finished, undone, wrong = Counter(), Counter(), 0
    for person in islice(people, ROUNDS):
        own = f"{API}/me/enrollments/{enroll(person)}"
        step = f"{own}/steps/{done(person.get(f'{own}/'))['steps'][0]['key']}"
        done(person.post(f"{step}/start/", {}))
        for act, found in (("finish", finished), ("undo", undone)):
            tab = partial(person.post, f"{step}/{act}/", {})
            found[statuses(tab, tab)] += 1
            wrong += not adds_up(done(person.get(f"{own}/")))

    [[broken]], [[astray]] = rows(site, BROKEN), rows(site, ASTRAY)
    [[events]] = rows(site, FINISHED, WRITER.format("%"))
    figure(
        f"{ROUNDS} rounds of two tabs that finish: {told(finished)}; that undo:"
        f" {told(undone)}; {wrong} wrong percentages, {broken + astray} broken"
        " histories"
    )
    assert {status for pair in (*finished, *undone) for status in pair} <= {200, 409}
    assert (wrong, broken, astray) == (0, 0, 0)
    assert events == ROUNDS


def adds_up(shown):
    """Tell whether the progress of a roadmap is that of its steps."""
    counted = [step for step in shown["steps"] if step["state"] != "skipped"]
    passed = [step for step in counted if step["state"] in {"done", "waived"}]
    total, hours = (
        sum(float(step["hours"]) for step in steps) for steps in (counted, passed)
    )
    return shown["progress"]["percent"] == int(100 * hours / total)


@pytest.mark.assure(id="S46")
def test_a_mentor_approves_no_text_that_comes_at_the_same_moment(site, people, figure):
    learner, mentor = islice(people, 2)
    step = begin_with_mentor(learner, mentor)

    found, unseen, approved = Counter(), 0, 0
    for number in range(ROUNDS):
        if state_of(learner, step) == "done":
            done(learner.post(f"{step}/reopen/", {}))
        if state_of(learner, step) == "in_progress":
            done(learner.post(f"{step}/submit/", {"text": f"First {number}."}))
        seen = approve_newest(mentor)

        def change(number=number):
            learner.post(f"{step}/take-back/", {})
            return learner.post(f"{step}/submit/", {"text": f"Second {number}."})

        send = partial(mentor.post, f"{API}/mentor/reviews/{seen}/send-now/", {})
        found[statuses(send, change)] += 1

        is_done = state_of(learner, step) == "done"
        [[newest]] = rows(site, "SELECT max(id) FROM roadmaps_submission")
        approved += is_done
        unseen += is_done and newest != seen
    figure(
        f"{ROUNDS} rounds at {PROCESSES} processes: {told(found)}; {approved}"
        f" approvals, {unseen} of a text not seen"
    )
    assert unseen == 0
    assert {status for pair in found for status in pair} <= {200, 201, 404, 409}
    assert 0 < approved < ROUNDS  # a race that always ends the same way is none


def state_of(learner, step):
    return done(learner.get(f"{step}/"))["state"]


@pytest.mark.assure(id="S47")
def test_a_link_makes_one_mentor_or_none(site, people, figure):
    found, numbers, some = Counter(), [], list(islice(people, ROUNDS + 2))
    for number in range(ROUNDS):
        inviter, first, second = some[number : number + 3]
        asked = invite(inviter, enroll(inviter))
        numbers.append(asked["invitation"]["id"])
        accept = f"{API}/invitations/{token_of(asked)}/accept/"
        accepts = [
            partial(person.post, accept, {})
            for person in (first, first, second, inviter)
        ]
        takes_back = partial(inviter.delete, f"{API}/me/invitations/{numbers[-1]}/")
        found[statuses(*accepts, *([takes_back] if number % 2 else []))] += 1

    made = Counter(rows(site, MADE, numbers))
    figure(
        f"{ROUNDS} links that two people accept, one of them twice, and the inviter too"
        f" and takes back each second one: {told(made)}; answered {told(found)}"
    )
    assert {one for some in found for one in some} <= {200, 201, 204, 400, 404, 409}
    assert {*made} <= {("accepted", 1), ("revoked", 0)}
