"""The editor's desk for careers, figures, guides and sources."""

from typing import Any

from django.contrib import admin

from roles.admin import careers, figures, guides, sources
from roles.admin.health import health_view

__all__ = ["careers", "figures", "guides", "sources"]

desk: Any = admin.site
desk.add_page("care/", health_view, "health")
