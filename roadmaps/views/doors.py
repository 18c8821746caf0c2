"""How a visitor leaves an invitation to sign in, and comes back to it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

HELD = "mentor_invitation"
HELD_PATH = "/invitations/"
HELD_SECONDS = 24 * 3600
DOORS = {"sign-in": "account_login", "register": "account_signup"}


def leave(request: HttpRequest, *, held: str, door: str) -> HttpResponse:
    """Go to sign in or register; only the own browser keeps the address meanwhile.

    `held` is what stands in the address after /invitations/.
    """
    back = reverse("roadmaps:invitation_resume")
    response = redirect(f"{reverse(DOORS[door])}?next={back}")
    response.set_signed_cookie(
        HELD,
        held,
        max_age=HELD_SECONDS,
        path=HELD_PATH,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return unreferred(response)


@never_cache
@require_safe
def invitation_resume(request: HttpRequest) -> HttpResponse:
    """Come back to the invitation that a visitor left in order to sign in."""
    held = request.get_signed_cookie(HELD, default="", max_age=HELD_SECONDS)
    if not held:
        return unreferred(render(request, "roadmaps/invitation_gone.html", status=404))
    response = redirect(f"{HELD_PATH}{held}/")
    response.delete_cookie(HELD, path=HELD_PATH)
    return unreferred(response)


def unreferred(response: HttpResponse) -> HttpResponse:
    """Let no link or asset on the page carry the token away.

    Not `no-referrer`: a form would then send no origin either and be refused.
    """
    response["Referrer-Policy"] = "strict-origin"
    return response
