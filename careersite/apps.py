"""The shell's app configuration and the admin site it uses."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig

from careersite.common import redaction
from roles.reader import register_reader


class CareersiteConfig(AppConfig):
    """Templates, static files, tags and commands that belong to no one app."""

    name = "careersite"

    def ready(self) -> None:
        """Keep secrets out of the logs; register what the apps below ask for."""
        redaction.install()
        register_reader(import_module("careersite.yours").LearnerReader)
        import_module("careersite.checks")
        import_module("careersite.common.api_schema")


class AdminConfig(DjangoAdminConfig):
    """The stock admin with our site class."""

    default_site = "careersite.common.admin.CareersiteAdminSite"
