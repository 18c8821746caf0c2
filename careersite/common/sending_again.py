"""A form whose session or token is over, to be sent again as it is.

Pages of somebody signed in are stored nowhere: who goes back to one finds it empty. So
the refusal itself holds what was typed, to be looked at and sent with a present token.
It must never lend a token to words of another site (decision 138):

- the browser has to name this very site as the sender; where it names none, nothing is
  held;
- nothing is sent until whoever reads what it is presses a button, and no other site can
  frame that button (`frame-ancestors 'none'`);
- it goes to the address to which it was sent before, and nowhere else.
"""

from dataclasses import dataclass

from django.http import HttpRequest

from careersite.common.htmx import wants_fragment
from careersite.common.navigation import page_of_form

TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field
# A résumé has 200,000 characters at most; the rating of skills has most fields.
TEXT_MAX = 250_000
FIELDS_MAX = 500
# Forms of accounts and of the desk hold passwords, codes and files.
NEVER_FROM = ("/accounts/", "/admin/", "/api/")


@dataclass(frozen=True, slots=True)
class Typed:
    """One field as it was sent."""

    name: str
    value: str

    @property
    def label(self) -> str:
        """What the field is called, in words."""
        return self.name.replace("_", " ").replace("-", " ").capitalize()

    @property
    def has_words(self) -> bool:
        """Whether somebody wrote it: keys, numbers and addresses have no spaces."""
        return len(self.value.split()) > 1


def typed_fields(request: HttpRequest) -> list[Typed]:
    """Return what may be sent again; nothing where one is not sure that it may."""
    if not (_may_hold(request) and _is_from_here(request)):
        return []
    fields = [
        Typed(name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != TOKEN
    ]
    length = sum(len(one.name) + len(one.value) for one in fields)
    is_secret = any("password" in one.name.lower() for one in fields)
    if is_secret or length > TEXT_MAX or len(fields) > FIELDS_MAX:
        return []
    return fields


def _may_hold(request: HttpRequest) -> bool:
    """Tell whether this is a form of a page, without files."""
    return (
        request.method == "POST"
        and TOKEN in request.POST
        and not request.FILES
        and not wants_fragment(request)
        and not request.path.startswith(NEVER_FROM)
    )


def _is_from_here(request: HttpRequest) -> bool:
    """Tell whether the browser names this site as the sender; silence is a no."""
    origin = request.headers.get("Origin")
    if origin is None:
        return bool(page_of_form(request))
    return origin == f"{request.scheme}://{request.get_host()}"
