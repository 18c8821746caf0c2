"""The site map."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from careersite import views
from careersite.indexing import SITEMAPS, ChangesFeed
from careersite.metrics import metrics
from careersite.search.views import search_page
from roadmaps.views import gap, postings

TEXT_PAGES = ("about", "privacy", "terms", "accessibility", "contact")

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("roles.urls")),
    path("", include("profiles.urls")),
    path("", include("roadmaps.urls")),
    path("search/", search_page, name="search"),
    path("theme/", views.theme_set, name="theme_set"),
    path("shortcuts/", views.shortcuts_set, name="shortcuts_set"),
    path("country/", views.country_set, name="country_set"),
    path("styleguide/", views.styleguide, name="styleguide"),
    *(
        path(f"{name}/", views.text_page, {"name": name}, name=name)
        for name in TEXT_PAGES
    ),
    path("gap/", gap.gap_public, name="gap"),
    path("me/gap/", gap.my_gap, name="my_gap"),
    path("me/postings/", postings.posting_read, name="posting_read"),
    path("robots.txt", views.robots, name="robots"),
    path("feed.atom", login_not_required(require_safe(ChangesFeed())), name="feed"),
    path(
        "sitemap.xml",
        login_not_required(require_safe(sitemap)),
        {"sitemaps": SITEMAPS},
        name="sitemap",
    ),
    path("dev/mail/", views.demo_mail, name="demo_mail"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("api/", include("careersite.api")),
]

handler400 = "careersite.common.errors.bad_request"
handler403 = "careersite.common.errors.permission_denied"
handler404 = "careersite.search.lost.page_not_found"
handler429 = "careersite.common.errors.too_many"
handler500 = "careersite.common.errors.server_error"
