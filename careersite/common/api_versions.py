"""If-Match: change something only while it is still as the caller read it."""

import hashlib
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models, transaction
from rest_framework.permissions import SAFE_METHODS
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from careersite.common.api import PreconditionFailed

WEAK = "W/"  # what a proxy that compresses puts before a tag


class VersionedMixin:
    """Tags what one address shows; changes by If-Match hold only for that state.

    The tag is made of the shown answer itself, so that whatever changes it, a page
    too, makes the tags before it stale. Between the check and the change nobody else
    writes: the caller and the rows of `held` are locked, in this order.
    """

    def present(self, request: Request, **kwargs: Any) -> Any:
        """Return what the address shows now; raises Http404 for what is not theirs."""
        show = getattr(self, "retrieve", None) or self.get  # type: ignore[attr-defined]
        return show(request, **kwargs).data

    def held(self, request: Request, **kwargs: Any) -> models.QuerySet | None:
        """Return the rows that the address shows, beside the caller's own account."""
        get_queryset = getattr(self, "get_queryset", None)
        return get_queryset().filter(pk=kwargs["pk"]) if get_queryset else None

    def tag_headers(self, method: str) -> dict[str, str]:
        """Return the headers that a method tells or takes, with their meaning."""
        return tag_headers(method) if getattr(self, "detail", True) else {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let what changes something wait for the check of If-Match."""
        asked = request.headers.get("If-Match")
        is_change = request.method not in SAFE_METHODS and self._is_one(request)
        if asked is not None and is_change:
            name = str(request.method).lower()
            act = partial(self._act_if_unchanged, getattr(self, name), asked)
            setattr(self, name, act)
        super().initial(request, *args, **kwargs)  # type: ignore[misc]

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Tag what was shown."""
        if (
            isinstance(response, Response)
            and request.method in {"GET", "HEAD"}
            and response.status_code == 200
            and self._is_one(request)
        ):
            response["ETag"] = tag_of(response.data)
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]

    def _is_one(self, request: Request) -> bool:
        """Tell whether one thing is meant, not a list; and whether that is offered."""
        is_detail = bool(getattr(self, "detail", True))
        return is_detail and hasattr(self, str(request.method).lower())

    def _act_if_unchanged(
        self,
        act: Callable[..., Response],
        asked: str,
        request: Request,
        **kwargs: Any,
    ) -> Response:
        """Act; raises PreconditionFailed where none of the tags asked for holds."""
        with transaction.atomic():
            _lock(get_user_model().objects.filter(pk__in=[request.user.pk]))
            rows = self.held(request, **kwargs)
            if rows is not None:
                _lock(rows)
            shown = tag_of(self.present(request, **kwargs))
            if not _holds(asked, shown):
                raise PreconditionFailed
            return act(request, **kwargs)


def tag_headers(method: str) -> dict[str, str]:
    """Return the header that a method tells (GET) or takes, with its meaning."""
    if method == "GET":
        return {"ETag": "What is shown, for If-Match."}
    return {"If-Match": "The ETag that was read; answers 412 once it is stale."}


def tag_of(shown: Any) -> str:
    """Return the tag of an answer: the same answer has the same tag."""
    digest = hashlib.sha256(JSONRenderer().render(shown)).hexdigest()
    return f'"{digest[:24]}"'


def _holds(asked: str, shown: str) -> bool:
    tags = [tag.strip().removeprefix(WEAK) for tag in asked.split(",")]
    return "*" in tags or shown in tags


def _lock(rows: models.QuerySet) -> None:
    """Wait until nobody else changes these rows, and keep them until the end."""
    own = rows.order_by().values("pk")
    held = rows.model._base_manager.filter(pk__in=own).order_by("pk")  # noqa: SLF001
    list(held.select_for_update(no_key=True).values_list("pk"))
