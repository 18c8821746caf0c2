"""Read public frameworks of occupations and skills as streams.

Pure: files in, plain rows out. No more is held in memory than what the named
occupations reach. Sources of the layouts: the O*NET data dictionary (text files) and
the ESCO dataset's notes on its CSV files.
"""

from roles.frameworks.esco import read_esco
from roles.frameworks.onet import read_onet
from roles.frameworks.parts import (
    Concept,
    Findings,
    FrameworkError,
    Mention,
    Technology,
)

__all__ = [
    "Concept",
    "Findings",
    "FrameworkError",
    "Mention",
    "Technology",
    "read_esco",
    "read_onet",
]
