"""Who waits at a terminal sees how far a command is; logs stay as they were."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from careersite.common.progress import Progress


class Terminal(StringIO):
    def isatty(self):
        return True


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "roles").mkdir()
    (tmp_path / "roles" / "01_sources.yaml").write_text(
        "- model: roles.sourcefamily\n  fields: {slug: guide, name: A guide}\n"
    )
    return tmp_path


@pytest.mark.django_db
def test_seed_draws_a_bar_on_a_terminal_and_takes_it_away(folder):
    out = Terminal()

    call_command("seed", directory=folder, stdout=out)

    drawn = out.getvalue().split("\r")
    assert any("] 1/1 roles/01_sources.yaml" in one for one in drawn)
    assert drawn[-2].strip() == ""
    assert drawn[-1].startswith("roles/01_sources.yaml: 1 created")


@pytest.mark.django_db
def test_seed_draws_nothing_into_a_log_and_says_nothing_where_asked(folder):
    log, silent = StringIO(), Terminal()

    call_command("seed", directory=folder, stdout=log)
    call_command("seed", directory=folder, again=True, verbosity=0, stdout=silent)

    assert "\r" not in log.getvalue()
    assert log.getvalue().startswith("roles/01_sources.yaml: 1 created")
    assert silent.getvalue() == ""


def test_bar_fills_and_fits_a_line():
    out = Terminal()
    progress = Progress(OutputWrapper(out))

    progress.tell("first", 1, 2)
    progress.tell("x" * 200, 2, 2)

    first, second = out.getvalue().split("\r")[1:]
    assert first.startswith("[" + "." * 24 + "] 1/2 first")
    assert second.startswith("[" + "#" * 12 + "." * 12 + "] 2/2 x")
    assert len(first) == len(second) == 79
