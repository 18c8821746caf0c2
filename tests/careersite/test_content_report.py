"""The report accounts for all that the documents hold, and notices what is lost."""

import pytest
from django.core.management import CommandError, call_command

from careersite.content_report import content_lines, missing_figures
from roles.models import Credential, SalaryBand

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]


def test_nothing_of_the_documents_is_missing(capsys):
    call_command("content_report")

    said = capsys.readouterr().out
    assert "Pay figures: 46 of 46" in said
    assert [f"{number}" for number in range(1, 54)] == [
        line.split()[0] for line in said.splitlines() if line[:4].strip()
    ][:53]


def test_an_altered_figure_fails_the_report(capsys):
    SalaryBand.objects.filter(key="jobs-guide-entry-us").update(low=90_001)

    with pytest.raises(CommandError, match="1 pay figures are missing"):
        call_command("content_report")

    assert "ai-engineer-jobs-guide, entry, United States: USD 90000-130000" in (
        capsys.readouterr().out
    )


def test_a_figure_that_is_taken_back_is_missing():
    SalaryBand.objects.filter(key="jobs-guide-entry-us").update(status="draft")

    assert len(missing_figures()) == 1


def test_a_row_that_is_gone_falls_short():
    Credential.objects.filter(name="Portfolio projects").delete()

    assert [line.title for line in content_lines() if line.is_short] == [
        "Credentials table"
    ]
