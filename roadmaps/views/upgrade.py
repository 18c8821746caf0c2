"""A newer version of a roadmap: see what changes, take it, stay, go back."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from profiles.requests import SignedInRequest
from roadmaps.models import Enrollment, RoadmapVersion
from roadmaps.services import upgrade as upgrades
from roadmaps.services.version_plan import difference
from roadmaps.versions import UpgradePlan, VersionDiff
from roadmaps.views.roadmap import private

FIELD_WORDS = {
    "number": "number",
    "title": "title",
    "stage": "stage",
    "kind": "kind",
    "hours": "hours",
    "is_required": "required",
    "needs_review": "needs a review",
    "prerequisites": "comes after",
    "criteria": "what to show",
    "taught": "skills taught",
    "certification": "certification",
}


@private
@require_safe
def enrollment_upgrade(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what a newer version changes and what happens to each begun step."""
    enrollment = _own(request, pk)
    return _answer(request, enrollment)


@private
@require_POST
def upgrade_take(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move to the newer version."""
    enrollment = _own(request, pk)
    version = _named_version(request, enrollment)
    try:
        upgrades.upgrade(
            enrollment=enrollment,
            to_version=version,
            by=request.user,
            now=timezone.now(),
        )
    except upgrades.UpgradeRefusedError as refused:
        return _answer(request, enrollment, refused=refused)
    messages.success(request, f"You now follow version {version.number}.")
    return redirect("roadmaps:enrollment_upgrade", enrollment.pk)


@private
@require_POST
def upgrade_stay(request: SignedInRequest, pk: int) -> HttpResponse:
    """Stay with the version that one follows."""
    enrollment = _own(request, pk)
    version = _named_version(request, enrollment)
    upgrades.stay(
        enrollment=enrollment, version=version, by=request.user, now=timezone.now()
    )
    number = enrollment.version.number
    messages.success(request, f"You stay with version {number}.")
    return redirect(enrollment)


@private
@require_POST
def upgrade_undo(request: SignedInRequest, pk: int) -> HttpResponse:
    """Go back to the version before the last upgrade."""
    enrollment = _own(request, pk)
    try:
        upgrades.undo_upgrade(
            enrollment=enrollment, by=request.user, now=timezone.now()
        )
    except upgrades.UpgradeRefusedError as refused:
        return _answer(request, enrollment, refused=refused)
    messages.success(request, "You are back at the version before.")
    return redirect(enrollment)


def _own(request: SignedInRequest, pk: int) -> Enrollment:
    """Return the learner's own enrollment, else answer 404."""
    return get_object_or_404(Enrollment.objects.of(request.user).with_plan(), pk=pk)


def _named_version(request: SignedInRequest, enrollment: Enrollment) -> RoadmapVersion:
    """Return the published version that the form names, else answer 404."""
    text = request.POST.get("version", "")
    if not text.isdecimal() or len(text) > 5:
        raise Http404
    versions = RoadmapVersion.objects.published().defer("layout")
    return get_object_or_404(versions, roadmap=enrollment.roadmap_id, number=int(text))


def _answer(
    request: SignedInRequest,
    enrollment: Enrollment,
    *,
    refused: upgrades.UpgradeRefusedError | None = None,
) -> HttpResponse:
    newest = upgrades.newest_of(enrollment)
    last = upgrades.undoable(enrollment, now=timezone.now())
    context: dict[str, Any] = {
        "enrollment": enrollment,
        "refused": refused,
        "undoable": last,
        "undone": upgrades.preview_undo(enrollment, last) if last else (),
        "newest": None,
    }
    if newest.number > enrollment.version.number:
        plan = upgrades.preview(enrollment, newest.pk)
        found = difference(enrollment.version, newest.pk)
        context |= {"newest": newest, **_shown(enrollment, newest.pk, plan, found)}
    status = 409 if refused else 200
    return render(request, "roadmaps/upgrade.html", context, status=status)


def _shown(
    enrollment: Enrollment, new_pk: int, plan: UpgradePlan, found: VersionDiff
) -> dict[str, Any]:
    """Return the difference and the fate of begun steps, with their titles."""
    old = dict(enrollment.version.steps.values_list("key", "title"))
    rows = {row.step_key: row for row in enrollment.step_progress.all()}
    new_steps = RoadmapVersion.objects.get(pk=new_pk).steps
    titles = {**old, **dict(new_steps.values_list("key", "title"))}
    return {
        "added": [titles[key] for key in found.added],
        "removed": [titles[key] for key in found.removed],
        "changed": [
            {
                "title": titles[one.key],
                "fields": [
                    FIELD_WORDS.get(field.name, field.name) for field in one.fields
                ],
            }
            for one in found.changed
        ],
        "split": [
            {"title": titles[one.source], "into": [titles[key] for key in one.into]}
            for one in found.split
        ],
        "merged": [
            {
                "title": titles[one.key],
                "sources": [titles[key] for key in one.sources],
            }
            for one in found.merged
        ],
        "fates": [
            {"title": titles[one.key], "mapped": one, "sources": one.sources}
            for one in plan.steps
            if any(_is_begun(rows.get(key)) for key in one.sources)
        ],
        "kept": [
            {"title": titles.get(one.key, one.key), "kept": one} for one in plan.kept
        ],
    }


def _is_begun(row: Any) -> bool:
    return row is not None and row.is_worth_showing
