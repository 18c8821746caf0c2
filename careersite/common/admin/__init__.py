"""The admin site and the bases of all content admins."""

from careersite.common.admin.asking import asks_first
from careersite.common.admin.changes import ChangesMixin, register_changes
from careersite.common.admin.content import (
    PUBLISH,
    ChildAdmin,
    ChildFormSet,
    ChildInline,
    ContentAdmin,
    PublishableAdmin,
    closed_to,
)
from careersite.common.admin.fields import DeskMixin
from careersite.common.admin.seen import SeenForm, SeenMixin
from careersite.common.admin.site import LISTS, PARTS, CareersiteAdminSite

__all__ = [
    "LISTS",
    "PARTS",
    "PUBLISH",
    "CareersiteAdminSite",
    "ChangesMixin",
    "ChildAdmin",
    "ChildFormSet",
    "ChildInline",
    "ContentAdmin",
    "DeskMixin",
    "PublishableAdmin",
    "SeenForm",
    "SeenMixin",
    "asks_first",
    "closed_to",
    "register_changes",
]
