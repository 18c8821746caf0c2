"""What all endpoints share: errors in one shape, strict queries, pages, ETags."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import DataError
from django.http import Http404, HttpRequest
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import OpenApiParameter, inline_serializer
from rest_framework import exceptions, permissions, serializers, status, viewsets
from rest_framework.filters import OrderingFilter
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import as_serializer_error
from rest_framework.views import APIView, exception_handler

from careersite.common import repeats
from careersite.common.api_guards import Pagination
from careersite.common.revalidation import ContentTag, content_tag

IDEMPOTENCY_KEY = "Idempotency-Key"
ITS_MEANING = (
    f"A name of your own for this request, of 1 to {repeats.KEY_MAX} characters of"
    " ASCII. Sent again under it within a day, the request does nothing and is answered"
    " as the first time."
)
# What `answer_error` makes an answer of.
REFUSALS = (
    exceptions.APIException,
    DjangoValidationError,
    Http404,
    PermissionDenied,
)


# For views that tell of people to whoever asks: what was closed since then must not
# come out of anybody's memory.
never_stored = method_decorator(
    cache_control(private=True, no_store=True), name="dispatch"
)


class RefusedError(exceptions.APIException):
    """An answer with `code`, `detail` and whatever else the caller should know."""

    def __init__(self, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail, code)
        self.more = more


class Conflict(RefusedError):  # noqa: N818 - named like REST framework's own
    """409: the present state does not allow it.

    Always told: `current_state`, null where what is asked about has none, and
    `allowed`, the actions that are allowed instead.
    """

    status_code = status.HTTP_409_CONFLICT

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        current_state: str | None = None,
        allowed: Sequence[str] = (),
        **more: Any,
    ) -> None:
        told = {"current_state": current_state, "allowed": list(allowed)}
        super().__init__(code, detail, **told, **more)


class PreconditionFailed(RefusedError):  # noqa: N818
    """412: the `If-Match` of the request is stale."""

    status_code = status.HTTP_412_PRECONDITION_FAILED

    def __init__(self) -> None:
        super().__init__("stale", "This has changed since you read it.")


def answer_error(error: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an error: 400 as {field: [message]}, others as {code, detail, ...}."""
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(as_serializer_error(error))
    if isinstance(error, DataError):
        error = exceptions.ParseError("A value is too long or too large to keep.")
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        response.data = _by_field(error.detail)
    elif isinstance(error, exceptions.ParseError):
        response.data = {"non_field_errors": [str(error.detail)]}
    else:
        response.data = _described(error, response)
    return response


def _by_field(detail: Any) -> dict[str, Any]:
    return detail if isinstance(detail, dict) else {"non_field_errors": detail}


def _described(error: Exception, response: Response) -> dict[str, Any]:
    detail = response.data["detail"]
    return {
        "code": getattr(detail, "code", "error"),
        "detail": str(detail),
        **getattr(error, "more", {}),
    }


class StrictOrderingFilter(OrderingFilter):
    """Orders by the fields that a view names; refuses all others by name."""

    def remove_invalid_fields(
        self, queryset: Any, fields: Any, view: Any, request: Request
    ) -> list[str]:
        """Return `fields`, then the id: rows that tie have one order on every page.

        Raises ValidationError naming the allowed ones.
        """
        allowed = [name for name, _ in self.get_valid_fields(queryset, view)]
        unknown = [name for name in fields if name.removeprefix("-") not in allowed]
        if unknown:
            listed = ", ".join(allowed)
            message = f"Cannot order by {unknown[0]}; allowed are {listed}."
            raise exceptions.ValidationError({"ordering": [message]})
        return [*fields, "pk"]


class StrictQueryMixin:
    """Refuses query parameters that the view does not know, naming those it does."""

    query_parameters: tuple[str, ...] = ()

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Return the form to answer in, whatever `format` the query asks for.

        Where the view has no such parameter, it is refused with all unknown ones.
        """
        try:
            return super().perform_content_negotiation(request, force)  # type: ignore[misc]
        except Http404:
            return super().perform_content_negotiation(request, force=True)  # type: ignore[misc]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the query after authentication, permissions and throttles."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if not self.is_offered(request):
            return  # answered 405, whatever the query holds
        allowed = self.allowed_parameters()
        unknown = [name for name in request.query_params if name not in allowed]
        if unknown:
            listed = ", ".join(allowed) or "none"
            message = f"Unknown parameter; allowed are: {listed}."
            raise exceptions.ValidationError({name: [message] for name in unknown})

    def is_offered(self, request: Request) -> bool:
        """Tell whether this address has the request's method at all."""
        return hasattr(self, str(request.method).lower())

    def allowed_parameters(self) -> list[str]:
        """Return what the query may hold: for a list its filters and paging too."""
        names = list(self.query_parameters)
        if getattr(self, "action", None) != "list":
            return names
        filters = getattr(self, "filterset_class", None)
        names += list(filters.base_filters) if filters else []
        names += ["ordering"] if getattr(self, "ordering_fields", None) else []
        return [*names, "page", "page_size"]


