"""Which roles an address asks to compare, and what is wrong with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from roles.models import Role
from roles.pages.tray import ROLES_MAX


@dataclass(frozen=True, slots=True)
class Asked:
    """The roles asked for, in order; each list names what stands in the way.

    `moved` holds the slugs as they should be where a role was renamed, else nothing.
    """

    slugs: tuple[str, ...]
    roles: tuple[Role, ...]
    twice: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def is_too_many(self) -> bool:
        """Whether more roles are asked for than stand side by side."""
        return len(self.slugs) > ROLES_MAX


def read_asked(values: Sequence[str]) -> Asked:
    """Read the values of `roles`: slugs joined by commas, or one by one.

    One query, a second one only where a slug is not that of a published role. More
    than four slugs are not looked up at all.
    """
    given = [
        slug for value in values for part in value.split(",") if (slug := part.strip())
    ]
    slugs = tuple(dict.fromkeys(given))
    twice = tuple(slug for slug in slugs if given.count(slug) > 1)
    if not slugs or len(slugs) > ROLES_MAX:
        return Asked(slugs, (), twice)
    readable = Role.objects.published().with_names_and_duties()
    found = {role.slug: role for role in readable.with_slugs(slugs)}
    missing = [slug for slug in slugs if slug not in found]
    present = Role.objects.published().renamed(missing)
    moved = tuple(dict.fromkeys(present.get(slug, slug) for slug in slugs))
    return Asked(
        slugs,
        tuple(found[slug] for slug in slugs if slug in found),
        twice,
        unknown=tuple(slug for slug in missing if slug not in present),
        moved=moved if present else (),
    )
