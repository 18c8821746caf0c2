"""Drafts as readers will see them, by a signed link that ends after a week."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core import signing
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, transaction
from django.db.models import ProtectedError
from django.urls import reverse

from careersite.common.acting import as_a_whole
from careersite.common.branches import read_branch, write_branch
from careersite.common.models import ContentRoot

SALT = "roles.preview"
SECONDS = 7 * 24 * 3600


class OverError(Exception):
    """Raised where a link is forged or too old, or where its draft is gone."""


class NotShowableError(Exception):
    """Raised where a draft cannot stand in the place of the live text yet."""


def address_of(root: ContentRoot) -> str:
    """Return the path of a preview that needs no account."""
    token = signing.dumps([root._meta.label_lower, root.pk], salt=SALT)
    return reverse("roles:preview", args=[token])


def find(token: str) -> Any:
    """Return the draft to which a link leads; raises OverError."""
    try:
        label, pk = signing.loads(token, salt=SALT, max_age=SECONDS)
        model: Any = apps.get_model(label)
        return model.everything.get(
            pk=pk, status__in=["draft", "in_review", "scheduled"]
        )
    except (signing.BadSignature, LookupError, ValueError, ObjectDoesNotExist) as error:
        raise OverError from error


@contextmanager
def as_published(draft: Any, *, now: datetime) -> Iterator[Any]:
    """Hold the database as it would be if `draft` were published, then take it back.

    What is rendered inside is exactly what readers will see, figures and all.
    Raises NotShowableError where the draft cannot be written over the live rows.
    """
    with transaction.atomic():
        try:
            live = _written(draft)
            live.publish(now=now)
        except (DatabaseError, ProtectedError) as error:
            transaction.set_rollback(True)
            raise NotShowableError(str(error)) from error
        try:
            yield live
        finally:
            transaction.set_rollback(True)


def _written(draft: Any) -> Any:
    if not draft.is_draft_copy:
        return draft
    live = type(draft).everything.get(pk=draft.draft_of_id)
    branch = read_branch(draft)
    with as_a_whole():
        draft.delete()
    with transaction.atomic():
        write_branch(live, branch)
    return live
