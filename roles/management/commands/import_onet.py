"""manage.py import_onet: plan what O*NET's database says of occupations."""

from collections.abc import Sequence
from pathlib import Path

from roles.frameworks import Findings, read_onet
from roles.management.framework_command import FrameworkCommand


class Command(FrameworkCommand):
    """Writes nothing but the plan."""

    help = (
        "Read O*NET's database (tab-separated text) for the named occupations, and"
        " plan what is added to drafts."
    )
    source = "onet"
    code_help = "O*NET-SOC codes, such as 15-2051.00"

    def read(self, directory: Path, codes: Sequence[str]) -> Findings:
        """Return what the named occupations reach."""
        return read_onet(directory, codes)
