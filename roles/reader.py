"""Who reads a page: what pages about roles may know of that person.

This app knows no learners. A higher app registers a class that does; without one
everybody is a visitor.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest

MEMORY = "roles.reader"
COUNTRY_COOKIE = "country"
# What is compared with where nobody stated a level.
ANY_LEVEL = "mid"


@dataclass(frozen=True, slots=True)
class Held:
    """How many of the skills that a role asks for somebody has."""

    held: int
    asked: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where nothing is asked."""
        return self.held / self.asked if self.asked else 0.0


class Reader:
    """A visitor: a country from their cookie, no skills and no target."""

    is_learner = False

    def __init__(self, request: HttpRequest) -> None:
        self.chosen_country = request.COOKIES.get(COUNTRY_COOKIE, "")

    @cached_property
    def country(self) -> str:
        """The slug of the country whose pay opens first; empty if none is chosen."""
        return self.chosen_country

    @cached_property
    def target_role_id(self) -> int | None:
        """The role that this person heads for."""
        return None

    @cached_property
    def target_level(self) -> str:
        """The house level that this person heads for, mid unless stated."""
        return ANY_LEVEL

    def level_in(self, role_id: int) -> str:
        """Return the level to compare with in a role, mid where it is no target."""
        return self.target_level_in(role_id) or ANY_LEVEL

    def target_level_in(self, role_id: int) -> str:
        """Return the level aimed at in a role, empty where it is no target."""
        return self.target_level if self.target_role_id == role_id else ""

    def levels(self) -> Mapping[int, int]:
        """Return skill id -> level held, 0 to 5; unrated skills are missing."""
        return {}

    def coverage(self) -> Mapping[int, Held]:
        """Return role id -> how many of its skills are held; empty for visitors."""
        return {}


_reader_class: type[Reader] = Reader


def register_reader(reader_class: type[Reader]) -> None:
    """Let `reader_class` speak for everybody who reads; called once at the start."""
    global _reader_class
    _reader_class = reader_class


def reader_of(request: HttpRequest) -> Reader:
    """Return who reads, the same object for the whole request."""
    if MEMORY not in request.META:
        request.META[MEMORY] = _reader_class(request)
    found: Reader = request.META[MEMORY]
    return found


def pay_country(request: HttpRequest) -> str:
    """Return the region's slug that pay opens at: of the address, else the reader's."""
    return request.GET.get("country") or reader_of(request).country
