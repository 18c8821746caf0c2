"""The WSGI application that gunicorn serves."""

import os

from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "careersite.settings")

application = get_wsgi_application()
# Commands look at the configuration before they begin; so does the site.
BaseCommand().check()
