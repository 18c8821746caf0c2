"""Everything under /api/: version 1, its schema and its documentation.

Each app adds its own routes in `<app>/api/routes.py`; one namespace, `api`,
keeps their names apart from those of the pages.
"""

from functools import cache
from typing import Any

from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.views.decorators.http import require_safe
from django.views.generic import RedirectView
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.permissions import AllowAny
from rest_framework.request import Request

from careersite.search.api import Search
from roadmaps.api.gap import MyGap
from roadmaps.api.postings import KeepFromText, ReadPosting

app_name = "api"


@cache
def schema_as(media_type: str) -> str | bytes:
    """Return the OpenAPI document in one of the formats of `SchemaView`.

    It takes a second to make and is the same for all callers: once a process.
    """
    formats = {one.media_type: one for one in SchemaView.renderer_classes}
    return formats[media_type]().render(SchemaGenerator().get_schema(public=True))


class SchemaView(SpectacularAPIView):
    """The OpenAPI document, as YAML or JSON."""

    permission_classes = [AllowAny]

    @extend_schema(exclude=True)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the whole document."""
        kind = request.accepted_renderer.media_type
        return HttpResponse(schema_as(kind), content_type=kind)


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
    path("search/", Search.as_view(), name="search"),
    path("me/gap/", MyGap.as_view(), name="my_gap"),
    path("me/postings/", ReadPosting.as_view(), name="my_postings"),
    path("me/postings/keep/", KeepFromText.as_view(), name="my_postings_keep"),
]

urlpatterns = [
    path("", front_door, name="front_door"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path("docs/", login_not_required(require_safe(docs)), name="docs"),
    path("v1/", include(v1)),
]
