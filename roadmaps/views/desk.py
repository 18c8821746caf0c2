"""The mentor's desk: what waits, who is mentored."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.htmx import render_page_or_partial
from careersite.common.navigation import Tab
from careersite.common.paging import Paginator
from profiles.requests import SignedInRequest
from roadmaps.forms.desk import DeskForm
from roadmaps.services import desk
from roadmaps.services.evening import read_evening
from roadmaps.services.review import start_review

PAGE_SIZE = 25
MENTEES_SHOWN = 10


@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """Show the rounds of one tab, and below them the first mentees."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in desk.TABS else "waiting"
    now = timezone.now()
    form = DeskForm(request.GET, mentor=request.user)
    wishes = form.wishes()
    found = desk.rounds(request.user, tab=tab, **wishes)
    counts = desk.counts(request.user)
    pages = Paginator(found, PAGE_SIZE)
    if not (wishes["text"] or wishes["roadmap"]):
        pages.count = counts[tab]  # not counted once more
    page = pages.get_page(request.GET.get("page"))
    enrollments = desk.mentee_enrollments(request.user, now=now)
    context = {
        "form": form,
        "tab": tab,
        "tabs": _tabs(counts, tab),
        "page": page,
        "rows": desk.as_rows(page, mentor=request.user, now=now),
        "mentees": desk.as_mentees(enrollments[:MENTEES_SHOWN], now=now),
        "mentee_count": enrollments.count(),
        "usual_days": desk.usual_days(request.user),
        "now": now,
    }
    return render_page_or_partial(
        request, "roadmaps/review_list.html", "roadmaps/_desk_rows.html", context
    )


@require_http_methods(["GET", "HEAD", "POST"])
def evening_detail(request: SignedInRequest) -> HttpResponse:
    """Show what fits into one evening; posting opens the first and begins it."""
    evening = read_evening(request.user, now=timezone.now())
    if request.method == "POST" and evening.first is not None:
        start_review(submission=evening.first, by=request.user, now=timezone.now())
        return redirect(f"{evening.first.get_absolute_url()}?evening=1")
    return render(request, "roadmaps/evening_detail.html", {"evening": evening})


def _tabs(counts: dict[str, int], current: str) -> list[Tab]:
    page = reverse("roadmaps:review_list")
    return [
        Tab(f"{page}?tab={tab}", label, tab == current, counts[tab])
        for tab, label in desk.TABS.items()
    ]
