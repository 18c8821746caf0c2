"""Endpoints found by slug that follow renames."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import resolve
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from careersite.common.api import ContentViewSet
from roles.models import Redirect
from roles.moved import moved_to


def moved_answer(request: Request, address: str, slug: str) -> Response:
    """Return a 301 to `address` that also names the present slug."""
    return Response(
        {"code": "moved", "detail": "This was renamed.", "slug": slug},
        status=status.HTTP_301_MOVED_PERMANENTLY,
        headers={"Location": request.build_absolute_uri(address)},
    )


class RenamedViewSet(ContentViewSet):
    """Content found by its slug; an old slug answers 301 to the present one."""

    redirect_kind: Redirect.Kind
    lookup_field = "slug"

    def readable(self) -> QuerySet:
        """Return what readers may open, each with its `slug`."""
        return self.get_queryset()

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Return one, or where it is now."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            slug = moved_to(self.redirect_kind, kwargs["slug"], self.readable())
            if slug is None:
                raise
            name = resolve(request.path_info).view_name
            return moved_answer(request, reverse(name, kwargs={"slug": slug}), slug)
