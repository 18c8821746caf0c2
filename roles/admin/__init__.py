"""The editor's desk for careers, figures, guides and sources."""

from roles.admin import careers, figures, guides, sources

__all__ = ["careers", "figures", "guides", "sources"]
