"""A mentor's own link: made by the mentor, redeemed by learners."""

from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from careersite.common.mail import absolute_url
from careersite.common.repeats import once_per_form
from profiles.models import MentorLink, Scope, User
from profiles.requests import SignedInRequest
from profiles.services import mentor_links
from profiles.services.invitations import SelfInvitationError
from profiles.services.mentor_links import PAGE, LinkGoneError, NotTakingError
from roadmaps.forms.mentors import SharingForm
from roadmaps.services.invitations import redeem_link
from roadmaps.views.doors import DOORS, leave, unreferred


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def mentor_link_detail(request: HttpRequest, token: str) -> HttpResponse:
    """Show whose link it is; a learner chooses what to share before anything is."""
    person = request.user if request.user.is_authenticated else None
    try:
        link = mentor_links.find_link(token=token, by=person)
        if request.method == "POST":
            return _answer(request, token, link)
    except LinkGoneError:
        return unreferred(render(request, "roadmaps/invitation_gone.html", status=404))
    return _page(request, link, _form(request))


@require_POST
@once_per_form
def mentor_link_renew(request: SignedInRequest) -> HttpResponse:
    """Make a link and show it once; the one before works no more."""
    token = mentor_links.renew_link(mentor=request.user, now=timezone.now())
    context = {"link": absolute_url(PAGE.format(token))}
    answer = render(request, "roadmaps/mentor_link.html", context)
    answer["Cache-Control"] = "private, no-store"
    return unreferred(answer)


@require_POST
def mentor_link_drop(request: SignedInRequest) -> HttpResponse:
    """Let no link lead here any more."""
    mentor_links.drop_link(mentor=request.user)
    return redirect("roadmaps:mentor_terms_edit")


def _answer(request: HttpRequest, token: str, link: MentorLink) -> HttpResponse:
    answer = request.POST.get("answer", "")
    if answer in DOORS:
        return leave(request, held=f"from/{token}", door=answer)
    form = _form(request)
    if form is None or not form.is_valid():
        return _page(request, link, form, status=422)
    try:
        by = cast("User", request.user)
        redeem_link(token=token, by=by, now=timezone.now(), **form.cleaned_data)
    except SelfInvitationError:
        return _page(request, link, form, status=422)
    except NotTakingError:
        return _page(request, link, form, status=409)
    return unreferred(redirect("roadmaps:mentor_list"))


def _form(request: HttpRequest) -> SharingForm | None:
    """Return the form of a learner, open for nothing until they choose."""
    if not request.user.is_authenticated:
        return None
    data = request.POST if request.method == "POST" else None
    return SharingForm(data, learner=request.user, initial={"scopes": [Scope.STEPS]})


def _page(
    request: HttpRequest,
    link: MentorLink,
    form: SharingForm | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "link": link,
        "mentor": link.mentor,
        "is_taking": mentor_links.is_taking(link.mentor),
        "is_own": link.mentor_id == request.user.pk,
        "has_enrollments": form is not None and form.offered.exists(),
        "form": form,
        "scopes": Scope.labels,
    }
    return unreferred(
        render(request, "roadmaps/mentor_link_detail.html", context, status=status)
    )
