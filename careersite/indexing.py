"""What search engines and feed readers learn: pages, their changes, their addresses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.syndication.views import Feed
from django.db.models import F, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.text import slugify

from careersite.common.mail import absolute_url
from careersite.common.models import ContentRoot
from roadmaps.models import Roadmap
from roles.models import (
    CareerMove,
    Certification,
    Fact,
    Faq,
    InterviewQuestion,
    Ladder,
    Role,
    SalaryBand,
    Skill,
    Source,
)

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


def parts_of_roles() -> dict[str, tuple[QuerySet, ...]]:
    """Return what a role page shows and is published by itself, in few words."""
    return {
        "figures": (SalaryBand.objects.shown(), Fact.objects.shown()),
        "questions": (Faq.objects.published(), InterviewQuestion.objects.published()),
        "ladders and moves": (
            Ladder.objects.published(),
            CareerMove.objects.published(),
        ),
    }


def newest(column: str, kinds: Iterable[QuerySet]) -> list[Subquery]:
    """Return the newest `column` of each kind of rows of a role, to annotate."""
    return [
        Subquery(
            rows.filter(role=OuterRef("pk"))
            .order_by()
            .values("role")
            .annotate(newest=Max(column))
            .values("newest")
        )
        for rows in kinds
    ]


def gone_from_roles() -> list[QuerySet]:
    """Return what stood on role pages and was taken away: its page changed then."""
    kinds = (SalaryBand, Fact, Faq, InterviewQuestion, Ladder, CareerMove)
    return [model.objects.archived() for model in kinds]


class RolesMap(SiteMap):
    """Role pages, which also change with what is published or archived by itself."""

    def items(self) -> Any:
        """Return the published roles with their last change, in one query."""
        kinds = [rows for part in parts_of_roles().values() for rows in part]
        every = [*kinds, *gone_from_roles()]
        changed_at = Greatest("updated_at", *newest("updated_at", every))
        return Role.objects.published().annotate(changed_at=changed_at).order_by("pk")

    def lastmod(self, item: Any) -> datetime:
        """Return when the role or anything that its page shows changed last."""
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


@dataclass(frozen=True, slots=True)
class News:
    """One entry of the feed: what was published, where it is read, and when.

    `part` tells news of a part of a page from news of all of it.
    """

    title: str
    text: str
    path: str
    at: datetime
    part: str = ""


def whole_pages() -> Iterator[News]:
    """Yield what has a page of its own and was published last (one query a kind)."""
    for model in (Role, Skill, Certification, Roadmap, Source):
        dated: QuerySet[Any] = model.objects.published().exclude(published_at=None)
        for row in dated.order_by("-published_at", "-pk")[:NEWS]:
            yield News(
                title=f"{str(model._meta.verbose_name).capitalize()}: {row}",
                text=getattr(row, "summary", getattr(row, "gives", "")),
                path=row.get_absolute_url(),
                at=row.published_at,
            )


def parts_of_pages() -> Iterator[News]:
    """Yield roles with parts that came after the role itself (one query a part)."""
    for part, kinds in parts_of_roles().items():
        came_at = Greatest(*newest("published_at", kinds))
        roles = Role.objects.published().annotate(came_at=came_at)
        later: QuerySet[Any] = roles.filter(came_at__gt=F("published_at"))
        for role in later.order_by("-came_at", "-pk")[:NEWS]:
            yield News(
                title=f"Role: {role}, new {part}",
                text=role.summary,
                path=role.get_absolute_url(),
                at=role.came_at,
                part=part,
            )


class ChangesFeed(Feed):
    """What was published last; published again, it is news again."""

    feed_type = Atom1Feed
    title = "Careersite: what is new"
    subtitle = "Roles, skills, certifications, roadmaps and sources, newest first."
    author_name = "Careersite"

    def link(self) -> str:
        """Return the address of the site."""
        return absolute_url("/")

    def feed_url(self) -> str:
        """Return the address of the feed."""
        return absolute_url(reverse("feed"))

    def items(self) -> list[News]:
        """Return the newest of all kinds."""
        found = [*whole_pages(), *parts_of_pages()]
        return sorted(found, key=lambda one: one.at, reverse=True)[:NEWS]

    def item_title(self, item: News) -> str:
        """Return what it is, and its name."""
        return item.title

    def item_description(self, item: News) -> str:
        """Return one sentence about it."""
        return item.text

    def item_link(self, item: News) -> str:
        """Return its address."""
        return absolute_url(item.path)

    def item_guid(self, item: News) -> str:
        """Return what tells this publishing of it from the next one."""
        part = f"{slugify(item.part)}-" if item.part else ""
        return f"{self.item_link(item)}#{part}{item.at:%Y%m%dT%H%M%S}"

    def item_pubdate(self, item: News) -> datetime:
        """Return when it was published."""
        return item.at

    def item_updateddate(self, item: News) -> datetime:
        """Return the same: an entry is one publishing."""
        return item.at
