"""Choices that a browser keeps, with or without an account."""

from django.http import HttpRequest, HttpResponse

YEAR_SECONDS = 31_536_000


def keep_choice(
    request: HttpRequest, response: HttpResponse, name: str, value: str
) -> None:
    """Let the browser keep a choice, such as theme or country, for a year."""
    response.set_cookie(
        name,
        value,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        secure=request.is_secure(),
    )
