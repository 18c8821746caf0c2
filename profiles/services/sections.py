"""Who sees which part of a learner: the one layer for pages, API, links, export.

Each app hands in how its sections are read (`provide`); whoever shows something
asks for a `View` first and gets no more than it allows.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from profiles.models import (
    Audience,
    Mentorship,
    Profile,
    Section,
    SectionVisibility,
    ShareLink,
    User,
)
from profiles.models.privacy import OPENED_BY_SCOPE, in_order
from profiles.models.profile import HANDLE_TAKEN
from profiles.services.invitations import hash_token

# Who sees a section with this audience, beside the learner.
SEEN_BY: Mapping[str, frozenset[str]] = {
    Audience.PRIVATE: frozenset(),
    Audience.MENTORS: frozenset({"mentor"}),
    Audience.LINK: frozenset({"mentor", "link"}),
    Audience.PUBLIC: frozenset({"mentor", "link", "public"}),
}


# As whom one can look at oneself.
READERS = {
    "mentor": "a mentor of yours",
    "link": "somebody with a link",
    "public": "everybody",
}


@dataclass(frozen=True, slots=True)
class View:
    """What one reader sees of one learner, and whether only what was verified.

    `by_scope` are the sections that only a mentorship's scope opens to `reader`.
    """

    owner: User
    sections: frozenset[str]
    is_verified_only: bool = False
    reader: User | None = None
    by_scope: frozenset[str] = frozenset()

    def narrowed_to(self, section: Section) -> User | None:
        """Return the mentor to whom a scope alone opens `section`, if that is so.

        Such a mentor reads of it what belongs to the roadmaps shared with them.
        """
        return self.reader if section in self.by_scope else None


Read = Callable[[View, datetime], Any]


@dataclass(frozen=True, slots=True)
class Provider:
    """How a section is read, as plain data, and what shows the data.

    `read` returns None, or something empty, where there is nothing to show.
    """

    read: Read
    template: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class ShownSection:
    """One section as a reader sees it."""

    section: Section
    label: str
    template: str
    sheet: str
    data: Any


_PROVIDERS: dict[str, Provider] = {}


def provide(section: Section, read: Read, template: str, sheet: str = "") -> None:
    """Hand in how a section is read and shown (`sheet`: its own style sheet)."""
    _PROVIDERS[section] = Provider(read, template, sheet)


def view_for(owner: User, reader: User | None) -> View:
    """Return what `reader` sees of `owner`; None is anybody (at most 2 queries)."""
    if reader is not None and reader.pk == owner.pk:
        return View(owner, frozenset(Section.values))
    if owner.leaving_at is not None:
        return View(owner, frozenset())
    scopes = _scopes(owner, reader) if reader is not None else None
    if scopes is None:
        return View(owner, _seen_by("public", owner))
    opened = {section for scope in scopes for section in OPENED_BY_SCOPE.get(scope, ())}
    seen = _seen_by("mentor", owner)
    return View(owner, seen | opened, reader=reader, by_scope=frozenset(opened - seen))


def view_as(owner: User, kind: str) -> View:
    """Return what a mentor with no scope, a link's holder or anybody would see."""
    return View(owner, _seen_by(kind, owner))


def view_by_link(link: ShareLink) -> View:
    """Return what the holder of a link sees: of its sections those open to links."""
    seen = _seen_by("link", link.user) & set(link.sections)
    return View(link.user, frozenset(seen), is_verified_only=link.is_verified_only)


def find_link(token: str, *, now: datetime) -> ShareLink | None:
    """Return the open link of a token; unknown, expired and revoked are alike."""
    links = ShareLink.objects.open_at(now).select_related("user__profile")
    return links.filter(token_hash=hash_token(token)).first()


def find_person(handle: str) -> User | None:
    """Return whom a handle names, unless that person is leaving."""
    profile = (
        Profile.objects.filter(handle__iexact=handle, user__leaving_at__isnull=True)
        .exclude(handle="")
        .select_related("user")
        .first()
    )
    if profile is None or not profile.user.is_active:
        return None
    profile.user.profile = profile
    return profile.user


def may_see(owner: User, reader: User | None, section: Section) -> bool:
    """Tell whether `reader` sees one section of `owner`."""
    return section in view_for(owner, reader).sections


def read_sections(view: View, *, now: datetime) -> list[ShownSection]:
    """Read what a view allows, in order; sections that hold nothing are left out."""
    found = []
    for name in in_order(view.sections):
        provider = _PROVIDERS.get(name)
        data = provider.read(view, now) if provider else None
        if provider and data:
            section = Section(name)
            found.append(
                ShownSection(
                    section, section.label, provider.template, provider.sheet, data
                )
            )
    return found


def sheets(shown: Iterable[ShownSection]) -> list[str]:
    """Return the style sheets that the sections ask for, once each."""
    return sorted({one.sheet for one in shown if one.sheet})


def audiences(owner: User) -> dict[str, str]:
    """Return the audience of every section."""
    kept = dict(owner.section_visibilities.values_list("section", "audience"))
    return {name: kept.get(name, Audience.PRIVATE) for name in Section.values}


@transaction.atomic
def set_openness(
    *,
    user: User,
    wanted: Mapping[str, str],
    by: User,
    now: datetime,
    handle: str | None = None,
) -> None:
    """Let the audiences of the named sections be these, and the handle this one.

    What is not named stays as it is. Raises ValidationError for a handle that
    somebody else took a moment before.
    """
    for section, audience in wanted.items():
        SectionVisibility.objects.update_or_create(
            user=user,
            section=Section(section),
            defaults={"audience": Audience(audience)},
        )
    if handle is not None:
        profile = Profile.objects.select_for_update().get(user=user)
        try:
            with transaction.atomic():
                profile.take_handle(handle)
        except IntegrityError as taken:
            raise ValidationError({"handle": [HANDLE_TAKEN]}) from taken


def _seen_by(kind: str, owner: User) -> frozenset[str]:
    found = audiences(owner).items()
    return frozenset(name for name, audience in found if kind in SEEN_BY[audience])


def _scopes(owner: User, reader: User) -> Iterable[str] | None:
    """Return what the active mentorships open; None where there is none."""
    lists = list(
        Mentorship.objects.active()
        .of(owner)
        .by(reader)
        .values_list("scopes", flat=True)
    )
    return {scope for scopes in lists for scope in scopes} if lists else None
