"""The references do what they are named for, and the subjects answer."""

import json
import socket

import pytest
from django.utils import timezone

from careersite.bench import report
from careersite.bench.choosing import first_calls, subjects
from careersite.bench.counting import count_queries, make
from careersite.population import make_population
from tests.factories.roles import RoleFactory, SkillCategoryFactory, SkillFactory
from tests.platform.whole_site import copy_of_this_checkout, dev

REFERENCES = {
    # Sign-in asks for session and person.
    "bare view": 1,
    "bare roadmap view": 2 + 3,
}
pytestmark = pytest.mark.urls("careersite.bench.urls")


@pytest.fixture
def measured(db, settings):
    settings.TEMPLATES = [
        {
            **settings.TEMPLATES[0],
            "DIRS": [settings.BASE_DIR / "careersite/bench/templates"],
        }
    ]
    SkillFactory.create_batch(3)
    SkillCategoryFactory()
    RoleFactory(slug="ai-engineer")
    now = timezone.now()
    list(make_population(learners=60, seed=1, now=now))
    found = subjects(now=now)
    for call in first_calls(found):
        make(call)
    return {one.name: one for one in found}


@pytest.mark.assure(id="bench")
def test_references_take_few_queries_and_subjects_answer_again_and_again(measured):
    for name, queries in REFERENCES.items():
        assert count_queries(measured[name].calls) == queries
    for subject in measured.values():
        assert subject.unit or subject.reference in {"", *measured}
        assert subject.calls or subject.remark
        assert not subject.calls or count_queries(subject.calls), subject.name


@pytest.fixture
def site():
    yield from copy_of_this_checkout()


@pytest.mark.assure(id="bench")
def test_the_bench_keeps_what_it_measured_and_writes_the_table(site):
    document = site.checkout / "docs" / "performance.md"
    document.parent.mkdir()
    document.write_text(f"Before.\n{report.BEGIN}{report.END}")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = ["--learners=60", "--only=dashboard", "--requests=30", "--record"]

    said = dev(site, "bench", f"--port={port}", *asked)

    kept = json.loads((site.checkout / "var" / "bench.json").read_text())
    row, held, grown = kept["rows"]
    assert row["name"] == "learner's dashboard"
    assert 0 < row["queries"] <= row["query_bar"]
    assert 0 < row["lowest"] <= row["ratio"] <= row["highest"]
    assert held["name"] == "web process, 30 mixed requests"
    assert grown["unit"] == "MB"
    assert "learner's dashboard" in said
    assert "| learner's dashboard |" in document.read_text()
