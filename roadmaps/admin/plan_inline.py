"""Rows of a plan, which is fixed once its version is published."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from careersite.common.admin import PUBLISH, ChildInline
from roadmaps.models import RoadmapVersion, Step

FREE = {RoadmapVersion.Status.DRAFT, RoadmapVersion.Status.IN_REVIEW}


def may_write(request: HttpRequest, version: RoadmapVersion) -> bool:
    """Let what is scheduled or published be touched by publishers only."""
    return version.status in FREE or request.user.has_perm(PUBLISH)


def open_drafts(request: HttpRequest) -> QuerySet[RoadmapVersion]:
    """Return the drafts that this editor may write."""
    drafts = RoadmapVersion.objects.drafts()
    if request.user.has_perm(PUBLISH):
        return drafts
    return drafts.filter(status__in=FREE)


class PlanInline(ChildInline):
    """Parts of the plan: fixed once the version is published."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Add to drafts only."""
        return super().has_add_permission(request, obj) and self._may_touch(
            request, obj
        )

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Change drafts only."""
        return super().has_change_permission(request, obj) and self._may_touch(
            request, obj
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Delete from drafts only."""
        return super().has_delete_permission(request, obj) and self._may_touch(
            request, obj
        )

    def _may_touch(self, request: HttpRequest, obj: Any) -> bool:
        version = obj.version if isinstance(obj, Step) else obj
        return version is None or (version.is_draft and may_write(request, version))
