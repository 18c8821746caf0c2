"""Links that know whether they are the current one, the way back and the way on."""

from dataclasses import dataclass

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
    """Return the address in the form's `next`, home where that is not on this site."""
    target = request.POST.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    return target if is_ours else "/"


def address_with(request: HttpRequest, **changed: str) -> str:
    """Return the address of the request with other values in its query.

    Commas stay as they are, so that lists in addresses can be read.
    """
    query = request.GET.copy()
    for name, value in changed.items():
        query[name] = value
    return f"{request.path}?{query.urlencode(safe=',')}"
