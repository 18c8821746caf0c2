"""The request of somebody who is signed in."""

from typing import cast

from django.http import HttpRequest
from rest_framework.request import Request

from profiles.models import User


class SignedInRequest(HttpRequest):
    """What a view gets that the sign-in middleware guards."""

    user: User


def caller(request: Request) -> User:
    """Return who calls an endpoint that strangers cannot reach."""
    return cast("User", request.user)
