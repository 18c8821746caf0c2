"""The roles that somebody ticked for comparison, kept in a cookie, never a session."""

from collections.abc import Iterable
from dataclasses import dataclass
from re import fullmatch

from django.http import HttpRequest

from careersite.common.htmx import page_swapped
from roles.models import Role

COOKIE = "compare"
SEPARATOR = "."
ROLES_MIN, ROLES_MAX = 2, 4


@dataclass(frozen=True, slots=True)
class Tray:
    """What the bar at the foot of the list of roles shows."""

    roles: tuple[Role, ...] = ()
    is_refused: bool = False

    @property
    def slugs(self) -> list[str]:
        """The slugs in the order in which they were ticked."""
        return [role.slug for role in self.roles]

    @property
    def query(self) -> str:
        """The address of the comparison, from its question mark on."""
        return f"?roles={','.join(self.slugs)}"


def tray_of(request: HttpRequest) -> Tray:
    """Return what is ticked (one query; more where a role is gone, else none)."""
    return _tray(kept_slugs(request))


def kept_slugs(request: HttpRequest) -> list[str]:
    """Return the slugs in the cookie, at most four; what is no slug is dropped."""
    found = request.COOKIES.get(COOKIE, "").split(SEPARATOR)[:ROLES_MAX]
    return [slug for slug in dict.fromkeys(found) if fullmatch(r"[-\w]{1,80}", slug)]


def changed(request: HttpRequest) -> Tray:
    """Return the tray after what a form asks: tick, untick, or clear all.

    A fifth role is refused; one that readers may not see is left out.
    """
    if "clear" in request.POST:
        return Tray()
    slug = request.POST.get("role", "")
    tray, asked = tray_of(request), _tray([slug]).roles
    left = tuple(role for role in tray.roles if role not in asked)
    if slug not in request.POST.getlist("roles"):
        return Tray(left)
    if len(left) + len(asked) > ROLES_MAX:
        return Tray(tray.roles, is_refused=True)
    return Tray((*left, *asked))


def tray_answer(request: HttpRequest, tray: Tray) -> dict[str, object]:
    """Return what the answer to a tick shows; a refused one gives the box back."""
    asked = Role.objects.published().with_slugs([request.POST.get("role", "")])
    return {
        "tray": tray,
        "tray_next": page_swapped(request) or "/roles/",
        "role": asked.first() if tray.is_refused else None,
        "is_swap": True,
    }


def cookie_value(tray: Tray) -> str:
    """Return the tray as the cookie keeps it."""
    return SEPARATOR.join(tray.slugs)


def _tray(slugs: Iterable[str]) -> Tray:
    """Return the roles that readers may see; a renamed one under its present slug."""
    wanted = list(slugs)
    if not wanted:
        return Tray()
    roles = Role.objects.published()
    found = {role.slug: role for role in roles.with_slugs(wanted)}
    renamed = roles.renamed([slug for slug in wanted if slug not in found])
    if renamed:
        return _tray(dict.fromkeys(renamed.get(slug, slug) for slug in wanted))
    return Tray(tuple(found[slug] for slug in wanted if slug in found))
