"""Keep old addresses alive when content is renamed or replaced."""

from typing import Protocol

from django.db import transaction

from roles.models import Redirect


class Page(Protocol):
    """Content that readers find by its slug."""

    slug: str
    was_readable: bool


@transaction.atomic
def record_rename(*, content: Page, old_slug: str) -> None:
    """Lead the old address of `content` to its present slug.

    What no reader ever saw leaves no address behind.
    """
    if content.was_readable:
        kind = Redirect.Kind(type(content).__name__.lower())
        record_redirect(kind=kind, old_slug=old_slug, new_slug=content.slug)


@transaction.atomic
def record_redirect(*, kind: Redirect.Kind, old_slug: str, new_slug: str) -> None:
    """Lead one address of a kind of content to another, without loops or chains.

    What led to the old slug leads on to the new one, and the new slug leads nowhere
    else any more. A slug that leads to itself is no redirect.
    """
    if old_slug == new_slug:
        return
    known = Redirect.objects.of_kind(kind)
    known.filter(old_slug=new_slug).delete()
    known.filter(new_slug=old_slug).update(new_slug=new_slug)
    Redirect.objects.update_or_create(
        kind=kind, old_slug=old_slug, defaults={"new_slug": new_slug}
    )
