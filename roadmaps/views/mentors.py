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
from careersite.common.repeats import once_per_form
from profiles.models import Block, MentorInvitation, Mentorship, User
from profiles.requests import SignedInRequest
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
from roadmaps.services.mentee import as_own_mentors, own_mentorships
from roadmaps.services.partings import left_waiting

ASKED_ALREADY = (
    "You asked this address already, in other words or for other things. "
    "Revoke that invitation to ask anew."
)


@require_safe
def mentor_list(request: SignedInRequest) -> HttpResponse:
    """Show mentors, waiting invitations and the form to ask somebody."""
    return _page(request, InviteForm(learner=request.user))


@require_POST
@once_per_form
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
    if not (invited.is_new or _is_same(form, invited)):
        form.add_error("email", ASKED_ALREADY)
        return _page(request, form, status=409)
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
        invitation.refresh_from_db(fields=["status"])
        state = invitation.get_status_display().lower()
        return _page(
            request,
            InviteForm(learner=request.user),
            status=409,
            refusal=f"There is nothing left to revoke: this invitation is {state}.",
        )
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


def _invite(form: InviteForm, *, by: User) -> Invited:
    return invitations.invite_mentor(by=by, now=timezone.now(), **form.cleaned_data)


def _is_same(form: InviteForm, invited: Invited) -> bool:
    sent = {name: form.cleaned_data[name] for name in form.fields if name != "email"}
    return invitations.asks_the_same(invited.invitation, **sent)


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
    request: SignedInRequest,
    form: InviteForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    now = timezone.now()
    mentorships = Mentorship.objects.of(request.user).select_related("mentor__profile")
    asked = MentorInvitation.objects.of(request.user).open_at(now)
    context = {
        "form": form,
        "refusal": refusal,
        "mentorships": as_own_mentors(own_mentorships(request.user), now=now),
        "past": mentorships.exclude(ended_at=None),
        "blocks": Block.objects.by(request.user).select_related("blocked"),
        "left_waiting": left_waiting(request.user),
        "invitations": asked.prefetch_related("enrollments__enrollment__roadmap"),
        "has_enrollments": form.offered.exists(),
    }
    return render(request, "roadmaps/mentor_list.html", context, status=status)
