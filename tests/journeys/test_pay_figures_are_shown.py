"""Each pay figure of the five documents stands on the role page, with its basis."""

import re
from collections import Counter
from decimal import Decimal
from html import unescape

import pytest

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]

COUNTRIES = {
    "United States": "united-states",
    "United Kingdom": "united-kingdom",
    "India": "india",
    "Europe and Asia": "europe-and-asia",
    "": "not-stated",
}
COMPONENTS = {"base": "base", "total": "total", "not_stated": "component not stated"}
BASES = {"stated": "stated", "context": "from context", "not_stated": "not stated"}
LEVELS = {
    "entry": "Entry",
    "mid": "Mid",
    "senior": "Senior",
    "staff": "Staff or principal",
    "executive": "Director and above",
    "": "",
}
LAKH = 100_000


def text_of(html):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html))).strip()


def numbers_in(figure):
    """Amounts of a shown figure; lakhs are written out."""
    factor = LAKH if "LPA" in figure else 1
    return sorted(
        Decimal(number.replace(",", "").rstrip(".")) * factor
        for number in re.findall(r"\d[\d,.]*", figure)
    )


def source_slugs(page):
    """What each letter of the page stands for."""
    pattern = r'id="source-(\w)".*?href="/sources/([\w-]+)/"'
    return dict(re.findall(pattern, page, re.DOTALL))


def shown_rows(client, country):
    page = client.get(f"/roles/ai-engineer/?country={country}").content.decode()
    slugs = source_slugs(page)
    table = page[page.index("Show the numbers as a table") :]
    table = table[: table.index("</table>")]
    for row in re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL)[1:]:
        cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        level, figure, _, kind, basis, _, source = map(text_of, cells)
        letter = re.search(r"Source (\w)", source).group(1).lower()
        yield level, figure, kind.lower(), basis.lower(), slugs[letter]


def is_same(figure, row):
    level, shown, kind, basis, source = row
    ends = [end for end in (figure.low, figure.high) if end is not None]
    return (
        numbers_in(shown) == sorted(set(ends))
        and (shown.endswith("+") or "above" in shown or "+ an hour" in shown)
        == figure.is_open
        and level.startswith(LEVELS[figure.level])
        and kind.startswith(COMPONENTS[figure.component])
        and figure.statistic in kind
        and ("hour" in shown or "hour" in kind) == (figure.period == "hour")
        and BASES[figure.region_basis] in basis
        and source == figure.seed
    )


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_role_page_shows_every_pay_figure_of_a_country(client, pay_table, country):
    printed = [f for f in pay_table if f.unit == "money" and f.region == country]

    rows = list(shown_rows(client, COUNTRIES[country]))

    assert len(rows) == len(printed)
    missing = [f for f in printed if not any(is_same(f, row) for row in rows)]
    assert missing == []


def test_the_role_page_shows_every_relative_pay_figure(client, pay_table):
    printed = Counter(
        number.normalize()
        for figure in pay_table
        if figure.unit == "percent"
        for number in {figure.low, figure.high} - {None}
    )

    page = client.get("/roles/ai-engineer/").content.decode()

    outlook = text_of(page[page.index('id="outlook"') :])
    shown = {n.normalize() for n in numbers_in(outlook)}
    assert set(printed) <= shown
