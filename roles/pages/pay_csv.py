"""Pay as rows of a spreadsheet, with sources and terms in every row."""

from collections.abc import Iterable, Iterator

from roles.models import SalaryBand
from roles.sheets import marked

HEADER = (
    *("key", "role", "level", "level as printed", "country", "country known"),
    *("currency", "low", "high", "open end", "qualifier", "period", "component"),
    *("statistic", "condition", "subject", "as printed", "as of"),
    *("printed in", "origin", "note", "source address", "license"),
    "label",  # what is new goes last: readers may count columns
)
LICENSE = "Figures as their sources print them; compiled by careersite, MIT license"


def pay_rows(bands: Iterable[SalaryBand]) -> Iterator[tuple[object, ...]]:
    """Yield the header, then each figure; numbers stay numbers."""
    yield HEADER
    for row in bands:
        yield tuple(
            marked(value) if isinstance(value, str) else value for value in _cells(row)
        )


def _cells(row: SalaryBand) -> tuple[object, ...]:
    return (
        *(row.key, row.role.title, row.get_house_level_display(), row.level_label),
        *(row.region.name if row.region else "", row.get_region_basis_display()),
        *(row.currency, row.low, row.high, "yes" if row.high_open else "no"),
        *(row.get_qualifier_display() if row.qualifier else "", row.period),
        *(row.get_component_display(), row.get_statistic_display()),
        *(row.condition, row.subject, row.as_printed, row.as_of),
        row.published_in.display_name,
        row.attributed_to.display_name if row.attributed_to else "",
        row.note,
        row.published_in.url,
        LICENSE,
        row.label,
    )
