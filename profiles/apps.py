"""App configuration: who a learner is and what they lack."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """Who a learner is and what they lack."""

    name = "profiles"
