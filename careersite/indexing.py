"""What search engines and feed readers learn: pages, their changes, their addresses."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import Max, Q
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from careersite.common.mail import absolute_url
from careersite.common.models import ContentRoot
from roadmaps.models import Roadmap
from roles.models import Certification, InterviewQuestion, Role, Skill, Source

# Public pages that stand for themselves. What is found under one name only is found
# once: filters, countries and pages of a list lead to the address without them.
LISTS = (
    "home",
    "roles:role_list",
    "roles:skill_list",
    "roles:certification_list",
    "roles:pay_list",
    "roles:quiz",
    "roles:interview_list",
    "roles:source_list",
    "roadmaps:roadmap_list",
    "about",
    "privacy",
    "terms",
    "accessibility",
    "contact",
)
DETAILS = (
    "roles:role_detail",
    "roles:skill_detail",
    "roles:certification_detail",
    "roles:source_detail",
    "roles:interview_question",
    "roadmaps:roadmap_detail",
    "roadmaps:roadmap_step",
)
KEPT_OUT = (
    "/accounts/",
    "/admin/",
    "/api/",
    "/calendar/",
    "/invitations/",
    "/me/",
    "/mentor/",
    "/preview/",
    "/search/",
    "/shared/",
)
NEWS = 40


def canonical_url(request: HttpRequest) -> str:
    """Return the one address of a page that search engines may keep, else nothing."""
    match = request.resolver_match
    is_kept = match is not None and match.view_name in {*LISTS, *DETAILS}
    return absolute_url(request.path) if is_kept else ""


def robots_text() -> str:
    """Return what programs are asked to leave alone, and where the sitemap is."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in KEPT_OUT)]
    return "\n".join([*lines, f"Sitemap: {absolute_url('/sitemap.xml')}", ""])


class SiteMap(Sitemap):
    """Pages under the address of this site, whatever name a request used."""

    limit = 5000

    def get_domain(self, site: Any = None) -> str:
        """Return the host that readers use."""
        return urlsplit(settings.SITE_URL).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """Return http or https, as readers use it."""
        return urlsplit(settings.SITE_URL).scheme


class ListsMap(SiteMap):
    """Pages that are no piece of content."""

    def items(self) -> Iterable[str]:
        """Return the names of the pages."""
        return LISTS

    def location(self, item: str) -> str:
        """Return the address of a page."""
        return reverse(item)


class ContentMap(SiteMap):
    """Every published piece of content that has a page."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def items(self) -> Any:
        """Return what is published, in an order that lasts."""
        return self.model.objects.published().order_by("pk")

    def lastmod(self, item: ContentRoot) -> datetime:
        """Return when it changed last."""
        return item.updated_at


class QuestionsMap(ContentMap):
    """Interview questions of roles that readers see."""

    def items(self) -> Any:
        """Return what has a page."""
        return self.model.objects.readable().order_by("pk")


class RolesMap(SiteMap):
    """Role pages, which also change with their figures."""

    def items(self) -> Any:
        """Return the published roles with their last change."""
        bands = Q(salary_bands__status="published")
        return (
            Role.objects.published()
            .annotate(
                changed_at=Greatest(
                    "updated_at", Max("salary_bands__updated_at", filter=bands)
                )
            )
            .order_by("pk")
        )

    def lastmod(self, item: Any) -> datetime:
        """Return when the role or one of its pay figures changed last."""
        return item.changed_at


SITEMAPS = {
    "pages": ListsMap(),
    "roles": RolesMap(),
    "skills": ContentMap(Skill),
    "certifications": ContentMap(Certification),
    "sources": ContentMap(Source),
    "roadmaps": ContentMap(Roadmap),
    "interview": QuestionsMap(InterviewQuestion),
}


class ChangesFeed(Feed):
    """What was published last; published again, it is news again."""

    feed_type = Atom1Feed
    title = "Careersite: what is new"
    subtitle = "Roles, skills, certifications and roadmaps, newest first."
    author_name = "Careersite"

    def link(self) -> str:
        """Return the address of the site."""
        return absolute_url("/")

    def feed_url(self) -> str:
        """Return the address of the feed."""
        return absolute_url(reverse("feed"))

    def items(self) -> list[Any]:
        """Return the newest of all kinds (one query a kind)."""
        found: list[Any] = []
        for model in (Role, Skill, Certification, Roadmap):
            dated = model.objects.published().filter(published_at__isnull=False)
            found += dated.order_by("-published_at", "-pk")[:NEWS]
        return sorted(found, key=lambda row: row.published_at, reverse=True)[:NEWS]

    def item_title(self, item: Any) -> str:
        """Return what it is, and its name."""
        return f"{item._meta.verbose_name.capitalize()}: {item}"

    def item_description(self, item: Any) -> str:
        """Return one sentence about it."""
        return getattr(item, "summary", "")

    def item_link(self, item: Any) -> str:
        """Return its address."""
        return absolute_url(item.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        """Return what tells this publishing of it from the next one."""
        return f"{self.item_link(item)}#{item.published_at:%Y%m%dT%H%M%S}"

    def item_pubdate(self, item: Any) -> datetime:
        """Return when it was published."""
        return item.published_at

    def item_updateddate(self, item: Any) -> datetime:
        """Return the same: an entry is one publishing."""
        return item.published_at
