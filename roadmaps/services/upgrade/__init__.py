"""Move a learner to a newer version and lose nothing (rule 25).

Rows are never deleted: what a newer version dropped is kept with its notes,
rounds and events, and an upgrade can be undone for 14 days.
"""

from roadmaps.services.upgrade.moving import (
    Offer,
    UpgradeRefusedError,
    newest_of,
    offer,
    preview,
    stay,
    upgrade,
)
from roadmaps.services.upgrade.undoing import (
    UNDO_FOR,
    UndonePreview,
    preview_undo,
    undo_upgrade,
    undoable,
)

__all__ = [
    "UNDO_FOR",
    "Offer",
    "UndonePreview",
    "UpgradeRefusedError",
    "newest_of",
    "offer",
    "preview",
    "preview_undo",
    "stay",
    "undo_upgrade",
    "undoable",
    "upgrade",
]
