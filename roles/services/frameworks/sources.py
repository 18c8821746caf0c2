"""The public frameworks that are imported, with the attribution that they ask for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FrameworkSource:
    """A framework as a source: what a page about it must say."""

    title: str
    publisher: str
    url: str
    gives: str
    terms: str


SOURCES = {
    "onet": FrameworkSource(
        title="O*NET database",
        publisher="U.S. Department of Labor, Employment and Training Administration",
        url="https://www.onetcenter.org/database.html",
        gives="Occupations with rated skills and knowledge, technologies, other titles",
        terms=(
            "Includes information from the O*NET database by the U.S. Department of "
            "Labor, Employment and Training Administration (USDOL/ETA), used under "
            "the CC BY 4.0 license (https://creativecommons.org/licenses/by/4.0/). "
            "O*NET is a trademark of USDOL/ETA. We selected and shortened the "
            "information; USDOL/ETA has not approved, endorsed or tested that."
        ),
    ),
    "esco": FrameworkSource(
        title="ESCO classification",
        publisher="European Commission",
        url="https://esco.ec.europa.eu/",
        gives="Occupations with essential and optional skills, and other names",
        terms=(
            "Uses the ESCO classification of the European Commission, under the "
            "CC BY 4.0 license (https://creativecommons.org/licenses/by/4.0/). We "
            "selected and shortened the information."
        ),
    ),
}
