"""The sections that this app keeps: about, skills, projects and work, certificates."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from profiles.models import (
    EarnedCertification,
    EducationEntry,
    HeldSkill,
    Section,
    WorkEntry,
)
from profiles.services import exporting
from profiles.services.days import today_of
from profiles.services.sections import View, provide


def register() -> None:
    """Hand in how these sections are read, and what the export holds back."""
    provide(Section.ABOUT, read_about, "profiles/sections/_about.html")
    provide(Section.SKILLS, read_skills, "profiles/sections/_skills.html")
    provide(Section.PROJECTS, read_projects, "profiles/sections/_projects.html")
    provide(
        Section.CERTIFICATIONS,
        read_certifications,
        "profiles/sections/_certifications.html",
    )
    # What operators note of a report is about both sides, and for neither.
    exporting.limit(
        "profiles.AbuseReport",
        rows=lambda user: Q(),
        hide=lambda user, report: frozenset({"note"}),
    )


def read_about(view: View, now: datetime) -> dict[str, Any]:
    """Return name, headline, place and aim."""
    profile = view.owner.profile
    return {
        "name": view.owner.display_name,
        "headline": profile.headline,
        "country": profile.country.name if profile.country else "",
        "target_role": profile.target_role.title if profile.target_role else "",
    }


def read_skills(view: View, now: datetime) -> list[dict[str, Any]]:
    """Return rated skills with state, level and, where verified, by whom and when."""
    today = today_of(view.owner, now=now)
    rows = HeldSkill.objects.of(view.owner).with_evidence()
    found = []
    for row in rows.order_by("skill__category__position", "skill__name"):
        held = row.as_held(today)
        is_verified = held.state == HeldSkill.State.VERIFIED
        if held.is_unrated or (view.is_verified_only and not is_verified):
            continue
        found.append(
            {
                "skill": row.skill.name,
                "family": row.skill.category.name,
                "code": row.skill.category.code,
                "color": row.skill.category.color_slot,
                "state": HeldSkill.State(held.state).label,
                "level": row.verified_level if is_verified else held.level,
                "verified_by": row.verifier_name if is_verified else "",
                "verified_on": row.verified_on if is_verified else None,
                "expires_on": row.expires_on if is_verified else None,
            }
        )
    return found


def read_projects(view: View, now: datetime) -> dict[str, Any] | None:
    """Return what the learner made, and where they worked and learned.

    Nobody verifies these, so that a view of verified things shows none of them.
    """
    if view.is_verified_only:
        return None
    projects = [
        {
            "title": project.title,
            "summary": project.summary,
            "outcome": project.outcome,
            "url": project.url,
            "skills": [skill.name for skill in project.skills.all()],
        }
        for project in view.owner.projects.prefetch_related("skills")
    ]
    work = list(WorkEntry.objects.filter(user=view.owner))
    education = list(EducationEntry.objects.filter(user=view.owner))
    if not (projects or work or education):
        return None
    return {
        "projects": projects,
        "work": [_work(one) for one in work],
        "education": [_education(one) for one in education],
    }


def read_certifications(view: View, now: datetime) -> list[dict[str, Any]]:
    """Return the certificates; none where only what a mentor verified is wanted."""
    if view.is_verified_only:
        return []
    held = EarnedCertification.objects.filter(user=view.owner)
    return [
        {
            "name": one.certification.name,
            "issued_on": one.issued_on,
            "expires_on": one.expires_on,
            "credential_id": one.credential_id,
            "credential_url": one.credential_url,
        }
        for one in held.select_related("certification")
    ]


def _work(one: WorkEntry) -> dict[str, Any]:
    return {**_span(one), "summary": one.summary, "points": one.highlights}


def _education(one: EducationEntry) -> dict[str, Any]:
    return {**_span(one), "summary": "", "points": one.courses}


def _span(one: WorkEntry | EducationEntry) -> dict[str, Any]:
    return {
        "title": str(one),
        "url": one.url,
        "started": one.started,
        "ended": one.ended,
    }
