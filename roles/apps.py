"""App configuration: what careers are and ask."""

from importlib import import_module

from django.apps import AppConfig

from careersite.common.revalidation import register_stamp


class RolesConfig(AppConfig):
    """What careers are and ask."""

    name = "roles"

    def ready(self) -> None:
        """Let public answers be checked against the state of content."""
        models = import_module("roles.models")
        register_stamp(models.ContentStamp.objects.current)
