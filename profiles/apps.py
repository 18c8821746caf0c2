"""App configuration: who a learner is and what they lack."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Who a learner is and what they lack."""

    name = "profiles"

    def ready(self) -> None:
        """Hand in how this app's sections are read."""
        from profiles.services import own_sections

        own_sections.register()
