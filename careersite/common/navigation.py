"""Links that know whether they are the current one, the way back and the way on."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; `count` stands beside its label where there is one."""

    url: str
    label: str
    is_current: bool = False
    count: int | None = None


def way_back(request: HttpRequest) -> str:
    """Return the address in the form's `next`, home where that is not on this site.

    A word alone is no address: Django would take it for the name of a route.
    """
    target = request.POST.get("next", "/")
    is_address = target.startswith(("/", "http:", "https:"))
    return target if is_address and is_ours(request, target) else "/"


def page_of_form(request: HttpRequest) -> str:
    """Return the page of this site that sent the form; nothing where none is named."""
    named = request.headers.get("Referer", "")
    if not (named.startswith("http") and is_ours(request, named)):
        return ""
    page = urlsplit(named)
    way = page._replace(scheme="", netloc="", fragment="").geturl()
    # An address such as https://ours//theirs has a path that leads elsewhere.
    return way if way.startswith("/") and is_ours(request, way) else ""


def is_ours(request: HttpRequest, url: str) -> bool:
    """Tell whether an address is on this site."""
    return url_has_allowed_host_and_scheme(
        url, {request.get_host()}, require_https=request.is_secure()
    )


def address_with(request: HttpRequest, **changed: str) -> str:
    """Return the address of the request with other values in its query.

    Commas stay as they are, so that lists in addresses can be read.
    """
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{request.path}?{query.urlencode(safe=',')}"
