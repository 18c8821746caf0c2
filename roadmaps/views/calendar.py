"""The calendar feed; what a mentor sees of learners beside their roadmaps."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.mail import absolute_url
from careersite.common.paging import Paginator
from careersite.common.repeats import once_per_form
from profiles.models import Mentorship
from profiles.requests import SignedInRequest
from profiles.services import sections
from roadmaps.models import KeptWords
from roadmaps.services import calendar
from roadmaps.views.roadmap import private

SHOWN = 12
PAGE_SIZE = 25
# RFC 5545 has no control characters in text; some readers take them for line ends.
NOT_IN_CALENDARS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


@private
@require_http_methods(["GET", "HEAD", "POST"])
@once_per_form
def calendar_page(request: SignedInRequest) -> HttpResponse:
    """Show what is due; make the feed's address and show it this one time."""
    now, url = timezone.now(), ""
    if request.method == "POST":
        token = calendar.make_feed(user=request.user, by=request.user, now=now)
        url = absolute_url(reverse("roadmaps:calendar_feed", args=[token]))
    days = calendar.due_days(request.user, now=now)
    context = {
        "url": url,
        "feed": calendar.feed_of(request.user),
        "days": days[:SHOWN],
        "more": max(len(days) - SHOWN, 0),
    }
    return render(request, "roadmaps/calendar.html", context)


@private
@require_POST
def calendar_revoke(request: SignedInRequest) -> HttpResponse:
    """Stop the feed at once."""
    calendar.revoke_feed(user=request.user, by=request.user, now=timezone.now())
    messages.success(request, "The feed is stopped.")
    return redirect("roadmaps:calendar")


@private
@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer a calendar program; an unknown or dead token answers 404."""
    owner = calendar.find_owner(token)
    if owner is None:
        raise Http404
    days = calendar.due_days(owner, now=timezone.now())
    return HttpResponse(_as_ics(days), content_type="text/calendar; charset=utf-8")


@private
@require_safe
def kept_words(request: SignedInRequest) -> HttpResponse:
    """Show a mentor the own words on the work of learners who left."""
    kept = KeptWords.objects.by(request.user)
    page = Paginator(kept, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "roadmaps/kept_words.html", {"page": page})


@private
@require_safe
def mentee_profile(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show an active mentor what the scopes and the learner's openness allow."""
    mentorships = Mentorship.objects.active().by(request.user)
    mentorship = get_object_or_404(
        mentorships.select_related("learner__profile"), pk=pk
    )
    now, learner = timezone.now(), mentorship.learner
    shown = sections.read_sections(sections.view_for(learner, request.user), now=now)
    context = {
        "person": learner,
        "shown": shown,
        "sheets": sections.sheets(shown),
        "now": now,
        "reader": "",
        "link": None,
    }
    return render(request, "profiles/person.html", context)


def _as_ics(days: list[calendar.DueDay]) -> bytes:
    # Slow to import, and nothing else needs it.
    from icalendar import Calendar, Event

    feed = Calendar()
    feed.add("prodid", "-//careersite//due dates//EN")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", "Careersite")
    for day in days:
        event = Event()
        event.add("uid", f"{day.key}@careersite")
        event.add("dtstamp", day.changed_at)
        event.add("dtstart", day.on)
        event.add("summary", NOT_IN_CALENDARS.sub(" ", day.title))
        event.add("description", NOT_IN_CALENDARS.sub(" ", day.text))
        event.add("url", day.url)
        event.add("transp", "TRANSPARENT")
        feed.add_component(event)
    return feed.to_ical()
