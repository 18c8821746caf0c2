"""Pages of an editorial life: diff, publish, schedule, archive, history, preview."""

from roles.admin.life.history import HistoryPages
from roles.admin.life.moves import MovePages


class LifePages(MovePages, HistoryPages):
    """All pages that content with drafts has beside its form."""

    page_names = (
        "draft",
        "publish",
        "move",
        "discard",
        "archive",
        "compare",
        "restore",
        "link",
    )
