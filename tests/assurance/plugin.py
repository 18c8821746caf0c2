"""What `./dev assure` adds to pytest: which tests are run, and what the report says.

A name is that of an item in items.yaml, which stands for the item's tests, or that of a
measurement, which stands for the tests marked `@pytest.mark.assure(id=name)`.
"""

import pytest

from careersite.dev.assurance import ALL, read_items


def pytest_addoption(parser):
    """Take the names of what is measured."""
    parser.addoption("--assure", default=ALL, help="names, parted by commas")


def pytest_collection_modifyitems(config, items):
    """Leave what nobody asked for."""
    names = config.getoption("assure").split(",")
    listed = read_items()
    chosen = listed if names == [ALL] else {name: listed.get(name) for name in names}
    tests = {test for item in chosen.values() if item for test in item["tests"]}
    kept, left = [], []
    for item in items:
        is_asked_for = name_of(item) in tests or is_measurement(item, names)
        (kept if is_asked_for else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept


def is_measurement(item, names):
    """Tell whether a test carries one of the names itself."""
    marks = {mark.kwargs["id"] for mark in item.iter_markers("assure")}
    return bool(marks) if names == [ALL] else not marks.isdisjoint(names)


def name_of(item):
    """Return a test's name as in items.yaml, without its case."""
    path = item.nodeid.partition("::")[0]
    return f"{path.removeprefix('tests/')}::{item.originalname}"


@pytest.fixture(autouse=True)
def name_in_the_report(request, record_property):
    """Say which test and which of its cases a figure is of."""
    call = getattr(request.node, "callspec", None)
    record_property("test", name_of(request.node))
    record_property("case", call.id if call else "")
