"""What every page's shell needs to know."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

THEMES = {"device": "Same as device", "light": "Light", "dark": "Dark"}

# URL name, label; a page that is not part of this installation has no entry.
Pages = tuple[tuple[str, str], ...]

PUBLIC_PAGES: Pages = (
    ("roles:role_list", "Roles"),
    ("roles:skill_list", "Skills"),
    ("compare", "Compare"),
    ("roadmaps:roadmap_list", "Roadmaps"),
)
LEARNER_PAGES: Pages = (
    ("dashboard", "Dashboard"),
    ("roadmaps:enrollment_list", "Roadmap"),
)
MENTOR_PAGES: Pages = (
    ("roadmaps:review_list", "Reviews"),
    ("roadmaps:mentee_list", "Mentees"),
)
ACCOUNT_PAGES: Pages = (
    ("profiles:profile_edit", "Profile"),
    ("profiles:skill_list", "My skills"),
    ("profiles:mentor_list", "Mentors"),
    ("profiles:notice_list", "Notices"),
    ("profiles:settings", "Settings"),
    ("profiles:privacy", "Privacy and data"),
)
FOOTER_PAGES: Pages = (
    ("roles:source_list", "Where our figures come from"),
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
    found = []
    for name, label in pages:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        found.append(Link(url, label, is_current=path.startswith(url)))
    return found


def shell(request: HttpRequest) -> dict[str, object]:
    """Return theme and navigation; asks the database nothing for a visitor.

    The theme comes from a cookie, so that the first paint is right.
    """
    theme = request.COOKIES.get("theme", "device")
    user = getattr(request, "user", None)
    pages = PUBLIC_PAGES
    if user is not None and user.is_authenticated:
        pages += LEARNER_PAGES
        if getattr(user, "is_mentor", False):
            pages += MENTOR_PAGES
    return {
        "theme": theme if theme in THEMES else "device",
        "themes": THEMES,
        "shell_links": links(pages, request.path),
        "account_links": links(ACCOUNT_PAGES, request.path),
        "footer_links": links(FOOTER_PAGES, request.path),
        "demo_mail_url": reverse("demo_mail") if settings.CAREERSITE_DEMO else "",
    }
