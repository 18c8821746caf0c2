"""What every page's shell needs to know."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from careersite.desk import desk_of
from careersite.indexing import canonical_url
from profiles.models import User

THEMES = {"device": "Same as device", "light": "Light", "dark": "Dark"}
SHORTCUTS = {"on": "On", "off": "Off"}
SHORTCUTS_COOKIE = "shortcuts"

# URL name, label; a page that is not part of this installation has no entry.
Pages = tuple[tuple[str, str], ...]

PUBLIC_PAGES: Pages = (
    ("roles:role_list", "Roles"),
    ("roles:skill_list", "Skills"),
    ("roles:compare", "Compare"),
    ("roles:pay_list", "Pay"),
    ("roadmaps:roadmap_list", "Roadmaps"),
)
LEARNER_PAGES: Pages = (
    ("roadmaps:dashboard", "Dashboard"),
    ("roadmaps:enrollment_list", "My roadmaps"),
)
MENTOR_PAGES: Pages = (
    ("roadmaps:review_list", "Reviews"),
    ("roadmaps:mentee_list", "Mentees"),
)
ACCOUNT_PAGES: Pages = (
    ("profiles:profile_edit", "Profile"),
    ("profiles:skill_list", "My skills"),
    ("profiles:project_list", "My projects"),
    ("profiles:certification_list", "My certifications"),
    ("profiles:quiz_result_list", "Quiz results"),
    ("roadmaps:practice", "Practice for interviews"),
    ("posting_read", "Read a posting or CV"),
    ("roadmaps:mentor_list", "Mentors"),
    ("roadmaps:calendar", "Calendar"),
    ("profiles:notice_list", "Notices"),
    ("profiles:settings", "Settings"),
    ("profiles:privacy", "Privacy and data"),
)
FOOTER_PAGES: Pages = (
    ("roles:certification_list", "Certifications"),
    ("roles:quiz", "Which role fits you?"),
    ("roles:interview_list", "Interview questions"),
    ("roles:source_list", "Where our figures come from"),
    ("about", "About"),
    ("accessibility", "Accessibility"),
    ("privacy", "Privacy"),
    ("terms", "Terms"),
    ("contact", "Contact"),
)


@dataclass(frozen=True)
class Link:
    """One entry of a navigation list."""

    url: str
    label: str
    is_current: bool = False
    count: int | None = None


def links(pages: Pages, path: str) -> list[Link]:
    """Return the links to the pages that exist, the current section marked."""
    found = _addresses(pages, settings.ROOT_URLCONF)
    holding = [url for url, _ in found if path.startswith(url)]
    current = max(holding, key=len, default=None)
    return [Link(url, label, is_current=url == current) for url, label in found]


def main_links(user: User | AnonymousUser, path: str) -> list[Link]:
    """Return the links of the bar, for a person whom a session names without a query.

    Only for a mentor are the waiting rounds counted.
    """
    if not isinstance(user, User):
        return links(PUBLIC_PAGES, path)
    desk = desk_of(user)
    if not desk.is_mentor:
        return links(PUBLIC_PAGES + LEARNER_PAGES, path)
    reviews, _ = _addresses(MENTOR_PAGES, settings.ROOT_URLCONF)[0]
    return [
        replace(link, count=desk.waiting) if link.url == reviews else link
        for link in links(PUBLIC_PAGES + LEARNER_PAGES + MENTOR_PAGES, path)
    ]


def shell(request: HttpRequest) -> dict[str, object]:
    """Return theme, keys and navigation; fragments without a bar ask nothing.

    The theme comes from a cookie, so that the first paint is right.
    """
    theme = request.COOKIES.get("theme", "device")
    shortcuts = request.COOKIES.get(SHORTCUTS_COOKIE, "on")
    return {
        "theme": theme if theme in THEMES else "device",
        "themes": THEMES,
        "shortcuts": shortcuts if shortcuts in SHORTCUTS else "on",
        "shortcut_choices": SHORTCUTS,
        "canonical_url": canonical_url(request),
        "shell_links": SimpleLazyObject(lambda: main_links(request.user, request.path)),
        "account_links": SimpleLazyObject(lambda: links(ACCOUNT_PAGES, request.path)),
        "footer_links": SimpleLazyObject(lambda: links(FOOTER_PAGES, request.path)),
        "demo_mail_url": reverse("demo_mail") if settings.CAREERSITE_DEMO else "",
    }


@lru_cache(maxsize=32)
def _addresses(pages: Pages, urlconf: str) -> list[tuple[str, str]]:
    """Return the address and label of pages that exist; they last as the site map."""
    found = []
    for name, label in pages:
        with suppress(NoReverseMatch):
            found.append((reverse(name, urlconf), label))
    return found
