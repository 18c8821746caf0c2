"""Tokens by which programs act for a person."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from careersite.common.paging import Paginator
from careersite.common.posted import posted
from careersite.common.repeats import once_per_form
from profiles.forms.tokens import TokenForm
from profiles.models import ApiToken
from profiles.requests import SignedInRequest
from profiles.services import tokens

PAGE_SIZE = 20
private = cache_control(private=True, no_store=True)


@private
@require_safe
def token_list(request: SignedInRequest) -> HttpResponse:
    """List the person's tokens, newest first; none is ever shown again."""
    own = ApiToken.objects.of(request.user).select_related("user")
    page = Paginator(own, PAGE_SIZE).get_page(request.GET.get("page"))
    now = timezone.now()
    context = {
        "page": page,
        "rows": [{"token": one, "state": one.state_at(now)} for one in page],
    }
    return render(request, "profiles/token_list.html", context)


@private
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
@once_per_form
def token_add(request: SignedInRequest) -> HttpResponse:
    """Make a token, and show it this one time."""
    form = TokenForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = tokens.make_token(
                user=request.user,
                by=request.user,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            context = {"token": made.token, "secret": made.secret}
            return render(request, "profiles/token_made.html", context)
    status = 422 if form.errors else 200
    return render(request, "profiles/token_add.html", {"form": form}, status=status)


@private
@require_POST
def token_revoke(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a token do nothing from now on."""
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    tokens.revoke_token(token=token, by=request.user, now=timezone.now())
    messages.success(request, f"“{token.name}” does nothing any more.")
    return redirect("profiles:token_list")
