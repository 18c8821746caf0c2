"""Pages of long lists, read from the nearer end."""

import pytest
from django.core import paginator
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from careersite.common.paging import Paginator
from roles.models import Report

pytestmark = pytest.mark.django_db
ROWS = 11


@pytest.fixture
def reports():
    Report.objects.bulk_create(
        Report(kind=Report.Kind.OTHER, text=f"{number}", made_at=timezone.now())
        for number in range(ROWS)
    )
    return Report.objects.order_by("pk")


@pytest.mark.parametrize("orphans", [0, 2])
@pytest.mark.parametrize("size", range(1, ROWS + 2))
def test_a_page_holds_the_same_whichever_end_it_is_read_from(reports, size, orphans):
    ours = Paginator(reports, size, orphans)
    plain = paginator.Paginator(reports, size, orphans)

    assert [[*page] for page in ours] == [[*page] for page in plain]


@pytest.mark.parametrize("cut", [slice(0, 0), slice(2, 9)])
def test_a_part_of_a_list_has_pages_too(reports, cut):
    shown = [row for page in Paginator(reports[cut], 2) for row in page]

    assert shown == [*reports][cut]


def test_a_plain_list_has_pages_too():
    assert [[*page] for page in Paginator(range(5), 2)] == [[0, 1], [2, 3], [4]]


def test_the_last_page_passes_over_no_rows(reports):
    pages = Paginator(reports, 2)
    last = pages.num_pages

    with CaptureQueriesContext(connection) as asked:
        shown = [*pages.page(last)]

    assert [row.text for row in shown] == [str(ROWS - 1)]
    assert "OFFSET" not in asked[-1]["sql"]