class RepeatableMixin:
    """Does once what comes twice under one Idempotency-Key, and answers alike.

    Before If-Match: whoever asks again has not read the new state yet.
    """

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Let what makes or does something look for its answer first."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        key = request.headers.get(IDEMPOTENCY_KEY)
        if key is None or request.method != "POST" or not self._is_for(request.user):
            return
        if not (0 < len(key) <= repeats.KEY_MAX and key.isascii()):
            message = f"Use 1 to {repeats.KEY_MAX} characters of ASCII."
            raise exceptions.ValidationError({IDEMPOTENCY_KEY: [message]})
        name = request.method.lower()
        setattr(self, name, partial(self._post_once, getattr(self, name), key))

    def repeat_headers(self, method: str) -> dict[str, str]:
        """Return the header that a method takes, with its meaning."""
        return {IDEMPOTENCY_KEY: ITS_MEANING} if method == "POST" else {}

    def _is_for(self, user: Any) -> bool:
        """Tell whether this address has POST, and whether somebody sends it."""
        return hasattr(self, "post") and user.is_authenticated

    def _post_once(
        self,
        post: Callable[..., Response],
        key: str,
        request: Request,
        /,  # an address may have a `key` too
        **kwargs: Any,
    ) -> Response:
        body = json.dumps(request.data, sort_keys=True)
        what = f"{request.get_full_path()} {body}"
        try:
            return repeats.do_once(
                repeats.Request(request.user.pk, key, what),
                partial(post, request, **kwargs),
                pack=_pack,
                unpack=_unpack,
                refusals=REFUSALS,
            )
        except repeats.AnotherRequestError as error:
            detail = "This key has named another request of yours."
            raise Conflict("key_reused", detail) from error


def _pack(response: Response) -> repeats.Answer:
    content = JSONRenderer().render(response.data).decode()
    return repeats.Answer(response.status_code, dict(response.headers), content)


def _unpack(kept: repeats.Answer) -> Response:
    data = json.loads(kept.content) if kept.content else None
    return Response(data, status=kept.status, headers=kept.headers)


class NotModified(exceptions.APIException):
    """304: the caller holds this answer already."""

    status_code = status.HTTP_304_NOT_MODIFIED


class EtagMixin:
    """Answers 304 before anything is read where the caller holds this answer.

    For answers made of content alone, the same for everybody.
    """

    content_tag: ContentTag | None = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check the caller's tag after permissions, throttles and parameters."""
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        if request.method not in {"GET", "HEAD"}:
            return
        asked = cast("HttpRequest", request)
        self.content_tag = content_tag(asked, request.headers.get("Accept", ""))
        if self.content_tag and self.content_tag.is_known_to(asked):
            raise NotModified

    def handle_exception(self, exc: Exception) -> Response:
        """Answer 304 without a body where nothing has to be sent."""
        if isinstance(exc, NotModified):
            return Response(status=status.HTTP_304_NOT_MODIFIED)
        return super().handle_exception(exc)  # type: ignore[misc]

    def finalize_response(
        self, request: Request, response: Any, *args: Any, **kwargs: Any
    ) -> Any:
        """Add the tag to what was answered, or to what need not be."""
        if self.content_tag and response.status_code in {200, 304}:
            response["ETag"] = self.content_tag.etag
        return super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]


def answer_page(
    view: APIView,
    rows: Any,
    show: Callable[[Sequence[Any]], Any],
) -> Response:
    """Return the page of `rows` (a queryset) that was asked for, made by `show`."""
    pages = Pagination()
    page: Any = pages.paginate_queryset(rows, view.request, view=view)
    return pages.get_paginated_response(show(page or ()))


def paged(row: type[serializers.Serializer]) -> serializers.Serializer:
    """Return what describes a page of `row` where no viewset answers it."""
    name = row.__name__.removesuffix("Serializer")
    return inline_serializer(
        f"Paged{name}",
        {
            "count": serializers.IntegerField(),
            "next": serializers.URLField(allow_null=True),
            "previous": serializers.URLField(allow_null=True),
            "results": row(many=True),
        },
    )


PAGING = ("page", "page_size")
PAGE_PARAMETERS: list[Any] = [OpenApiParameter(name, int) for name in PAGING]


class StrictAPIView(RepeatableMixin, StrictQueryMixin, APIView):
    """An endpoint that is no list of models."""


class StrictViewSet(RepeatableMixin, StrictQueryMixin, viewsets.GenericViewSet):
    """Learners' and mentors' endpoints."""

    filter_backends = [DjangoFilterBackend, StrictOrderingFilter]


class ContentViewSet(EtagMixin, StrictQueryMixin, viewsets.ReadOnlyModelViewSet):
    """Published content for everybody, read-only, with ETags."""

    permission_classes = [permissions.AllowAny]
    filter_backends = [DjangoFilterBackend, StrictOrderingFilter]
