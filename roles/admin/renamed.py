"""Content whose old addresses live on when an editor changes its slug."""

from typing import Any

from careersite.common.admin import PublishableAdmin
from roles.services.redirects import record_rename


class PageAdmin(PublishableAdmin):
    """Content that has a page of its own, found by its slug."""

    def keep_address(self, content: Any, *, old_slug: str) -> None:
        """Lead the old address to the new one."""
        record_rename(content=content, old_slug=old_slug)
