"""Tell the database who acts, and why, so that it can note each row with both."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from pghistory.runtime import context

from careersite.common.actor import Actor


def acting(by: Actor, reason: str = "") -> context:
    """Return a context in which rows are written in the name of `by`.

    Inside another one the outer one's person is replaced: it is who asked last.
    """
    return context(actor_id=by.pk, actor_name=by.display_name, reason=reason)


def known_as(by: Actor) -> None:
    """Say who acts, where that is known only in the middle of a request."""
    context(actor_id=by.pk, actor_name=by.display_name)


def because(reason: str) -> None:
    """Give the reason for what follows, where somebody acts."""
    context(reason=reason)


@contextmanager
def as_a_whole() -> Iterator[None]:
    """Let rows be written without a note of each: a draft is copied or thrown away.

    For the rest of a transaction that fails meanwhile nothing is noted, nor kept.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('careersite.is_whole', 'yes', true)")
        yield
        cursor.execute("SELECT set_config('careersite.is_whole', '', true)")
