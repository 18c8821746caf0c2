"""The request of somebody who is signed in."""

from django.http import HttpRequest

from profiles.models import User


class SignedInRequest(HttpRequest):
    """What a view gets that the sign-in middleware guards."""

    user: User  # type: ignore[assignment]
