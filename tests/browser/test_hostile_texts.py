"""Texts of learners and editors that would run if a page took them for more."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from profiles.models import User
from roles.models import Quiz
from tests.browser.everywhere import addresses_by_person, desk_lists, desk_rows
from tests.browser.hostile_rows import (
    ENOUGH,
    ROUNDS,
    ROUNDS_OF_ONE,
    fill_all,
    plans_of_all,
)
from tests.browser.payloads import PAYLOADS
from tests.browser.test_accessibility import EDITOR, LEARNER, VISITOR

# The desk has most of the pages: all of them are looked at in two rounds, and in each
# the lists of tables with few rows, which show a hundred rows at a time.
DESK_EVERY, OPENED_OF, FEW = 6, 10, 25
# Where the texts of the one table show that has a single row with short fields.
OF_ONE = {
    VISITOR: ["/quiz/", "/quiz/result/?a-curiosity=5&a-code=4"],
    LEARNER: ["/me/quiz/"],
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
COUNT_RUNS = "window.ran = 0; window.z = () => { window.ran += 1; };"


@pytest.fixture
def page_of(browser, live_server, session_of):
    """Return a page of somebody's own in which the site's policy stops nothing."""
    contexts = []

    def open_page(email):
        context = browser.new_context(base_url=live_server.url, bypass_csp=True)
        contexts.append(context)
        context.set_default_timeout(120_000)  # no page may fail by a busy machine
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


def looked_at(everything, plans):
    """Return a function: what each person looks at in a round."""
    few = {model for model, made in plans.items() if made.count < FEW}
    lists = list(desk_lists(few))
    ones = [*desk_lists({Quiz}), *desk_rows({Quiz})]

    def in_round(number):
        if number >= ROUNDS:
            return {**OF_ONE, EDITOR: ones}
        desk = everything[EDITOR] if number % DESK_EVERY == 0 else lists
        return {**everything, EDITOR: desk}

    return in_round


@pytest.mark.assure(id="hostile-texts")
def test_texts_of_learners_and_editors_stay_texts_in_every_page(demo, page_of, figure):
    everything, plans, seen = addresses_by_person(), plans_of_all(), Seen()
    counts = {
        f"{model.__name__}.{written.name}": len(held)
        for model, made in plans.items()
        for written, held in made.held.items()
    }
    assert {name: count for name, count in counts.items() if count < ENOUGH} == {}
    assert {one for one, made in plans.items() if made.rounds > ROUNDS} == {Quiz}

    pages = {person: page_of(person) for person in everything}
    in_round = looked_at(everything, plans)
    for number in range(ROUNDS_OF_ONE):
        fill_all(plans, number)
        for person, addresses in in_round(number).items():
            seen.look(person, pages[person], addresses, number)

    figure(
        f"{len(counts)} fields with {min(counts.values())} to {len(PAYLOADS)} payloads"
        f" in each; {seen.parsed} pages parsed as a browser does, {seen.opened} opened"
        f" without the site's policy: {seen.runs} executions, {len(seen.problems)}"
        f" pages with a node that would run"
    )
    assert seen.problems == {}, json.dumps(seen.problems, indent=1)
    assert seen.runs == 0
