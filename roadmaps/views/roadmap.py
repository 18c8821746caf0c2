"""Roadmaps for everybody, and a learner's own."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe

from careersite.common.htmx import push_once, wants_fragment
from profiles.models import Mentorship
from profiles.requests import SignedInRequest
from roadmaps.models import Enrollment, Resource, Roadmap, RoadmapVersion
from roadmaps.services import tracking
from roadmaps.services.plan import Plan, read_plan, read_version
from roadmaps.services.upgrade import offer
from roadmaps.views.board import board_context, remember_view
from roles.models import Redirect
from roles.moved import follows_renames

private = cache_control(private=True, no_store=True)


@login_not_required
@require_safe
def roadmap_list(request: HttpRequest) -> HttpResponse:
    """Show every roadmap that can be started."""
    return render(
        request,
        "roadmaps/roadmap_list.html",
        {"versions": RoadmapVersion.objects.startable().with_size()},
    )


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROADMAP, Roadmap.objects.published)
def roadmap_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a roadmap as everybody sees it: no states."""
    return public_page(request, _public_plan(slug))


def public_page(request: HttpRequest, plan: Plan) -> HttpResponse:
    """Return the page of a version as everybody sees it."""
    if _wants_no_panel(request):
        return _closed_panel(f"{plan.version.roadmap.title} roadmap")
    context = {**board_context(request, plan), **_own(request, plan)}
    response = render(request, "roadmaps/roadmap_detail.html", context)
    return remember_view(request, response)


@login_not_required
@require_safe
@follows_renames(Redirect.Kind.ROADMAP, Roadmap.objects.published)
def roadmap_step(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Show one step as everybody sees it, beside the map."""
    return public_step(request, _public_plan(slug), key)


def public_step(request: HttpRequest, plan: Plan, key: str) -> HttpResponse:
    """Return the page of a step as everybody sees it, or its panel alone."""
    planned = plan.by_key.get(key)
    if planned is None:
        raise Http404
    context = {
        **_own(request, plan),
        "plan": plan,
        "planned": planned,
        "neighbors": neighbors(plan, key),
        "criteria": planned.step.criteria.order_by("position"),
        "taught": planned.step.taught_skills.select_related("skill"),
        "parts": planned.step.parts.order_by("position"),
        "resources": Resource.objects.of_step(plan.version.roadmap, key),
        "takes_focus": wants_fragment(request),
        "form": None,
        "refusal": None,
    }
    if wants_fragment(request):
        panel = render(request, "roadmaps/_public_step.html", context)
        return push_once(request, panel)
    context |= board_context(request, plan, selected=key)
    response = render(request, "roadmaps/roadmap_detail.html", context)
    return remember_view(request, response)


@require_POST
def roadmap_start(request: SignedInRequest, slug: str) -> HttpResponse:
    """Enroll, or come back to what was begun."""
    roadmap = get_object_or_404(Roadmap.objects.published(), slug=slug)
    try:
        enrollment = tracking.enroll(
            learner=request.user, roadmap=roadmap, now=timezone.now()
        )
    except tracking.NothingPublishedError as error:
        raise Http404 from error
    return redirect(enrollment)


@private
@require_safe
def enrollment_list(request: SignedInRequest) -> HttpResponse:
    """Show the learner's roadmaps; with one alone, open it."""
    enrollments = Enrollment.objects.of(request.user).current().with_plan()
    if len(enrollments) == 1:
        return redirect(enrollments[0])
    plans = [read_plan(enrollment) for enrollment in enrollments]
    return render(request, "roadmaps/enrollment_list.html", {"plans": plans})


@private
@require_safe
def enrollment_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a learner's roadmap with states, to the learner and the mentors."""
    enrollment = find_enrollment(request, pk)
    if _wants_no_panel(request):
        is_owner = enrollment.learner_id == request.user.pk
        return _closed_panel(page_title(enrollment, is_owner=is_owner))
    plan = read_plan(enrollment)
    context = {
        **board_context(request, plan),
        **shared_context(request, enrollment, plan),
    }
    response = render(request, "roadmaps/enrollment_detail.html", context)
    return remember_view(request, response)


def find_enrollment(request: SignedInRequest, pk: int) -> Enrollment:
    """Return an enrollment that the person may open, else answer 404."""
    found = Enrollment.objects.with_pace().filter(pk=pk)
    own = found.of(request.user).first()
    return own or get_object_or_404(found.mentored_by(request.user))


def shared_context(
    request: SignedInRequest, enrollment: Enrollment, plan: Plan
) -> dict[str, object]:
    """Return what every page of an enrollment shows; a mentor finds the person."""
    is_owner = enrollment.learner_id == request.user.pk
    mentorships = Mentorship.objects.active().by(request.user).of(enrollment.learner)
    return {
        "enrollment": enrollment,
        "is_owner": is_owner,
        "page_title": page_title(enrollment, is_owner=is_owner),
        "mentorship": None if is_owner else mentorships.first(),
        "offer": offer(enrollment, plan.content.newest),
    }


def page_title(enrollment: Enrollment, *, is_owner: bool) -> str:
    """Return the title of a followed roadmap, unlike its role and the public one."""
    name = f"{enrollment.roadmap.title} roadmap"
    return f"Your {name}" if is_owner else f"{enrollment.learner} · {name}"


def neighbors(plan: Plan, key: str) -> dict[str, object]:
    """Return the steps before and after by number, None at the ends."""
    keys = [planned.step.key for planned in plan.steps]
    if key not in keys:
        return {"previous": None, "next": None}
    place = keys.index(key)
    return {
        "previous": plan.steps[place - 1] if place else None,
        "next": plan.steps[place + 1] if place + 1 < len(keys) else None,
    }


def _wants_no_panel(request: HttpRequest) -> bool:
    """Tell whether the step panel is being closed: it asks for nothing else."""
    return wants_fragment(request) and request.headers.get("HX-Target") == "step"


def _closed_panel(title: str) -> HttpResponse:
    """Return an empty panel: nothing but the title that the whole page has."""
    return HttpResponse(format_html("<title>{} · Careersite</title>", title))


def _public_plan(slug: str) -> Plan:
    versions = RoadmapVersion.objects.startable()
    version = get_object_or_404(versions, roadmap__slug=slug)
    return read_version(version, base_url=version.roadmap.get_absolute_url())


def _own(request: HttpRequest, plan: Plan) -> dict[str, object]:
    """Return the visitor's own enrollment, and where starting leads."""
    roadmap = plan.version.roadmap
    own = (
        Enrollment.objects.of(request.user).current().filter(roadmap=roadmap).first()
        if request.user.is_authenticated
        else None
    )
    return {
        "own": own,
        "roadmap": roadmap,
        "start_url": reverse("roadmaps:roadmap_start", args=[roadmap.slug]),
    }
