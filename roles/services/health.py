"""What needs an editor's care, kind by kind, each with where to mend it."""

from collections.abc import Iterable, Iterator
from datetime import date
from operator import attrgetter
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse

from careersite.common.branches import every_row
from careersite.common.models import ContentRoot, Publishable
from careersite.common.reviewed import Reviewed
from roles.models import (
    Certification,
    EditorialEvent,
    Fact,
    Faq,
    FrameworkPlan,
    Ladder,
    LinkCheck,
    Report,
    Role,
    RoleCertification,
    RoleSkill,
    RungCertification,
    SalaryBand,
    Source,
)
from roles.models.salary_band import SalaryBandQuerySet
from roles.pay.groups import NOT_STATED
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
        _one_source_pay(),
        _retired_but_asked_for(),
        _retired_without_successor(),
        *provided(today),
    ]


def _concern(
    key: str, title: str, why: str, rows: Iterable[Any], text: Any = str
) -> Concern:
    return _concern_of_all(key, title, why, [rows], text)


def _concern_of_all(
    key: str, title: str, why: str, kinds: Iterable[Any], text: Any, by: str = ""
) -> Concern:
    """Return one kind of care for rows of several kinds, in order of column `by`."""
    found, count = [], 0
    for rows in kinds:
        first, number = _first(rows.order_by(by) if by else rows)
        found += first
        count += number
    if by:
        found.sort(key=attrgetter(by))
    shown = tuple(Finding(text(row), desk_url(row)) for row in found[:SHOWN_MAX])
    return Concern(key, title, why, count, shown)


def _first(rows: Any) -> tuple[list[Any], int]:
    """Return the first rows and how many there are, counted only if there are more."""
    found = list(rows[: SHOWN_MAX + 1])
    if len(found) <= SHOWN_MAX:
        return found, len(found)
    return found, rows.count() if isinstance(rows, QuerySet) else len(rows)


def _with_a_date() -> Iterator[QuerySet]:
    """Yield what readers see of every kind that says when to look at it again."""
    for model in apps.get_models():
        names = {column.name for column in model._meta.concrete_fields}
        if issubclass(model, Publishable) and "review_by" in names:
            rows: Any = model.objects  # type: ignore[attr-defined]
            # What a newer edition superseded is history, and never out of date.
            yield rows.live() if hasattr(rows, "live") else rows.published()


def _out_of_date(today: date) -> Concern:
    return _concern_of_all(
        "out-of-date",
        "May be out of date",
        "Their day to be looked at again is over; readers are told so.",
        (rows.filter(review_by__lt=today) for rows in _with_a_date()),
        lambda row: f"{row}, since {row.review_by:%Y-%m-%d}",
        by="review_by",
    )


def _reported() -> Concern:
    return _concern(
        "reported",
        "Reported by readers",
        "Problems that readers told us of and nobody has finished with.",
        Report.objects.open(),
    )


def _waiting_for_review() -> Concern:
    waiting = (
        every_row(model).filter(status=ContentRoot.Status.IN_REVIEW).select_related()
        for model in apps.get_models()
        if issubclass(model, Reviewed)
    )
    return _concern_of_all(
        "in-review",
        "Waiting for a publisher",
        "Drafts that an editor sent to review, longest first.",
        waiting,
        lambda row: f"{row} ({row._meta.verbose_name}), {row.editor_name}",
        by="updated_at",
    )


def _held_back() -> Concern:
    newest = EditorialEvent.objects.filter(
        model_label=OuterRef("model_label"),
        object_id=OuterRef("object_id"),
        pk__gt=OuterRef("pk"),
    )
    held, count = _first(
        EditorialEvent.objects.filter(
            ~Exists(newest), action=EditorialEvent.Action.HOLD
        )
    )
    return Concern(
        "held-back",
        "Scheduled, but not published",
        "They were not ready when their time came.",
        count,
        tuple(
            Finding(
                f"{event.model_label} {event.object_id}: {event.reason}",
                _url_of(event),
            )
            for event in held[:SHOWN_MAX]
        ),
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
    of_role = {"role": OuterRef("pk")}
    roles = Role.objects.published().annotate(
        has_skills=Exists(RoleSkill.objects.under_published("skill").filter(**of_role)),
        has_pay=Exists(SalaryBand.objects.shown().filter(**of_role)),
        has_ladder=Exists(Ladder.objects.published().filter(**of_role)),
        has_questions=Exists(Faq.objects.published().filter(**of_role)),
    )
    found = [
        (role, lacking)
        for role in roles.order_by("title")
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
        ("pay", role.has_pay),
        ("ladder", role.has_ladder),
        ("questions", role.has_questions),
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


def _one_source_pay() -> Concern:
    """Return pay that no other source prints on the same basis."""
    others = (
        SalaryBand.objects.live()
        .alias(place=Coalesce("region_id", 0))
        .filter(
            place=Coalesce(OuterRef("region_id"), 0),
            **{name: OuterRef(name) for name in SalaryBandQuerySet.series},
        )
        .exclude(published_in__family=OuterRef("published_in__family"))
    )
    rows = (
        SalaryBand.objects.live()
        .filter(~Exists(others))
        .select_related("role", "region", "published_in")
        .order_by("role__slug", "position", "key")
    )
    return _concern(
        "one-source-pay",
        "Only one source says what it pays",
        "A second source would confirm or contradict these: same country, level,"
        " currency, period and component.",
        rows,
        lambda band: f"{band.role}, {band.region or NOT_STATED}: {band}",
    )


def _retired_but_asked_for() -> Concern:
    retired = {"certification__standing": Certification.Standing.RETIRED}
    links, link_count = _first(
        RoleCertification.objects.under_published("role")
        .filter(**retired)
        .select_related("certification", "role", "source")
        .order_by("role__slug", "certification__slug")
    )
    rungs, rung_count = _first(
        RungCertification.objects.filter(
            rung__ladder__status=Publishable.Status.PUBLISHED,
            rung__ladder__role__status=Publishable.Status.PUBLISHED,
            **retired,
        )
        .select_related("certification", "rung__ladder__role", "rung__ladder__source")
        .order_by("rung__ladder__role__slug", "rung", "certification__slug")
    )
    found = [
        Finding(f"{one.role}: {one.certification} ({one.source})", desk_url(one.role))
        for one in links
    ]
    found += [
        Finding(
            f"{one.rung.ladder.role}, {one.rung}: {one.certification}"
            f" ({one.rung.ladder.source})",
            desk_url(one.rung.ladder),
        )
        for one in rungs
    ]
    return Concern(
        "retired-asked-for",
        "No longer offered, still recommended",
        "Learners cannot earn these any more.",
        link_count + rung_count,
        tuple(found[:SHOWN_MAX]),
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
