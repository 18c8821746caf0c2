"""The shell's app configuration and the admin site it uses."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig

from careersite.common import redaction


class CareersiteConfig(AppConfig):
    """Templates, static files, tags and commands that belong to no one app."""

    name = "careersite"

    def ready(self) -> None:
        """Keep secrets out of the logs; register our checks and API schemes."""
        redaction.install()
        import_module("careersite.checks")
        import_module("careersite.common.api_schema")


class AdminConfig(DjangoAdminConfig):
    """The stock admin with our site class."""

    default_site = "careersite.common.admin.CareersiteAdminSite"
