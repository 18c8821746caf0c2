"""The certifications of a role page, one row each, all sources together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from roles.models import Certification, RoleCertification
from roles.pages.letters import Letters


@dataclass(frozen=True, slots=True)
class CertificationRow:
    """A certification that sources recommend for a role."""

    certification: Certification
    best_for: tuple[str, ...]
    notes: tuple[str, ...]
    letters: tuple[str, ...]
    families: tuple[Mapping[str, object], ...]


def certification_rows(
    links: Sequence[RoleCertification],
    letters: Letters,
) -> tuple[CertificationRow, ...]:
    """Return certifications in order, those no longer offered at the end."""
    rows = [
        _row(list(members), letters)
        for _, members in groupby(
            sorted(links, key=lambda link: link.certification.position),
            key=lambda link: link.certification_id,
        )
    ]
    return tuple(sorted(rows, key=lambda row: not row.certification.can_be_planned))


def _row(
    links: Sequence[RoleCertification],
    letters: Letters,
) -> CertificationRow:
    first = links[0]
    return CertificationRow(
        certification=first.certification,
        best_for=tuple(dict.fromkeys(who for link in links for who in link.best_for)),
        notes=tuple(link.note for link in links if link.note),
        letters=tuple(dict.fromkeys(letters.of(link.source_id) for link in links)),
        families=tuple(first.families),
    )
