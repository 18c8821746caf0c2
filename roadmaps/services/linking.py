"""Link what the profile holds to a step by hand, and see what is linked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, OuterRef, QuerySet, Subquery, Value

from profiles.models import EarnedCertification, Project, Section, User
from profiles.services.sections import view_for
from roadmaps.models import Enrollment, EvidenceLink, StepProgress
from roadmaps.services.tracking.frozen import CHOSEN_MAX
from roadmaps.services.tracking.row import lock_row


@dataclass(frozen=True, slots=True)
class Thing:
    """A project or certificate; `link` is the key of its link to the step, or None."""

    kind: str
    pk: int
    label: str
    url: str
    link: int | None

    @property
    def value(self) -> str:
        """How a form names it."""
        return f"{self.kind}-{self.pk}"


@transaction.atomic
def link_evidence(
    *,
    progress: StepProgress,
    by: User,
    now: datetime,
    project: int | None = None,
    certification: int | None = None,
) -> EvidenceLink:
    """Link one project or one certificate of the learner, by key, to a step.

    Linked twice, it is linked once; rounds that were sent stay as they are. Raises
    ValidationError, by field, for what is not the learner's, for none or both, and
    beyond 10 of a kind.
    """
    row = lock_row(progress, now=now)
    if (project is None) == (certification is None):
        raise ValidationError({"project": ["Choose one project or one certificate."]})
    shown = (
        {"project": _own(row.learner.projects, project, "project")}
        if project is not None
        else {
            "earned_certification": _own(
                row.learner.earned_certifications, certification, "certification"
            )
        }
    )
    there = row.evidence_links.filter(**shown).first()
    if there:
        return there
    (name, thing) = next(iter(shown.items()))
    if row.evidence_links.filter(**{f"{name}__isnull": False}).count() >= CHOSEN_MAX:
        field = "project" if name == "project" else "certification"
        raise ValidationError({field: [f"Link at most {CHOSEN_MAX} to a step."]})
    row.touch(now=now)
    return row.evidence_links.create(learner_id=row.learner_id, **{name: thing})


@transaction.atomic
def unlink_evidence(*, link: EvidenceLink, by: User, now: datetime) -> None:
    """Take a link away; the thing itself and rounds that showed it stay."""
    link.delete()


def profile_things(row: StepProgress, *, reader: User) -> list[Thing]:
    """Return the learner's projects and certificates, and which are linked to a step.

    A mentor gets those alone that are linked, and that the sections open (one query,
    for a mentor two more).
    """
    opened = view_for(row.learner, reader).sections
    kinds = [
        _as_things(query, kind, label, url, row)
        for query, kind, label, url, section in (
            (Project.objects, "project", "title", "url", Section.PROJECTS),
            (
                EarnedCertification.objects,
                "certification",
                "certification__name",
                "credential_url",
                Section.CERTIFICATIONS,
            ),
        )
        if section in opened
    ]
    found = [Thing(*values) for values in kinds[0].union(*kinds[1:])] if kinds else []
    if reader.pk != row.learner_id:
        found = [one for one in found if one.link]
    return sorted(found, key=lambda one: (one.kind != "project", one.label, one.pk))


def linked_evidence(
    enrollment: Enrollment, opened: Collection[str]
) -> Sequence[EvidenceLink]:
    """Return what is linked to the steps of a roadmap, as far as sections are open."""
    links = EvidenceLink.objects.filter(progress__enrollment=enrollment)
    if Section.PROJECTS not in opened:
        links = links.filter(project__isnull=True)
    if Section.CERTIFICATIONS not in opened:
        links = links.filter(earned_certification__isnull=True)
    return list(
        links.select_related(
            "progress", "project", "earned_certification__certification"
        )
    )


def _as_things(
    things: Any, kind: str, label: str, url: str, row: StepProgress
) -> QuerySet:
    """Return the learner's things as the values of `Thing`."""
    field = "project" if kind == "project" else "earned_certification"
    links = EvidenceLink.objects.filter(progress=row, **{field: OuterRef("pk")})
    return (
        things.filter(user=row.learner_id)
        .order_by()
        .values_list(
            Value(kind, output_field=CharField()),
            "pk",
            label,
            url,
            Subquery(links.values("pk")[:1]),
        )
    )


def _own(things: Any, key: int | None, field: str) -> Project | EarnedCertification:
    found = things.filter(pk=key).first()
    if found is None:
        raise ValidationError({field: ["Choose from your own."]})
    return found
