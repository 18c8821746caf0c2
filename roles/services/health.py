"""What needs an editor's care, kind by kind, each with where to mend it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from careersite.common.branches import every_row
from careersite.common.models import ContentRoot, Publishable
from careersite.common.reviewed import Reviewed
from roles.models import (
    Certification,
    EditorialEvent,
    Fact,
    FrameworkPlan,
    LinkCheck,
    Report,
    Role,
    RoleCertification,
    RoleSkill,
    Source,
)
from roles.services.concerns import (
    SHOWN_MAX,
    Concern,
    Finding,
    desk_url,
    provided,
)
from roles.services.links import broken_addresses


def concerns(*, today: date) -> list[Concern]:
    """Return every kind of care, also those with nothing to mend."""
    return [
        _reported(),
        _out_of_date(today),
        _waiting_for_review(),
        _held_back(),
        _plans_that_wait(),
        _without_link(),
        _broken_links(),
        _empty_roles(),
        _one_source_facts(),
        _retired_but_asked_for(),
        _retired_without_successor(),
        *provided(today),
    ]


def _concern(
    key: str, title: str, why: str, rows: QuerySet | list[Any], text: Any = str
) -> Concern:
    found = rows if isinstance(rows, list) else list(rows[: SHOWN_MAX + 1])
    count = len(found)
    if not isinstance(rows, list) and count > SHOWN_MAX:
        count = rows.count()
    shown = tuple(Finding(text(row), desk_url(row)) for row in found[:SHOWN_MAX])
    return Concern(key, title, why, count, shown)


def _with_a_date() -> Iterator[Any]:
    """Yield every kind of published content that says when to look at it again."""
    for model in apps.get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if issubclass(model, Publishable) and "review_by" in names:
            yield model


def _out_of_date(today: date) -> Concern:
    found: list[Any] = []
    for model in _with_a_date():
        rows = model.objects
        # What a newer edition superseded is history, and never out of date.
        shown = rows.live() if hasattr(rows, "live") else rows.published()
        due = shown.filter(review_by__lt=today)
        found += list(due.order_by("review_by")[: SHOWN_MAX + 1])
    found.sort(key=lambda row: row.review_by)
    return _concern(
        "out-of-date",
        "May be out of date",
        "Their day to be looked at again is over; readers are told so.",
        found,
        lambda row: f"{row}, since {row.review_by:%Y-%m-%d}",
    )


def _reported() -> Concern:
    return _concern(
        "reported",
        "Reported by readers",
        "Problems that readers told us of and nobody has finished with.",
        Report.objects.open(),
    )


def _waiting_for_review() -> Concern:
    found: list[Any] = []
    for model in apps.get_models():
        if issubclass(model, Reviewed):
            rows = every_row(model).filter(status=ContentRoot.Status.IN_REVIEW)
            found += list(rows.select_related().order_by("updated_at")[: SHOWN_MAX + 1])
    found.sort(key=lambda row: row.updated_at)
    return _concern(
        "in-review",
        "Waiting for a publisher",
        "Drafts that an editor sent to review, longest first.",
        found,
        lambda row: f"{row} ({row._meta.verbose_name}), {row.editor_name}",
    )


def _held_back() -> Concern:
    newest = EditorialEvent.objects.filter(
        model_label=OuterRef("model_label"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
    )
    held = EditorialEvent.objects.filter(~Exists(newest), action="hold")
    found = [
        Finding(
            f"{event.model_label} {event.object_id}: {event.reason}", _url_of(event)
        )
        for event in held[:SHOWN_MAX]
    ]
    return Concern(
        "held-back",
        "Scheduled, but not published",
        "They were not ready when their time came.",
        len(found),
        tuple(found),
    )


def _plans_that_wait() -> Concern:
    waiting = list(FrameworkPlan.objects.waiting().defer("left", "left_out"))
    found = [
        Finding(
            f"{plan.file_name}: {', '.join(plan.summary())}",
            reverse("admin:framework_plan", args=[plan.pk]),
        )
        for plan in waiting[:SHOWN_MAX]
    ]
    return Concern(
        "plans",
        "Imports that wait for an editor",
        "Plans from public frameworks that nobody has applied or dropped.",
        len(waiting),
        tuple(found),
    )


def _url_of(event: EditorialEvent) -> str:
    model: Any = apps.get_model(event.model_label)
    return desk_url(model(pk=event.object_id))


def _without_link() -> Concern:
    named = Source.objects.published().filter(url="", kind=Source.Kind.ORIGIN)
    certifications = Certification.objects.published().filter(url="")
    return _concern(
        "no-link",
        "Without a link",
        "Readers cannot follow these to where they come from.",
        [*certifications.order_by("slug"), *named.order_by("slug")],
        lambda row: f"{row} ({row._meta.verbose_name})",
    )


def _broken_links() -> Concern:
    found = broken_addresses()
    return Concern(
        "broken-link",
        "Links that do not answer",
        "They are gone, or were silent twice; they are asked again every day.",
        len(found),
        tuple(
            Finding(f"{row}: {check.url} ({_said(check)})", desk_url(row))
            for row, check in found[:SHOWN_MAX]
        ),
    )


def _said(check: LinkCheck) -> str:
    answer = f"answered {check.status}" if check.status else check.detail
    return f"{answer}, {check.checked_at:%Y-%m-%d}"


def _empty_roles() -> Concern:
    skills = RoleSkill.objects.filter(role=OuterRef("pk"))
    found = [
        (role, lacking)
        for role in Role.objects.published()
        .annotate(
            has_skills=Exists(skills),
            band_count=Count("salary_bands", distinct=True),
            ladder_count=Count("ladders", distinct=True),
            faq_count=Count("faqs", distinct=True),
        )
        .order_by("title")
        if (lacking := _lacking(role))
    ]
    return Concern(
        "empty",
        "Sections without content",
        "Readers of these roles meet an empty place.",
        len(found),
        tuple(
            Finding(f"{role}: no {', no '.join(lacking)}", desk_url(role))
            for role, lacking in found[:SHOWN_MAX]
        ),
    )


def _lacking(role: Any) -> list[str]:
    sections = [
        ("text", bool(role.body)),
        ("skills", role.has_skills),
        ("pay", role.band_count),
        ("ladder", role.ladder_count),
        ("questions", role.faq_count),
    ]
    return [name for name, is_there in sections if not is_there]


def _one_source_facts() -> Concern:
    others = (
        Fact.objects.live()
        .filter(
            role=OuterRef("role"),
            measure=OuterRef("measure"),
            dimension=OuterRef("dimension"),
        )
        .exclude(published_in__family=OuterRef("published_in__family"))
    )
    rows = (
        Fact.objects.live()
        .filter(~Exists(others))
        .select_related("role", "published_in")
        .order_by("role__slug", "measure", "key")
    )
    return _concern(
        "one-source",
        "Only one source says so",
        "A second source would confirm or contradict these.",
        rows,
        lambda fact: f"{fact.role}: {fact.get_measure_display().lower()}, {fact}",
    )


def _retired_but_asked_for() -> Concern:
    rows = (
        RoleCertification.objects.filter(
            certification__standing=Certification.Standing.RETIRED,
            role__status=Publishable.Status.PUBLISHED,
        )
        .select_related("certification", "role", "source")
        .order_by("role__slug", "certification__slug")
    )
    found = [
        Finding(
            f"{link.role}: {link.certification} ({link.source})", desk_url(link.role)
        )
        for link in rows[:SHOWN_MAX]
    ]
    return Concern(
        "retired-asked-for",
        "No longer offered, still recommended",
        "Learners cannot earn these any more.",
        rows.count(),
        tuple(found),
    )


def _retired_without_successor() -> Concern:
    rows = Certification.objects.published().filter(
        standing=Certification.Standing.RETIRED, successor=None
    )
    return _concern(
        "no-successor",
        "No longer offered, without a successor",
        "Readers are not told what to earn in its place.",
        rows.order_by("slug"),
    )
