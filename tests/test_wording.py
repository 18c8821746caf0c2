"""Texts are our own: no eight words in a row from the five documents."""

import re
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from careersite.fixtures import fixture_files
from tests.content import FIXTURES
from tests.data.make_seed_phrases import PLANTED, read_phrases, shared_runs

# Titles, names and figures stand as their documents print them.
AS_PRINTED = {
    "aliases",
    "as_printed",
    "heading",
    "level_label",
    "name",
    "title",
    "titles",
}
MARKUP = re.compile(r"{[%{#].*?[#%}]}|<[^>]*>", re.DOTALL)
FILES = fixture_files(FIXTURES)
TEMPLATES = sorted(
    path
    for app in ("careersite", "roles", "profiles", "roadmaps")
    for path in (settings.BASE_DIR / app).glob("templates/**/*.html")
)


@pytest.fixture(scope="module")
def phrases():
    return read_phrases()


def texts_of(path: Path) -> list[str]:
    """Return all texts of one fixture file that must be our own."""
    values = [
        value
        for record in yaml.load(path.read_text(), Loader=yaml.CSafeLoader)
        for name, value in record["fields"].items()
        if name not in AS_PRINTED
    ]
    listed = [item for value in values if isinstance(value, list) for item in value]
    return [text for text in values + listed if isinstance(text, str)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_fixture_texts_share_no_eight_words_with_a_document(path, phrases):
    found = [run for text in texts_of(path) for run in shared_runs(text, phrases)]

    assert found == []


def test_templates_share_no_eight_words_with_a_document(phrases):
    found = {
        path.name: runs
        for path in TEMPLATES
        if (runs := shared_runs(MARKUP.sub(" ", path.read_text()), phrases))
    }

    assert TEMPLATES
    assert found == {}


def test_the_check_catches_a_planted_sentence(phrases):
    planted = f"Somebody wrote: {PLANTED.upper()} And went on."

    assert len(shared_runs(planted, phrases)) == 4


def test_the_check_lets_a_reworded_sentence_pass(phrases):
    reworded = PLANTED.replace("ferry", "boat")

    assert shared_runs(reworded, phrases) == []


def test_the_stored_hashes_cover_all_five_documents(phrases):
    assert len(phrases) > 9_000
