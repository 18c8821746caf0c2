"""Who sees what of a learner, links, the export, and leaving."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from allauth.core import ratelimit
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.mail import absolute_url
from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.forms.privacy import DeleteForm, ShareForm, VisibilityForm
from profiles.models import ShareLink
from profiles.requests import SignedInRequest
from profiles.services import (
    accounts,
    exporting,
    leaving,
    operating,
    sections,
    sharing,
)

private = cache_control(private=True, no_store=True)
# Beside all open links; older ones are in the export.
CLOSED_SHOWN = 20


@private
@require_http_methods(["GET", "HEAD", "POST"])
def privacy(request: SignedInRequest) -> HttpResponse:
    """Show and change who sees what."""
    request.user.profile = accounts.ensure_profile(user=request.user)
    form = VisibilityForm(posted(request), owner=request.user)
    if request.method == "POST" and form.is_valid() and _save(request, form):
        messages.success(request, "Saved. It holds from now on, everywhere.")
        return redirect("profiles:privacy")
    return _answer(request, form=form, status=422 if form.errors else 200)


@private
@require_POST
@once_per_form
def share_create(request: SignedInRequest) -> HttpResponse:
    """Make a link, and show it this one time."""
    form = ShareForm(request.POST)
    if not form.is_valid():
        return _answer(request, share_form=form, status=422)
    try:
        shared = sharing.share(
            user=request.user,
            by=request.user,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except ValidationError as error:
        for field, texts in error.message_dict.items():
            form.add_error(field, texts)
        return _answer(request, share_form=form, status=422)
    url = absolute_url(reverse("profiles:shared", args=[shared.token]))
    context = {"link": shared.link, "url": url}
    return render(request, "profiles/share_link.html", context)


@private
@require_POST
def share_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a link at once."""
    link = get_object_or_404(ShareLink.objects.of(request.user), pk=pk)
    sharing.revoke_link(link=link, by=request.user, now=timezone.now())
    messages.success(request, "The link shows nothing any more.")
    return redirect("profiles:privacy")


@private
@require_safe
def view_as(request: SignedInRequest, reader: str) -> HttpResponse:
    """Show what somebody else sees."""
    if reader not in sections.READERS:
        raise Http404
    request.user.profile = accounts.ensure_profile(user=request.user)
    view, now = sections.view_as(request.user, reader), timezone.now()
    shown = sections.read_sections(view, now=now)
    context = {
        "person": request.user,
        "shown": shown,
        "sheets": sections.sheets(shown),
        "now": now,
        "link": None,
        "reader": sections.READERS[reader],
        "reader_code": reader,
        "readers": sections.READERS,
    }
    return render(request, "profiles/person.html", context)


@private
@require_safe
@reauthentication_required
def export(request: SignedInRequest, kind: str) -> HttpResponse:
    """Hand over everything held about the person, as a file."""
    now = timezone.now()
    name = f"careersite-{now:%Y-%m-%d}"
    if kind == "json":
        document = exporting.as_json(request.user, now=now)
        response: HttpResponse = JsonResponse(document, json_dumps_params={"indent": 1})
    else:
        packed = exporting.as_csv(request.user, now=now)
        response = HttpResponse(packed, content_type="application/zip")
    suffix = "json" if kind == "json" else "zip"
    response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


@private
@require_http_methods(["GET", "HEAD", "POST"])
def account_delete(request: SignedInRequest) -> HttpResponse:
    """Ask to be deleted, with the password."""
    if request.method == "POST" and not ratelimit.consume(
        request, action="reauthenticate", user=request.user
    ):
        return ratelimit.respond_429(request)
    form = DeleteForm(posted(request), owner=request.user)
    if request.method == "POST" and form.is_valid():
        leaving.leave(user=request.user, now=timezone.now())
        key = request.session.session_key or ""
        leaving.end_other_sessions(user=request.user, session_key=key)
        return redirect("profiles:leaving")
    context = {"form": form, "days": leaving.KEPT_FOR.days}
    status = 422 if form.errors else 200
    return render(request, "profiles/account_delete.html", context, status=status)


@private
@require_safe
def account_leaving(request: SignedInRequest) -> HttpResponse:
    """Say when the account goes; offer to keep it, and the export."""
    if request.user.leaving_at is None:
        return redirect("profiles:privacy")
    context = {"erased_at": leaving.erased_at(request.user)}
    return render(request, "profiles/account_leaving.html", context)


@private
@require_POST
def account_keep(request: SignedInRequest) -> HttpResponse:
    """Stay after all."""
    leaving.keep_account(user=request.user, now=timezone.now())
    messages.success(request, "Your account stays. Links and mentors ended for good.")
    return redirect("profiles:privacy")


def _save(request: SignedInRequest, form: VisibilityForm) -> bool:
    """Save and tell whether it worked; the reasons why not go to the fields."""
    try:
        sections.set_openness(
            user=request.user,
            handle=form.cleaned_data["handle"],
            wanted=form.wanted,
            by=request.user,
            now=timezone.now(),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
    return not form.errors


def _answer(
    request: SignedInRequest,
    *,
    form: VisibilityForm | None = None,
    share_form: ShareForm | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    profile = accounts.ensure_profile(user=request.user)
    request.user.profile = profile
    own = ShareLink.objects.of(request.user)
    context: dict[str, Any] = {
        "form": form or VisibilityForm(owner=request.user),
        "share_form": share_form or ShareForm(),
        "links": [
            {"link": link, "state": link.state_at(now)}
            for link in (*own.open_at(now), *own.closed_at(now)[:CLOSED_SHOWN])
        ],
        "profile": profile,
        "readers": sections.READERS,
        "operator_acts": operating.latest_acts(request.user),
        "operators_shown": operating.SHOWN_MAX,
    }
    return render(request, "profiles/privacy.html", context, status=status)
