"""The site map."""

from django.contrib import admin
from django.urls import include, path

from careersite import views

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("roles.urls")),
    path("theme/", views.theme_set, name="theme_set"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
]
