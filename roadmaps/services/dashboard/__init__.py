"""Everything that the dashboard shows."""

from roadmaps.services.dashboard.reading import Dashboard, Track, read_dashboard

__all__ = ["Dashboard", "Track", "read_dashboard"]
