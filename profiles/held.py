"""What a person holds of a skill: claimed, evidenced or verified (rule 14).

Levels are the six proficiency levels, 0 to 5. Unrated is not 0.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Mode = Literal["claimed", "verified"]
EvidenceState = Literal["unrated", "claimed", "evidenced", "verified"]

TOP_LEVEL = 5
LEVEL_WORDS = ("none", "aware", "with guidance", "on my own", "advanced", "expert")


@dataclass(frozen=True, slots=True)
class Held:
    """What a person holds of one skill.

    `level` is what the person claims, `verified` what a mentor confirmed; both
    are None where nobody rated it. `state` is the evidence readers are shown.
    """

    level: int | None
    state: EvidenceState = "claimed"
    verified: int | None = None

    @property
    def is_unrated(self) -> bool:
        return self.level is None and self.verified is None

    def counted(self, mode: Mode) -> int:
        """The level that counts: a confirmation above the claim raises it."""
        if mode == "verified":
            return self.verified or 0
        return max(self.level or 0, self.verified or 0)


UNRATED = Held(level=None, state="unrated")


def held_of(
    *, claimed: int | None, evidence: Sequence[int | None], verified: int | None
) -> Held:
    """Return what counts of a claim, the levels of its evidence and a confirmation.

    Evidence without a level supports the claim. A confirmation that has expired
    is handed in as None.
    """
    levels = [level for level in (claimed, *evidence) if level is not None]
    state: EvidenceState = "unrated" if claimed is None else "claimed"
    if evidence:
        state = "evidenced"
    if verified is not None:
        state = "verified"
    return Held(level=max(levels, default=None), state=state, verified=verified)
