"""Four doors take an address; none tells whether it has an account here.

They are sign-in, sign-up, a new password and the invitation of a mentor. Each answers
alike, and after the same time, for an address with an account, one that nobody has and
one whose account is shut.
"""

import difflib
import json
import random
import re
import statistics
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field

import pytest

from tests.platform.callers import BEHIND_A_PROXY, Caller
from tests.platform.visitors import PASSWORD
from tests.platform.whole_site import copy_of_this_checkout, manage, running

ROUNDS = 200  # times that each door is asked for each kind of address
WARM_UP = 5  # rounds that do not count: both processes read templates and words
ROUNDS_OF_A_LEARNER = 3  # nine invitations; ten may wait
LINES, LINE = 20, 300  # how much is told of answers that differ
# Milliseconds at most between the medians of two kinds: needs a quiet machine, and the
# figure says how far chance alone puts them apart.
APART = 15
LOTS = 1_000  # times that chance is tried
KINDS = ("existing", "unknown", "inactive")
DOORS = ("sign-in", "sign-up", "reset", "invitation")
# What differs in any two answers, whoever asks.
OWN_HEADERS = {"Date", "Expires", "X-Request-ID"}
OF_ONE_REQUEST = [
    (r"[a-z]+-\d+@example\.org", "ADDRESS"),
    (r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', r"\1TOKEN"),
    (r"(csrftoken|sessionid|nonce)([=-])[\w+/=-]+", r"\1\2SECRET"),
    (r"expires=[^;]+", "expires=DATE"),
    (r"invitation(s/|-)\d+", r"invitation\1NUMBER"),
]
MAKE_PEOPLE = f"""
import json
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from profiles.models import User
from profiles.services import accounts
from roadmaps.models import Roadmap
from roadmaps.services import tracking
now, learners, password = timezone.now(), [], make_password("{PASSWORD}")
def make(email, **fields):
    user = User(email=email, password=password, **fields)
    accounts.register(user=user, name="Noor Haddad", now=now)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user
for number in range({ROUNDS + WARM_UP}):
    make(f"existing-{{number:04}}@example.org")
    make(f"inactive-{{number:04}}@example.org", is_active=False)
roadmap = Roadmap.objects.published().get(slug="ai-engineer")
for number in range({(ROUNDS + WARM_UP) // ROUNDS_OF_A_LEARNER + 1}):
    learner = make(f"learner-{{number:04}}@example.org")
    begun = tracking.enroll(learner=learner, roadmap=roadmap, now=now)
    learners.append({{"email": learner.email, "enrollment": begun.pk}})
print(json.dumps(learners))
"""


@dataclass
class Answers:
    """What the doors answered: seconds by door and kind, and the answers themselves.

    Comparable are those that were a learner's first invitation, second, and so on.
    """

    seconds: dict = field(default_factory=lambda: defaultdict(list))
    seen: dict = field(default_factory=lambda: defaultdict(dict))

    def note(self, door, kind, place, caller, answer):
        """Note an answer, and the page that it leads to.

        Not the page of invitations: it tells when each was mailed, to any address.
        """
        self.seconds[door, kind].append(caller.seconds)
        shown = [as_shown(answer)]
        if "Location" in answer.headers and door != "invitation":
            shown.append(as_shown(caller.follow(answer.headers["Location"])))
        self.seen[door, place].setdefault("\n".join(shown), set()).add(kind)

    def middle(self, door, kind):
        """Return the median in milliseconds."""
        return 1000 * statistics.median(self.seconds[door, kind])

    def apart(self, door):
        """Return by how much the middles of the kinds differ, in milliseconds."""
        return apart(self.seconds[door, kind] for kind in KINDS)

    def by_chance(self, door):
        """Return by how much they would differ, were the kinds one and the same.

        Of every hundred times that those of each round change places by lot, in five
        it is more.
        """
        rounds = list(zip(*(self.seconds[door, kind] for kind in KINDS), strict=True))
        chance = random.Random(1)  # noqa: S311 - the same lots in every run
        lots = (
            apart(zip(*(chance.sample(one, len(one)) for one in rounds), strict=True))
            for _ in range(LOTS)
        )
        return statistics.quantiles(lots, n=20)[-1]

    def differing(self):
        """Return, by door that answers in more than one way, lines that differ."""
        return {
            door: [
                line[:LINE]
                for other in others
                for line in difflib.ndiff(first.split("\n"), other.split("\n"))
                if line[0] in "+-"
            ][:LINES]
            for (door, _), (first, *others) in self.seen.items()
            if others
        }


@pytest.fixture(scope="module")
def site():
    yield from copy_of_this_checkout()


def apart(kinds):
    """Return by how many milliseconds the medians of some lists of seconds differ."""
    middles = [1000 * statistics.median(taken) for taken in kinds]
    return max(middles) - min(middles)


def as_shown(answer):
    """Return an answer without what is of this one request."""
    headers = sorted(
        f"{name}: {value}"
        for name, value in answer.headers.items()
        if name not in OWN_HEADERS
    )
    text = "\n".join([str(answer.status_code), *headers, answer.text])
    for pattern, instead in OF_ONE_REQUEST:
        text = re.sub(pattern, instead, text)
    return text


def ask(door, caller, email, learner):
    """Name an address at a door; `learner` is who invites."""
    if door == "sign-in":
        return caller.post("/accounts/login/", login=email, password="wrong guess")
    if door == "reset":
        return caller.post("/accounts/password/reset/", email=email)
    if door == "invitation":
        return caller.post(
            "/me/mentors/invitations/",
            email=email,
            message="Would you?",
            enrollments=learner["enrollment"],
            scopes=["steps", "profile"],
        )
    return caller.post(
        "/accounts/signup/",
        name="Noor",
        email=email,
        password1="seven green herons",
        is_old_enough="on",
        accepts_terms="on",
    )


def address_of(kind, door, number):
    """Return an address, as long as any other; what sign-up takes stays unknown."""
    if kind == "unknown":
        kind = "newcomer" if door == "sign-up" else "stranger"
    return f"{kind}-{number:04}@example.org"


def ask_everywhere(site, learners):
    """Ask every door for every kind by turns, as a new person each time."""
    answers, asked = Answers(), 0
    for number in range(ROUNDS + WARM_UP):
        if number == WARM_UP:
            answers.seconds.clear()
        learner = learners[number // ROUNDS_OF_A_LEARNER]
        if number % ROUNDS_OF_A_LEARNER == 0:
            asked += 1
            inviting = Caller(site, asked)
            sent = {"login": learner["email"], "password": PASSWORD}
            assert inviting.post("/accounts/login/", **sent).status_code == 302
        turn = number // ROUNDS_OF_A_LEARNER % len(KINDS)
        for index, kind in enumerate((*KINDS[turn:], *KINDS[:turn])):
            place = number % ROUNDS_OF_A_LEARNER * len(KINDS) + index
            for door in DOORS:
                asked += 1
                caller = inviting if door == "invitation" else Caller(site, asked)
                answer = ask(door, caller, address_of(kind, door, number), learner)
                shown_at = place if door == "invitation" else 0
                answers.note(door, kind, shown_at, caller, answer)
    return answers


@pytest.mark.assure(id="S01")
def test_no_door_tells_by_answer_or_time_who_has_an_account(site, figure):
    with running(site, errors=subprocess.DEVNULL, **BEHIND_A_PROXY) as (_, port):
        learners = json.loads(manage(site, "shell", "-v0", "-c", MAKE_PEOPLE))
        answers = ask_everywhere(f"http://127.0.0.1:{port}", learners)

    said = [
        f"{door} "
        + "/".join(f"{answers.middle(door, kind):.1f}" for kind in KINDS)
        + f" ({answers.apart(door):.1f} apart, by chance up to"
        f" {answers.by_chance(door):.1f})"
        for door in DOORS
    ]
    figure(
        f"{ROUNDS} addresses of each kind ({', '.join(KINDS)}) at each door, by turns:"
        f" {len(answers.differing())} doors answer them in different ways; medians in"
        f" ms: {'; '.join(said)}"
    )
    assert answers.differing() == {}
    assert {
        door: answers.apart(door) for door in DOORS if answers.apart(door) > APART
    } == {}
