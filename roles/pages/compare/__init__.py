"""Two to four roles side by side (rule 8)."""

from roles.pages.compare.asked import Asked, read_asked
from roles.pages.compare.page import Comparison, Start, compare, start_page

__all__ = ["Asked", "Comparison", "Start", "compare", "read_asked", "start_page"]
