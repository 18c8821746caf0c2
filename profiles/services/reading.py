"""Reads texts for what we know, and keeps what the learner chose of it (rule 16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import OuterRef, Subquery

from profiles.held import UNRATED, Held, held_of
from profiles.models import EarnedCertification, HeldSkill, User
from profiles.reading import Mention, Name, Vocabulary, read
from profiles.services import portfolio, skills
from roles.models import Certification, Skill, SkillAlias

SKILL, CERTIFICATION = "skill/", "certification/"


@dataclass(frozen=True, slots=True)
class NamedSkill:
    """A skill that a text names, the phrase that names it, and what is held of it."""

    skill: Skill
    mention: Mention
    held: Held


@dataclass(frozen=True, slots=True)
class NamedCertification:
    """A certification that a text names, and the phrase that names it."""

    certification: Certification
    mention: Mention


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that a text names, in order of first mention."""

    skills: tuple[NamedSkill, ...] = ()
    certifications: tuple[NamedCertification, ...] = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a learner ticked: levels 0 to 5, or None where not rated yet."""

    skills: Mapping[Skill, int | None]
    certifications: Iterable[EarnedCertification] = ()


def find_skills(text: str, *, user: User, day: date) -> Found:
    """Return the published skills that a text names; one query."""
    return _found(text, _skills_by_key(user=user, day=day), {})


def find_all(text: str, *, user: User, day: date) -> Found:
    """Return published skills and certifications that a text names; two queries.

    A certification's name goes before the skill that it holds: "AWS Certified
    Developer" does not say "AWS".
    """
    offered = Certification.objects.published().select_related("provider")
    known = {f"{CERTIFICATION}{row.slug}": row for row in offered}
    return _found(text, _skills_by_key(user=user, day=day), known)


def _skills_by_key(*, user: User, day: date) -> dict[str, Skill]:
    aliases = SkillAlias.objects.filter(skill=OuterRef("pk")).values("name")
    own = HeldSkill.objects.of(user).filter(skill=OuterRef("pk")).as_levels(day)
    rows = Skill.objects.published().in_reading_order()
    named = rows.annotate(other_names=ArraySubquery(aliases), own=Subquery(own))
    return {f"{SKILL}{row.slug}": row for row in named}


def _found(
    text: str, known: Mapping[str, Skill], offered: Mapping[str, Certification]
) -> Found:
    names = [Name(skill.name, key) for key, skill in known.items()]
    names += [Name(row.name, key) for key, row in offered.items()]
    names += [Name(a, key) for key, row in known.items() for a in _other_names(row)]
    names += [Name(a, key) for key, row in offered.items() for a in row.aliases]
    mentions = read(text, Vocabulary(names))
    return Found(
        skills=tuple(
            NamedSkill(known[m.key], m, _held(known[m.key]))
            for m in mentions
            if m.key in known
        ),
        certifications=tuple(
            NamedCertification(offered[m.key], m) for m in mentions if m.key in offered
        ),
    )


def _held(skill: Skill) -> Held:
    own = skill.own  # type: ignore[attr-defined]
    return held_of(**own) if own else UNRATED


def _other_names(skill: Skill) -> list[str]:
    return skill.other_names  # type: ignore[attr-defined]


@transaction.atomic
def keep(*, user: User, chosen: Chosen, by: User, now: datetime) -> int:
    """Keep what the learner ticked, all or nothing; returns how many are new.

    Skills become claimed, those without a level stand as unrated until they are
    rated. Raises ValidationError keyed `skill-<slug>` or `<field>-<slug>` of a
    certification.
    """
    rated = {
        skill: level for skill, level in chosen.skills.items() if level is not None
    }
    unrated = [skill for skill, level in chosen.skills.items() if level is None]
    changed = skills.claim_many(user=user, levels=rated, by=by, now=now)
    changed += skills.hold(user=user, skills=unrated, by=by, now=now)
    return len(changed) + _keep_certifications(chosen, by=by, now=now)


def _keep_certifications(chosen: Chosen, *, by: User, now: datetime) -> int:
    count, errors = 0, {}
    for earned in chosen.certifications:
        try:
            portfolio.save_certification(earned=earned, by=by, now=now)
        except ValidationError as refusal:
            slug = earned.certification.slug
            for field, messages in refusal.message_dict.items():
                errors[f"{field}-{slug}"] = messages
        count += 1
    if errors:
        raise ValidationError(errors)
    return count
