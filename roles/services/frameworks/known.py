"""What of ours a framework's concepts may stand for: by code, else by name."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.text import slugify

from roles.frameworks import Concept
from roles.models import ExternalCode, Role

SLUG_MAX = 80


def free_slug(name: str, taken: set[str], longest: int = SLUG_MAX) -> str:
    """Return a slug for `name` that nothing has yet."""
    start = slugify(name)[:longest]
    slug, number = start, 1
    while slug in taken:
        number += 1
        end = f"-{number}"
        slug = start[: longest - len(end)] + end
    return slug


def telling_slug(name: str, longest: int) -> str:
    """Return a slug that is of no other name; `C` and `C++` differ in it."""
    slug = slugify(name)
    if slug == name.casefold().replace(" ", "-") and len(slug) <= longest:
        return slug
    end = "-" + hashlib.sha256(name.casefold().encode()).hexdigest()[:8]
    return slug[: longest - len(end)] + end


def first_codes(schemes: Iterable[str]) -> dict[str, str]:
    """Return, for each role, the code that stood for it before all others."""
    links = ExternalCode.roles.through.objects.filter(externalcode__scheme__in=schemes)
    newest_first = links.order_by("-pk")
    return dict(newest_first.values_list("role__slug", "externalcode__code"))


class Known:
    """Roles or skills by external code, title and other names."""

    def __init__(self, model: Any, name_field: str) -> None:
        self.model, self.name_field = model, name_field
        self.column = "roles" if model is Role else "skills"
        live = model.objects
        self.titles: dict[str, str] = dict(live.values_list("slug", name_field))
        names = live.exclude(aliases=None).values_list("aliases__name", "slug")
        self.by_name = {name.casefold(): slug for name, slug in names}
        self.by_name |= {name.casefold(): slug for slug, name in self.titles.items()}
        self.by_code: dict[tuple[str, str], list[str]] = defaultdict(list)
        path = f"{self.column}__slug"
        for scheme, code, slug in (
            ExternalCode.objects.exclude(**{self.column: None})
            .order_by(path)
            .values_list("scheme", "code", path)
        ):
            self.by_code[scheme, code].append(slug)

    def slugs_of(self, concept: Concept) -> list[str]:
        """Return ours for `concept`: by its code, else by its name; or nothing."""
        found = self.by_code.get((concept.scheme, concept.code))
        if found:
            return found
        slug = self.by_name.get(concept.title.casefold())
        return [slug] if slug else []

    def free_slug(self, title: str) -> str:
        """Return a slug for something new."""
        return free_slug(title, set(self.titles))

    def add(self, title: str, slug: str) -> None:
        """Know something that is about to be made."""
        self.titles[slug] = title
        self.by_name[title.casefold()] = slug
