"""The mentor's desk: what waits, who is mentored."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from careersite.common.htmx import render_page_or_partial
from careersite.common.navigation import Tab
from profiles.models import Mentorship
from profiles.requests import SignedInRequest
from profiles.services.mentoring import set_taking_mentees
from roadmaps.forms.desk import DeskForm
from roadmaps.models import Enrollment
from roadmaps.services import desk
from roadmaps.services.plan import read_plan
from roadmaps.views.board import board_context, remember_view
from roadmaps.views.roadmap import private, shared_context

PAGE_SIZE = 25
MENTEES_SHOWN = 10


@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """Show the rounds of one tab, and below them the first mentees."""
    tab = request.GET.get("tab", "waiting")
    tab = tab if tab in desk.TABS else "waiting"
    now = timezone.now()
    form = DeskForm(request.GET, mentor=request.user)
    found = desk.rounds(request.user, tab=tab, **form.wishes())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    enrollments = desk.mentee_enrollments(request.user)
    context = {
        "form": form,
        "tab": tab,
        "tabs": _tabs(desk.counts(request.user), tab),
        "page": page,
        "rows": desk.as_rows(page, mentor=request.user, now=now),
        "mentees": desk.as_mentees(enrollments[:MENTEES_SHOWN]),
        "mentee_count": enrollments.count(),
        "usual_days": desk.usual_days(request.user),
        "now": now,
    }
    return render_page_or_partial(
        request, "roadmaps/review_list.html", "roadmaps/_desk_rows.html", context
    )


@require_safe
def mentee_list(request: SignedInRequest) -> HttpResponse:
    """Show all mentees, a page at a time."""
    page = Paginator(desk.mentee_enrollments(request.user), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "mentees": desk.as_mentees(page),
        "mentorships": Mentorship.objects.active()
        .by(request.user)
        .select_related("learner"),
    }
    return render(request, "roadmaps/mentee_list.html", context)


@private
@require_safe
def mentee_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a mentee's roadmap, to read and to comment."""
    enrollments = Enrollment.objects.mentored_by(request.user).with_plan()
    enrollment = get_object_or_404(enrollments, pk=pk)
    context = {
        **board_context(request, read_plan(enrollment)),
        **shared_context(request, enrollment),
    }
    response = render(request, "roadmaps/enrollment_detail.html", context)
    return remember_view(request, response)


@require_POST
def mentees_taking(request: SignedInRequest) -> HttpResponse:
    """Say whether this mentor takes new mentees."""
    set_taking_mentees(mentor=request.user, is_taking="is_taking" in request.POST)
    return redirect("roadmaps:review_list")


def _tabs(counts: dict[str, int], current: str) -> list[Tab]:
    page = reverse("roadmaps:review_list")
    return [
        Tab(f"{page}?tab={tab}", label, tab == current, counts[tab])
        for tab, label in desk.TABS.items()
    ]
