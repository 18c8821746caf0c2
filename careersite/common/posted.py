"""What a page was sent."""

from django.http import HttpRequest, QueryDict


def posted(request: HttpRequest) -> QueryDict | None:
    """Return the form that was sent, None where the page is only looked at.

    A form sent without a field, or as something that is no form, is an empty one: it is
    refused like any other that lacks what is needed.
    """
    return request.POST if request.method == "POST" else None
