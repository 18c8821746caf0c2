"""What others see of a person: in public, or by a link."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from profiles.models import User
from profiles.services import sections

fresh = cache_control(private=True, no_store=True)


@fresh
@login_not_required
@require_safe
def person_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """Show what a person opened to this reader; 404 where that is nothing."""
    person = sections.find_person(handle)
    if person is None:
        raise Http404
    reader = request.user if isinstance(request.user, User) else None
    # The owner, too, sees here what everybody sees.
    is_owner = reader is not None and reader.pk == person.pk
    view = sections.view_for(person, None if is_owner else reader)
    now = timezone.now()
    shown = sections.read_sections(view, now=now)
    if not shown:
        raise Http404
    return _answer(request, person, shown, now=now)


@fresh
@login_not_required
@require_safe
def shared(request: HttpRequest, token: str) -> HttpResponse:
    """Show the record of a link; unknown, expired and revoked look alike."""
    now = timezone.now()
    link = sections.find_link(token, now=now)
    if link is None or not link.user.is_active:
        return render(request, "profiles/shared_gone.html", status=404)
    shown = sections.read_sections(sections.view_by_link(link), now=now)
    return _answer(request, link.user, shown, now=now, link=link)


def _answer(
    request: HttpRequest,
    person: User,
    shown: list[sections.ShownSection],
    **context: object,
) -> HttpResponse:
    context |= {
        "person": person,
        "shown": shown,
        "sheets": sections.sheets(shown),
        "reader": "",
        "link": context.get("link"),
    }
    response = render(request, "profiles/person.html", context)
    if context["link"]:
        response["X-Robots-Tag"] = "noindex"
        response["Referrer-Policy"] = "no-referrer"
    return response
