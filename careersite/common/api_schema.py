"""What the OpenAPI document says about every endpoint: sign-in and errors."""

from typing import Any

from django.db.models import Field
from drf_spectacular.authentication import SessionScheme
from drf_spectacular.contrib.django_filters import DjangoFilterExtension
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import follow_field_source
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

ERROR: dict[str, Any] = {
    "type": "object",
    "description": "What happened, for a program (code) and for a person (detail).",
    "properties": {"code": {"type": "string"}, "detail": {"type": "string"}},
    "required": ["code", "detail"],
}
CONFLICT = {
    **ERROR,
    "description": "Why not, the present state, and what is allowed instead.",
    "properties": {
        **ERROR["properties"],
        "current_state": {
            "type": ["string", "null"],
            "description": "Null where what is asked about has no state.",
        },
        "allowed": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["code", "detail", "current_state", "allowed"],
}
FIELD_ERRORS = {
    "type": "object",
    "description": "What is wrong with each field, or with none in particular.",
    "additionalProperties": True,
}
STATUSES = {
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "Not found",
    "406": "Not to be had in a form that `Accept` names",
    "409": "Not possible in the present state",
    "412": "Changed since it was read",
    "413": "Too large",
    "414": "The address is too long",
    "415": "Not JSON",
    "429": "Too many requests; see Retry-After",
    "503": "The database is away; see Retry-After",
}
WRITE_ONLY_STATUSES = {"409", "412", "413", "415"}
# What answers so before the site does says it in a page of its own.
WITHOUT_BODY = {"414"}
METHODS = {"get", "post", "put", "patch", "delete"}


class OurSessionScheme(SessionScheme):
    """Describes our session authentication as that of its parent."""

    target_class = "careersite.common.api_guards.SessionAuthentication"


class OurTokenScheme(OpenApiAuthenticationExtension):
    """Describes sign-in by token."""

    target_class = "profiles.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """Return how the header is written."""
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "description": "`Token` and a space, then a token made at /me/tokens/.",
        }


class OurSchema(AutoSchema):
    """Says of what has a version where its tag is told and taken."""

    def get_override_parameters(self) -> list[Any]:
        """Return ETag for reading one thing, and what is taken for changing it."""
        headers = {
            **getattr(self.view, "tag_headers", _none)(self.method),
            **getattr(self.view, "repeat_headers", _none)(self.method),
        }
        return [
            OpenApiParameter(
                name,
                OpenApiTypes.STR,
                OpenApiParameter.HEADER,
                response=[200] if name == "ETag" else False,
                description=description,
            )
            for name, description in headers.items()
        ]


def _none(_: str) -> dict[str, str]:
    return {}


class OurFilters(DjangoFilterExtension):
    """Describes slug filters whose field already names the slug."""

    priority = 1

    def _get_model_field(self, filter_field: Any, model: Any) -> Field | None:
        word = filter_field.extra.get("to_field_name")
        if not word or not filter_field.field_name.endswith(f"__{word}"):
            return super()._get_model_field(filter_field, model)
        path = filter_field.field_name.split("__")
        return follow_field_source(model, path, emit_warnings=False)


def describe_errors(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the answers that any endpoint may give to each of them."""
    result.setdefault("components", {}).setdefault("schemas", {}).update(
        Error=ERROR, Conflict=CONFLICT, FieldErrors=FIELD_ERRORS
    )
    for path in result["paths"].values():
        for method, operation in path.items():
            if method in METHODS:
                _describe_files(operation)
                _add_errors(operation["responses"], is_write=method != "get")
    return result


def _describe_files(operation: dict[str, Any]) -> None:
    """Say of an answer in CSV that it is a text, whatever the JSON beside it holds."""
    for response in operation["responses"].values():
        if "text/csv" in response.get("content", {}):
            response["content"]["text/csv"] = {"schema": {"type": "string"}}


def _add_errors(responses: dict[str, Any], *, is_write: bool) -> None:
    responses.setdefault("400", _response("Refused", "FieldErrors"))
    for status, description in STATUSES.items():
        if is_write or status not in WRITE_ONLY_STATUSES:
            shape = "Conflict" if status == "409" else "Error"
            told = _response(description, shape)
            if status in WITHOUT_BODY:
                del told["content"]
            responses.setdefault(status, told)


def _response(description: str, schema: str) -> dict[str, Any]:
    reference = {"$ref": f"#/components/schemas/{schema}"}
    return {
        "description": description,
        "content": {"application/json": {"schema": reference}},
    }
