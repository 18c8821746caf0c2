"""What lacks between a person and a role, and what closes it."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careersite.common.revalidation import content_stamp
from profiles.forms.skills import PREFIX, SkillRatingForm
from profiles.held import Held
from profiles.models import Profile
from profiles.requests import SignedInRequest
from profiles.services import accounts
from profiles.services.gaps import read_held, read_market
from roadmaps.services.gaps import Explained, UnknownStepError, explain
from roles.models import HouseLevel, Skill

BASES = [("claimed", "What I say"), ("verified", "What a mentor confirmed")]


class GapForm(forms.Form):
    """What to compare with; the role is looked up apart."""

    level = forms.ChoiceField(choices=HouseLevel, label="Level")
    basis = forms.ChoiceField(choices=BASES, label="Count")


@require_safe
def my_gap(request: SignedInRequest) -> HttpResponse:
    """Explain the gap to the learner's target, or to the role that is asked for."""
    profile = accounts.ensure_profile(user=request.user)
    form = GapForm({**defaults(profile), **request.GET.dict()})
    if not form.is_valid():
        return render(request, "roadmaps/gap_refused.html", {"form": form}, status=400)
    target = profile.target_role.slug if profile.target_role else ""
    slug = request.GET.get("role") or target
    held = read_held(user=request.user, day=timezone.localdate())
    context = gap_context(slug, form.cleaned_data, held, request)
    context["has_skills"] = bool(held)
    return render(request, "roadmaps/gap.html", context)


@login_not_required
@require_safe
def gap_public(request: HttpRequest) -> HttpResponse:
    """Explain the gap of a visitor, whose answers stand in the address alone."""
    form = GapForm({"level": "entry", "basis": "claimed", **request.GET.dict()})
    slug = request.GET.get("role", "")
    ratings = SkillRatingForm(rated_skills(slug, request), {}, request.GET)
    if not (form.is_valid() and ratings.is_valid()):
        refused = form if form.errors else ratings
        return render(
            request, "roadmaps/gap_refused.html", {"form": refused}, status=400
        )
    held = {
        skill.slug: Held(level)
        for skill, level in ratings.levels().items()
        if level is not None
    }
    context = gap_context(slug, form.cleaned_data, held, request)
    context.update(answer_context(context["explained"], ratings, held))
    return render(request, "roadmaps/gap_public.html", context)


def rated_skills(slug: str, request: HttpRequest) -> QuerySet[Skill]:
    """Return the skills that the role asks for, and those that were answered."""
    answered = [
        name.removeprefix(PREFIX) for name in request.GET if name.startswith(PREFIX)
    ]
    asked = Q(
        role_requirements__role__slug=slug, role_requirements__of_draft=False
    ) | Q(slug__in=answered)
    return Skill.objects.published().in_reading_order().filter(asked).distinct()


def answer_context(
    explained: Explained | None, ratings: SkillRatingForm, held: dict[str, Held]
) -> dict[str, Any]:
    """Return the rows to rate, and the answers that other roles still need."""
    asked = {line.skill.slug for line in explained.lines} if explained else set()
    rows = ratings.rows(timezone.localdate())
    answers = {slug: (f"{PREFIX}{slug}", own.level) for slug, own in held.items()}
    return {
        "rows": [row for row in rows if row.skill.slug in asked],
        "answers": list(answers.values()),
        "other_answers": [
            answer for slug, answer in answers.items() if slug not in asked
        ],
        "has_skills": bool(held),
    }


def defaults(profile: Profile) -> dict[str, str]:
    """Return what is compared with where the address says nothing."""
    return {"level": profile.target_level, "basis": "claimed"}


def gap_context(
    slug: str, chosen: dict[str, Any], held: dict[str, Held], request: HttpRequest
) -> dict[str, Any]:
    """Return what the page shows; without a role there is no gap yet.

    Raises Http404 for a role that is not published, and for a step asked about that
    no roadmap to the role has.
    """
    stamp = content_stamp()
    market = read_market(level=chosen["level"], stamp=stamp)
    explained: Explained | None = None
    if slug:
        try:
            explained = explain(
                market=market,
                role=slug,
                level=chosen["level"],
                held=held,
                mode=chosen["basis"],
                finished=request.GET.getlist("step"),
                stamp=stamp,
            )
        except UnknownStepError as unknown:
            raise Http404(f"No step {unknown} leads to {slug}.") from unknown
        except KeyError as unknown:
            raise Http404(f"There is no role {slug}.") from unknown
    return {
        "explained": explained,
        "roles": market.roles,
        "levels": HouseLevel.choices,
        "bases": BASES,
        "chosen": {**chosen, "role": slug},
        "answers": [],
    }
