"""What a learner shows: projects and certifications, with the evidence they give."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from profiles.models import EarnedCertification, Project, SkillEvidence, User
from profiles.services import skills
from profiles.services.days import today_of
from roles.models import Skill

ISSUED_IN_FUTURE = "The date of issue is in the future."
EXPIRES_BEFORE_ISSUE = "The expiry must be after the issue."
CREDENTIAL_KNOWN = "You have already added this credential."

Kind = SkillEvidence.Kind


@transaction.atomic
def save_project(
    *, project: Project, shows: Iterable[Skill], by: User, now: datetime
) -> Project:
    """Save a project; it becomes evidence of the skills that it shows."""
    project.save()
    shown = list(shows)
    project.skills.set(shown)
    _support(
        user=project.user,
        kind=Kind.PROJECT,
        reference=str(project.pk),
        label=project.title,
        url=project.url,
        levels=dict.fromkeys(shown),
        by=by,
        now=now,
    )
    return project


@transaction.atomic
def delete_project(*, project: Project, by: User, now: datetime) -> None:
    """Delete a project and the evidence that it gave; the skills stay."""
    reference = str(project.pk)
    skills.withdraw_evidence(
        user=project.user, kind=Kind.PROJECT, reference=reference, by=by, now=now
    )
    project.delete()


@transaction.atomic
def save_certification(
    *, earned: EarnedCertification, by: User, now: datetime
) -> EarnedCertification:
    """Save a certificate; it becomes evidence of the skills that it validates.

    Raises ValidationError, keyed by field, for an issue in the future, an expiry
    that is not after it, or a credential that the learner has already added.
    """
    _check_dates(earned, today=today_of(earned.user, now=now))
    try:
        with transaction.atomic():
            earned.save()
    except IntegrityError as twice:
        raise ValidationError({"credential_id": CREDENTIAL_KNOWN}) from twice
    validated = earned.certification.validated_skills.select_related("skill")
    _support(
        user=earned.user,
        kind=Kind.CERTIFICATION,
        reference=str(earned.pk),
        label=earned.certification.name,
        url=earned.credential_url,
        levels={row.skill: row.level for row in validated},
        by=by,
        now=now,
    )
    return earned


@transaction.atomic
def delete_certification(
    *, earned: EarnedCertification, by: User, now: datetime
) -> None:
    """Delete a certificate and the evidence that it gave; the skills stay."""
    reference = str(earned.pk)
    skills.withdraw_evidence(
        user=earned.user, kind=Kind.CERTIFICATION, reference=reference, by=by, now=now
    )
    earned.delete()


def _check_dates(earned: EarnedCertification, *, today: date) -> None:
    errors = {}
    if earned.issued_on > today:
        errors["issued_on"] = ISSUED_IN_FUTURE
    if earned.expires_on is not None and earned.expires_on <= earned.issued_on:
        errors["expires_on"] = EXPIRES_BEFORE_ISSUE
    if errors:
        raise ValidationError(errors)


def _support(
    *,
    user: User,
    kind: SkillEvidence.Kind,
    reference: str,
    label: str,
    url: str,
    levels: Mapping[Skill, int | None],
    by: User,
    now: datetime,
) -> None:
    """Let one thing support exactly the skills of `levels` (0 to 5, or unset)."""
    skills.withdraw_evidence(
        user=user, kind=kind, reference=reference, by=by, now=now, keep=set(levels)
    )
    for skill in sorted(levels, key=lambda skill: skill.pk):
        skills.add_evidence(
            user=user,
            skill=skill,
            kind=kind,
            reference=reference,
            label=label,
            url=url,
            level=levels[skill],
            by=by,
            now=now,
        )
