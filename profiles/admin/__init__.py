"""The operators' desk: accounts, and what people report of each other."""

from profiles.admin import accounts, reports

__all__ = ["accounts", "reports"]
