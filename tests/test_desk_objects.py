"""Every table of the desk opens on a row of the real content."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone

from roles.models import ExternalCode, Report

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for app in ("roles", "roadmaps")
    for model in apps.get_app_config(app).get_models()
    if admin.site.is_registered(model)
]


def address(row):
    label = row._meta
    name = f"admin:{label.app_label}_{label.model_name}_change"
    return reverse(name, args=[row.pk])


def test_every_table_opens_on_a_row(client, publisher, content):
    # The only tables of which the site is born without a row.
    ExternalCode.objects.create(scheme="esco", code="one")
    Report.objects.create(kind="page", text="Broken.", made_at=timezone.now())
    client.force_login(publisher)

    statuses = {
        model._meta.label: client.get(address(model.objects.first())).status_code
        for model in MODELS
    }

    refused = {label: code for label, code in statuses.items() if code != 200}
    assert not refused
