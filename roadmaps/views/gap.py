"""What lacks between a person and a role, and what closes it."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from careersite.common.navigation import address_with
from careersite.common.revalidation import content_stamp
from profiles.forms.skills import PREFIX, SkillRatingForm
from profiles.held import Held
from profiles.models import Profile
from profiles.requests import SignedInRequest
from profiles.services import accounts
from profiles.services.days import today_of
from profiles.services.gaps import read_held
from profiles.services.targets import Target, read_target
from roadmaps.services.gaps import (
    Explained,
    Question,
    UnknownStepError,
    explain,
    explain_target,
)
from roles.models import HouseLevel, Redirect, Role, Skill
from roles.moved import moved_to

BASES = [("claimed", "What I say"), ("verified", "What a mentor confirmed")]


class GapForm(forms.Form):
    """What to compare with; the role is looked up apart."""

    level = forms.ChoiceField(choices=HouseLevel, label="Level")
    basis = forms.ChoiceField(choices=BASES, label="Count")


class UnknownRoleError(Http404):
    """No published role has this slug."""


def follows_renamed_role(view: Callable[..., HttpResponse]) -> Callable:
    """Let a page whose query names a role answer 301 where the role was renamed."""

    @wraps(view)
    def wrapper(request: HttpRequest) -> HttpResponse:
        try:
            return view(request)
        except UnknownRoleError:
            asked = request.GET.get("role", "")
            slug = moved_to(Redirect.Kind.ROLE, asked, Role.objects.published())
            if slug is None:
                raise
            return HttpResponsePermanentRedirect(address_with(request, role=slug))

    return wrapper


@require_safe
@follows_renamed_role
def my_gap(request: SignedInRequest) -> HttpResponse:
    """Explain the gap to the learner's target, or to the role that is asked for."""
    profile = accounts.ensure_profile(user=request.user)
    form = GapForm({**defaults(profile), **request.GET.dict()})
    if not form.is_valid():
        return render(request, "roadmaps/gap_refused.html", {"form": form}, status=400)
    day = today_of(request.user, now=timezone.now())
    held = read_held(user=request.user, day=day)
    question = question_of(form, held, request)
    target = read_target(profile, stamp=question.stamp)
    context = gap_context(question, request, target)
    context["has_skills"] = bool(held)
    return render(request, "roadmaps/gap.html", context)


@login_not_required
@require_safe
@follows_renamed_role
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
    context = gap_context(question_of(form, held, request), request)
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


def question_of(
    form: GapForm, held: Mapping[str, Held], request: HttpRequest
) -> Question:
    """Return what is asked about somebody who holds `held` (one query)."""
    return Question(
        held=held,
        level=form.cleaned_data["level"],
        mode=form.cleaned_data["basis"],
        finished=request.GET.getlist("step"),
        stamp=content_stamp(),
    )


def gap_context(
    question: Question, request: HttpRequest, target: Target | None = None
) -> dict[str, Any]:
    """Return what the page shows; without a role and a target there is no gap yet.

    Raises Http404 for a role that is not published, and for a step asked about that
    no roadmap to the role has.
    """
    explained = explained_to(request.GET.get("role", ""), target, question)
    return {
        "explained": explained,
        "roles": question.market.roles,
        "levels": HouseLevel.choices,
        "bases": BASES,
        "chosen": {
            "level": question.level,
            "basis": question.mode,
            "role": explained.role if explained else "",
        },
        "answers": [],
    }


def explained_to(
    slug: str, target: Target | None, question: Question
) -> Explained | None:
    """Explain the gap to the role that is asked for, else to the target, if any."""
    try:
        if slug:
            return explain(question, role=slug)
        return explain_target(question, target=target) if target else None
    except UnknownStepError as unknown:
        raise Http404(f"No step {unknown} leads there.") from unknown
    except KeyError as unknown:
        raise UnknownRoleError(f"There is no role {slug}.") from unknown
