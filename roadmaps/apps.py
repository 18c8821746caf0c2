"""App configuration: how to get there and how far one is."""

from django.apps import AppConfig


class RoadmapsConfig(AppConfig):
    """How to get there and how far one is."""

    name = "roadmaps"
