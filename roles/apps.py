"""App configuration: what careers are and ask."""

from django.apps import AppConfig


class RolesConfig(AppConfig):
    """What careers are and ask."""

    name = "roles"
