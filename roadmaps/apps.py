"""App configuration: how to get there and how far one is."""

from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    """How to get there and how far one is."""

    name = "roadmaps"

    def ready(self) -> None:
        """Hand in this app's sections, what it exports, and what leaving takes."""
        from roadmaps.services import care, leaving, own_sections

        own_sections.register()
        leaving.register()
        care.register()
