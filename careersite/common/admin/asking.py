"""Acts on many rows at once ask before they are done."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

SHOWN_MAX = 50
CONFIRMED = "confirmed"

Act = Callable[[Any, HttpRequest, QuerySet], HttpResponse | None]


def asks_first(consequence: str) -> Callable[[Act], Act]:
    """Return a decorator for an action: it names the rows and what follows first.

    What was chosen is carried over as it was sent, so that "all of the list" stays
    that, however many rows it has.
    """

    def decorate(act: Act) -> Act:
        @wraps(act)
        def ask(
            self: Any, request: HttpRequest, queryset: QuerySet
        ) -> HttpResponse | None:
            if CONFIRMED in request.POST:
                return act(self, request, queryset)
            return _question(self, request, queryset, consequence)

        return ask

    return decorate


def _question(
    desk: Any, request: HttpRequest, queryset: QuerySet, consequence: str
) -> HttpResponse:
    name = request.POST["action"]
    word = desk.get_actions(request)[name][2]
    count = queryset.count()
    context = {
        **desk.admin_site.each_context(request),
        "title": f"{word}: are you sure?",
        "opts": desk.opts,
        "consequence": consequence,
        "rows": queryset[:SHOWN_MAX],
        "count": count,
        "more_count": max(count - SHOWN_MAX, 0),
        "action": name,
        "word": word,
        "checkbox_name": ACTION_CHECKBOX_NAME,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "is_all": request.POST.get("select_across", "0"),
        "list_url": request.get_full_path(),
    }
    return TemplateResponse(request, "admin/confirm_action.html", context)
