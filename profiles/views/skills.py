"""What a learner holds: rated in two minutes, explained one by one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from careersite.common.paging import Paginator
from careersite.common.posted import posted
from profiles import skill_history
from profiles.forms.skills import SkillRatingForm
from profiles.requests import SignedInRequest
from profiles.services import accounts, skills
from profiles.services.days import today_of
from profiles.services.targets import NamedRole, read_target
from roles.models import ProficiencyAnchor, Skill

# The table stays readable; all of it is in the export.
SHOWN_CHANGES = 100
# Each skill is a field, and a form of more than a thousand is refused unread. A few
# more than a page has are no page of their own.
PAGE_SIZE, ORPHANS = 100, 20


@require_http_methods(["GET", "HEAD", "POST"])
def skill_list(request: SignedInRequest) -> HttpResponse:
    """Rate skills family by family; only what changed is written."""
    profile = accounts.ensure_profile(user=request.user)
    target = read_target(profile)
    role = target.shown if target else None
    asking = role if request.GET.get("show") != "all" else None
    shown = Skill.objects.published().in_reading_order()
    if asking is not None:
        shown = shown.asked_by(asking.pk)
    held = {row.skill_id: row for row in request.user.held_skills.with_evidence()}
    page = Paginator(shown, PAGE_SIZE, orphans=ORPHANS).get_page(
        request.GET.get("page")
    )
    form = SkillRatingForm(page.object_list, held, posted(request))
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        changed = skills.claim_many(
            user=request.user, levels=form.levels(), by=request.user, now=now
        )
        messages.success(request, saved_message(len(changed)))
        return redirect(request.get_full_path())
    context = {
        "form": form,
        "page": page,
        "rows": form.rows(today_of(request.user, now=now)),
        "views": target_views(role, only_target=asking is not None),
        "anchors": ProficiencyAnchor.objects.all(),
    }
    status = 422 if form.errors else 200
    return render(request, "profiles/skill_list.html", context, status=status)


@require_safe
def skill_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show one held skill with its evidence and its history."""
    held = get_object_or_404(request.user.held_skills.with_evidence(), skill__slug=slug)
    now = timezone.now()
    changes = list(held.changes.all())
    levels = held.levels_after(changes)
    context = {
        "held": held,
        "state": held.state_on(today_of(request.user, now=now)),
        "changes": list(zip(changes, levels, strict=True))[:SHOWN_CHANGES],
        "older_count": max(len(changes) - SHOWN_CHANGES, 0),
        "chart": skill_history.draw(
            levels[::-1], now=now, verified_until=held.verified_until
        ),
    }
    return render(request, "profiles/skill_detail.html", context)


def target_views(
    role: NamedRole | None, *, only_target: bool
) -> list[dict[str, object]]:
    """Return the two views of a learner with a target, else none."""
    if role is None:
        return []
    return [
        {"url": "?", "label": f"For {role.title}", "is_current": only_target},
        {"url": "?show=all", "label": "All skills", "is_current": not only_target},
    ]


def saved_message(changed: int) -> str:
    """Say in words how many ratings changed."""
    if not changed:
        return "Nothing changed."
    return "1 rating saved." if changed == 1 else f"{changed} ratings saved."
