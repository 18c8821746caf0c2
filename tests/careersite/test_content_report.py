"""The report accounts for all that the documents hold, and notices what is lost."""

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import escape

from careersite.content_report import content_lines, differences, missing_figures
from roles.models import Credential, Disagreement, Guidance, SalaryBand

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]


def test_nothing_of_the_documents_is_missing(capsys):
    call_command("content_report")

    said = capsys.readouterr().out
    assert "Pay figures: 46 of 46" in said
    assert [f"{number}" for number in range(1, 54)] == [
        line.split()[0] for line in said.splitlines() if line[:4].strip()
    ][:53]


def test_every_row_holds_as_many_records_of_each_document_as_were_counted():
    lines = content_lines()

    assert {line.title: line.held for line in lines if line.held != line.wanted} == {}
    assert [line.number for line in lines] == list(range(1, 53))


def test_every_difference_is_said_where_a_reader_meets_it(client):
    page = client.get("/roles/ai-engineer/").text

    assert [one.number for one in differences()] == list(range(1, 13))
    for one in differences():
        assert not one.missing
        for key, place in one.held.items():
            _, _, anchor = place.partition("#")
            section = page.partition(f'<section class="section" id="{anchor}"')[2]
            section = section.partition('<section class="section" id=')[0]
            difference = Disagreement.objects.get(role__slug="ai-engineer", key=key)
            assert escape(difference.statement) in section, key
            for side in difference.sides.all():
                assert escape(side.text) in section, (key, side.text)


def test_a_difference_that_no_page_says_fails_the_report(capsys):
    Disagreement.objects.filter(key="growth").delete()

    with pytest.raises(CommandError, match="1 differences are not said"):
        call_command("content_report")

    assert "C4    Growth" in capsys.readouterr().out


def test_more_records_than_were_counted_are_told_and_no_failure(capsys):
    tip = Guidance.objects.filter(kind="tip").first()
    tip.pk, tip.key = None, "one-more"
    tip.save()

    call_command("content_report")

    assert "S2 8 of 7  more than were counted" in capsys.readouterr().out


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
