"""Somebody at the desk, where its pages are, and what it says."""

from django.test import Client
from django.urls import reverse


def at_desk(user):
    """Return a client of somebody who signed in."""
    client = Client()
    client.force_login(user)
    return client


def url(row, name):
    """Return the address of one of the desk's pages about a row, such as `change`."""
    return reverse(
        f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=[row.pk]
    )


def said(answer):
    """Return the messages of an answer."""
    return [str(message) for message in answer.context["messages"]]
