"""The editor's desk for roadmaps: versions, steps and resources."""

from roadmaps.admin import roadmaps, steps, versions

__all__ = ["roadmaps", "steps", "versions"]
