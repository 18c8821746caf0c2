"""App configuration: who a learner is and what they lack."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Who a learner is and what they lack."""

    name = "profiles"

    def ready(self) -> None:
        """Hand in how this app's sections are read, and figures for editors."""
        from profiles.services import care, own_sections

        own_sections.register()
        care.register()
