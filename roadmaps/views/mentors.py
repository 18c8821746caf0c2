"""A learner's mentors: who they are, what they see, who is asked."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.mail import absolute_url
from profiles.models import MentorInvitation, Mentorship, User
from profiles.requests import SignedInRequest
from profiles.services import mentoring
from profiles.services.invitations import (
    PAGE,
    InvitationGoneError,
    Invited,
    SelfInvitationError,
    TooManyInvitationsError,
    revoke_invitation,
)
from roadmaps.forms.mentors import InviteForm, SharingForm, sharing_of
from roadmaps.services import invitations


@require_safe
def mentor_list(request: SignedInRequest) -> HttpResponse:
    """Show mentors, waiting invitations and the form to ask somebody."""
    return _page(request, InviteForm(learner=request.user))


@require_POST
def invitation_create(request: SignedInRequest) -> HttpResponse:
    """Ask by mail, or show a link once; a link's token is never shown again."""
    form = InviteForm(request.POST, learner=request.user)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        invited = _invite(form, by=request.user)
    except SelfInvitationError as refused:
        form.add_error("email", str(refused))
        return _page(request, form, status=422)
    except TooManyInvitationsError as refused:
        form.add_error(None, str(refused))
        answer = _page(request, form, status=429)
        answer["Retry-After"] = str(refused.retry_after)
        return answer
    if invited.token:
        return _link_page(request, invited)
    return redirect(
        f"{reverse('roadmaps:mentor_list')}#invitation-{invited.invitation.pk}"
    )


@require_POST
def invitation_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an invitation back that nobody has answered."""
    own = MentorInvitation.objects.of(request.user)
    invitation = get_object_or_404(own, pk=pk)
    try:
        revoke_invitation(invitation=invitation, by=request.user, now=timezone.now())
    except InvitationGoneError:
        return _page(request, InviteForm(learner=request.user), status=409)
    return redirect("roadmaps:mentor_list")


@require_http_methods(["GET", "HEAD", "POST"])
def mentorship_change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change what a mentor sees; it holds from the next request on."""
    own = Mentorship.objects.active().of(request.user).select_related("mentor")
    mentorship = get_object_or_404(own, pk=pk)
    form = SharingForm(
        request.POST if request.method == "POST" else None,
        initial=sharing_of(mentorship),
        learner=request.user,
    )
    if request.method == "POST" and form.is_valid():
        invitations.change_mentorship(
            mentorship=mentorship,
            by=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
        return redirect("roadmaps:mentor_list")
    context = {"form": form, "mentorship": mentorship}
    status = 422 if form.is_bound else 200
    return render(request, "roadmaps/mentorship_change.html", context, status=status)


@require_POST
def mentorship_pause(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pause or resume, from either side."""
    mentorship = _find(request.user, pk)
    is_paused = request.POST.get("is_paused") == "1"
    change = mentoring.pause_mentorship if is_paused else mentoring.resume_mentorship
    change(mentorship=mentorship, by=request.user, now=timezone.now())
    return redirect(_home(mentorship, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
def mentorship_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask once, then end, from either side."""
    mentorship = _find(request.user, pk)
    home = _home(mentorship, request.user)
    if request.method == "POST":
        invitations.end_mentorship(
            mentorship=mentorship, by=request.user, now=timezone.now()
        )
        return redirect(home)
    context = {
        "mentorship": mentorship,
        "other": mentorship.other_side(request.user),
        "home": reverse(home),
    }
    return render(request, "roadmaps/mentorship_end.html", context)


def _invite(form: InviteForm, *, by: User) -> Invited:
    return invitations.invite_mentor(by=by, now=timezone.now(), **form.cleaned_data)


def _find(person: User, pk: int) -> Mentorship:
    own = Mentorship.objects.active().with_party(person)
    return get_object_or_404(own.select_related("learner", "mentor"), pk=pk)


def _home(mentorship: Mentorship, person: User) -> str:
    is_learner = mentorship.learner_id == person.pk
    return "roadmaps:mentor_list" if is_learner else "roadmaps:mentee_list"


def _link_page(request: SignedInRequest, invited: Invited) -> HttpResponse:
    context = {
        "invitation": invited.invitation,
        "link": absolute_url(PAGE.format(invited.token)),
    }
    answer = render(request, "roadmaps/invitation_link.html", context)
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "strict-origin"
    return answer


def _page(
    request: SignedInRequest, form: InviteForm, *, status: int = 200
) -> HttpResponse:
    mentorships = Mentorship.objects.of(request.user).select_related("mentor")
    asked = MentorInvitation.objects.of(request.user).open_at(timezone.now())
    context = {
        "form": form,
        "mentorships": mentorships.active().prefetch_related(
            "enrollments__enrollment__roadmap"
        ),
        "invitations": asked.prefetch_related("enrollments__enrollment__roadmap"),
        "has_enrollments": form.offered.exists(),
    }
    return render(request, "roadmaps/mentor_list.html", context, status=status)
