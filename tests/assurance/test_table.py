"""The table of assurances names what exists, item by item."""

import ast
import json
from functools import lru_cache

from careersite.dev.assurance import FIGURES, PAGE, page, read_items
from careersite.dev.terminal import ROOT

TESTS = ROOT / "tests"


@lru_cache
def functions(path):
    tree = ast.parse((TESTS / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def exists(test):
    path, _, name = test.partition("::")
    return (TESTS / path).exists() and name in functions(path)


def test_every_item_has_a_row_in_order():
    of_the_site = [f"S{number:02}" for number in range(1, 62)]
    of_its_tests = [f"T{number:02}" for number in range(1, 9)]

    assert list(read_items()) == [*of_the_site, *of_its_tests]


def test_every_named_test_exists():
    named = [test for item in read_items().values() for test in item["tests"]]

    assert [test for test in named if not exists(test)] == []


def test_every_figure_is_of_a_test_that_exists():
    measured = json.loads(FIGURES.read_text())

    assert [test for test in measured if not exists(test)] == []


def test_an_item_without_a_test_says_that_it_is_not_shown():
    silent = [
        name
        for name, item in read_items().items()
        if not item["tests"] and not item.get("open")
    ]

    assert silent == []


def test_the_page_is_made_of_the_list_and_the_figures():
    """After a change: python -m careersite.dev.assurance."""
    assert PAGE.read_text() == page()
