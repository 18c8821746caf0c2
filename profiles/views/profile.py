"""Who a learner is and what they aim at."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from careersite.common.cookies import keep_choice
from careersite.common.navigation import way_back
from careersite.common.posted import posted
from profiles.forms.profile import ProfileForm
from profiles.requests import SignedInRequest
from profiles.services import accounts
from roles.models import Role


@require_http_methods(["GET", "HEAD", "POST"])
def profile_edit(request: SignedInRequest) -> HttpResponse:
    """Edit name, target, place and time."""
    profile = accounts.ensure_profile(user=request.user)
    form = ProfileForm(posted(request), instance=profile)
    if request.method == "POST" and form.is_valid():
        country = form.keep().country
        messages.success(request, "Your profile is saved.")
        response = redirect("profiles:profile_edit")
        if country:
            keep_choice(request, response, "country", country.slug)
        return response
    status = 422 if form.errors else 200
    return render(request, "profiles/profile_edit.html", {"form": form}, status=status)


@require_POST
def target_set(request: SignedInRequest) -> HttpResponse:
    """Make a role the learner's target, then go back."""
    role = get_object_or_404(Role.objects.published(), slug=request.POST.get("role"))
    accounts.ensure_profile(user=request.user).aim_at(role)
    messages.success(request, f"Your target is {role.title} now.")
    return redirect(way_back(request))
