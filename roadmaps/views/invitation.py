"""Who asks you to be their mentor, for what; answered by a click, never by a visit."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from profiles.models import MentorInvitation, Scope
from profiles.services.invitations import (
    InvitationGoneError,
    SelfInvitationError,
    find_invitation,
)
from roadmaps.services.invitations import accept_invitation, decline_invitation
from roadmaps.views.doors import DOORS, leave, unreferred

ANSWERS = {"accept": accept_invitation, "decline": decline_invitation}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_detail(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, or take its answer.

    Used, expired, revoked, foreign and unknown ones get one and the same page.
    """
    person = request.user if request.user.is_authenticated else None
    try:
        invitation = find_invitation(token=token, by=person, now=timezone.now())
        if request.method == "POST":
            return _answer(request, token, invitation)
    except InvitationGoneError:
        return unreferred(render(request, "roadmaps/invitation_gone.html", status=404))
    return _page(request, invitation)


def _answer(
    request: HttpRequest, token: str, invitation: MentorInvitation
) -> HttpResponse:
    """Accept, decline, or leave to sign in and come back."""
    answer = request.POST.get("answer", "")
    if answer in DOORS:
        return _leave(request, token, invitation, door=answer)
    if answer not in ANSWERS or not request.user.is_authenticated:
        return _page(request, invitation, status=422)
    try:
        ANSWERS[answer](token=token, by=request.user, now=timezone.now())
    except SelfInvitationError:
        return _page(request, invitation, status=422)
    if answer == "accept":
        return unreferred(redirect("roadmaps:review_list"))
    return unreferred(render(request, "roadmaps/invitation_declined.html"))


def _leave(
    request: HttpRequest, token: str, invitation: MentorInvitation, *, door: str
) -> HttpResponse:
    """Go to sign in or register; only the own browser keeps the token meanwhile."""
    if invitation.email and invitation.mailed_at:
        # Whoever opened the mailed link has shown that the address is theirs.
        get_adapter(request).stash_verified_email(request, invitation.email)
    return leave(request, held=token, door=door)


def _page(
    request: HttpRequest, invitation: MentorInvitation, *, status: int = 200
) -> HttpResponse:
    offered = invitation.enrollments.select_related("enrollment__roadmap")
    context = {
        "invitation": invitation,
        "roadmaps": [row.enrollment.roadmap for row in offered],
        "scopes": [Scope(name).label for name in invitation.scopes],
        "is_own": invitation.learner_id == request.user.pk,
    }
    return unreferred(
        render(request, "roadmaps/invitation_detail.html", context, status=status)
    )
