"""manage.py import_esco: plan what ESCO says of occupations."""

from collections.abc import Sequence
from pathlib import Path

from roles.frameworks import Findings, read_esco
from roles.management.framework_command import FrameworkCommand


class Command(FrameworkCommand):
    """Writes nothing but the plan."""

    help = (
        "Read ESCO's dataset (CSV, English) for the named occupations, and plan what"
        " is added to drafts."
    )
    source = "esco"
    code_help = "codes such as 2511.4, or addresses of concepts"

    def read(self, directory: Path, codes: Sequence[str]) -> Findings:
        """Return what the named occupations reach."""
        return read_esco(directory, codes)
