"""Writes what a learner holds as JSON Resume 1.0."""

from datetime import date
from typing import Any

from profiles.held import LEVEL_WORDS
from profiles.models import HeldSkill, User


def export_resume(*, user: User, day: date) -> dict[str, Any]:
    """Return everything that JSON Resume has a place for, as of `day`.

    What it has none for stands in keys of ours, which the standard allows: target,
    expiry and number of a certificate, who verified a skill.
    """
    profile = user.profile
    basics = {
        "name": user.name,
        "label": profile.headline,
        "email": user.email,
        "location": _filled({"countryCode": profile.country.code})
        if profile.country
        else {},
    }
    target = {
        "targetRole": profile.target_role.slug if profile.target_role else "",
        "targetLevel": profile.target_level if profile.target_role else "",
    }
    return {
        "basics": _filled(basics),
        "work": _work(user),
        "education": _education(user),
        "projects": _projects(user),
        "certificates": _certificates(user),
        "skills": _skills(user, day),
        "meta": {"version": "v1.0.0", "careersite": _filled(target)},
    }


def _filled(item: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: the standard knows no empty date or address."""
    return {name: value for name, value in item.items() if value not in ("", [], {})}


def _work(user: User) -> list[dict[str, Any]]:
    return [
        _filled(
            {
                "name": job.employer,
                "position": job.position,
                "location": job.location,
                "url": job.url,
                "startDate": job.started,
                "endDate": job.ended,
                "summary": job.summary,
                "highlights": job.highlights,
            }
        )
        for job in user.work_entries.all()
    ]


def _education(user: User) -> list[dict[str, Any]]:
    return [
        _filled(
            {
                "institution": study.institution,
                "area": study.area,
                "studyType": study.study_type,
                "url": study.url,
                "startDate": study.started,
                "endDate": study.ended,
                "score": study.score,
                "courses": study.courses,
            }
        )
        for study in user.education_entries.all()
    ]


def _projects(user: User) -> list[dict[str, Any]]:
    return [
        _filled(
            {
                "name": project.title,
                "description": project.summary,
                "highlights": [project.outcome] if project.outcome else [],
                "keywords": [skill.name for skill in project.skills.all()],
                "url": project.url,
            }
        )
        for project in user.projects.prefetch_related("skills")
    ]


def _certificates(user: User) -> list[dict[str, Any]]:
    earned = user.earned_certifications.select_related("certification__provider")
    return [
        _filled(
            {
                "name": one.certification.name,
                "date": one.issued_on.isoformat(),
                "issuer": one.certification.provider.name,
                "url": one.credential_url,
                "credentialId": one.credential_id,
                "expires": one.expires_on.isoformat() if one.expires_on else "",
            }
        )
        for one in earned
    ]


def _skills(user: User, day: date) -> list[dict[str, Any]]:
    rows = HeldSkill.objects.of(user).with_evidence().order_by("skill__name")
    return [_skill(row, day) for row in rows]


def _skill(row: HeldSkill, day: date) -> dict[str, Any]:
    """Return a skill at the level that the learner claims, with its state."""
    level = row.claimed_level
    own: dict[str, Any] = {"state": row.state_on(day).value}
    if row.is_verified_on(day) and row.verified_on:
        own |= {
            "verifiedLevel": row.verified_level,
            "verifiedOn": row.verified_on.isoformat(),
            "verifiedBy": row.verifier_name,
        }
    if "verifiedOn" in own and row.expires_on:
        own["verifiedUntil"] = row.expires_on.isoformat()
    return _filled(
        {
            "name": row.skill.name,
            "level": "" if level is None else f"{level} {LEVEL_WORDS[level]}",
            "careersite": own,
        }
    )
