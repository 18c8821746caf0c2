"""The editor's desk for careers, figures and sources."""

from roles.admin import careers, figures, sources

__all__ = ["careers", "figures", "sources"]
