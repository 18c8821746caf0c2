"""Everything under /api/: version 1, its schema and its documentation.

Each app adds its own routes in `<app>/api/routes.py`; one namespace, `api`,
keeps their names apart from those of the pages.
"""

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny

from roadmaps.api.gap import MyGap

app_name = "api"

# Swagger UI writes its own styles and inlines its icons.
docs = csp_update({"style-src": [UNSAFE_INLINE], "img-src": ["data:"]})(
    SpectacularSwaggerSplitView.as_view(
        url_name="api:schema", permission_classes=[AllowAny]
    )
)
front_door = login_not_required(
    require_safe(RedirectView.as_view(url=reverse_lazy("api:docs")))
)

v1: list[URLPattern | URLResolver] = [
    path("", include("roles.api.routes")),
    path("", include("profiles.api.routes")),
    path("", include("roadmaps.api.routes")),
    path("mentor/", include("roadmaps.api.mentor")),
    path("me/gap/", MyGap.as_view(), name="my_gap"),
]

urlpatterns = [
    path("", front_door, name="front_door"),
    path(
        "schema/",
        SpectacularAPIView.as_view(permission_classes=[AllowAny]),
        name="schema",
    ),
    path("docs/", login_not_required(require_safe(docs)), name="docs"),
    path("v1/", include(v1)),
]
