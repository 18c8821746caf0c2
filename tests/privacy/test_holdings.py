"""The page on privacy names every table that holds something of a person."""

from collections import Counter

from django.apps import apps
from django.contrib.sessions.models import Session
from django.utils.html import escape

from careersite.retention.holdings import HOLDINGS
from profiles.models import User

# Whole numbers that name a person where content may have no key to one.
BY_NUMBER = {"actor_id", "editor_id", "handled_by_id", "ended_by_id"}


def all_that_lead_to_a_person():
    """Walk all models: by keys, however many steps away, and by number."""
    every = apps.get_models(include_auto_created=True)
    found, more = set(), {User, Session}
    while not more <= found:
        found |= more
        more = {
            model
            for model in every
            if any(
                field.related_model in found for field in model._meta.concrete_fields
            )
        }
    numbered = {model for model in every if BY_NUMBER & names_of(model)}
    return {model._meta.label for model in found | numbered}


def names_of(model):
    return {field.name for field in model._meta.concrete_fields}


def test_every_table_that_leads_to_a_person_is_named_once(figure):
    named = Counter(label for one in HOLDINGS for label in one.models)

    figure(f"{len(named)} tables that lead to a person, each named once at /privacy/")
    assert set(named) == all_that_lead_to_a_person()
    assert set(named.values()) == {1}


def test_every_number_of_a_person_is_known():
    names = set().union(*map(names_of, apps.get_models()))
    numbers = {name for name in names if name.endswith(("or_id", "user_id", "by_id"))}

    assert numbers == BY_NUMBER


def test_readers_are_told_what_is_stored_why_and_how_long(client):
    page = client.get("/privacy/").text.replace("&#x27;", "'")

    for one in HOLDINGS:
        for told in (one.what, one.stored, one.why, f"Kept {one.how_long}."):
            assert escape(told).replace("&#x27;", "'") in page
