"""What happens to held skills: claimed, evidenced, verified (rule 14).

Every change locks the learner's row first and leaves one HeldSkillChange in the
same transaction; a call that changes nothing leaves none.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from profiles.models import HeldSkill, HeldSkillChange, SkillEvidence, User
from profiles.services.days import today_of
from roles.models import Skill
from roles.models.skill import LEVEL_MAX

LEVEL_OUT_OF_RANGE = f"Choose a level from 0 to {LEVEL_MAX}."
OWN_SKILL = "Nobody verifies their own skills."

Action = HeldSkillChange.Action


class SelfVerificationError(Exception):
    """Raised where somebody would verify a skill of their own."""


@dataclass(frozen=True, slots=True)
class _Change:
    """One line of history before it is written; levels are 0 to 5 or None."""

    held: HeldSkill
    action: HeldSkillChange.Action
    from_level: int | None
    to_level: int | None
    reason: str = ""


@transaction.atomic
def claim(
    *, user: User, skill: Skill, level: int | None, by: User, now: datetime
) -> HeldSkill | None:
    """Set what the learner claims of `skill`; None makes it unrated.

    Returns None where an unrated skill that was never held stays unrated.
    Raises ValidationError for a level outside 0 to 5.
    """
    claim_many(user=user, levels={skill: level}, by=by, now=now)
    return HeldSkill.objects.of(user).filter(skill=skill).first()


@transaction.atomic
def claim_many(
    *, user: User, levels: Mapping[Skill, int | None], by: User, now: datetime
) -> list[HeldSkill]:
    """Set several claims at once; returns the held skills that changed.

    Five queries at most, however many skills. Raises ValidationError, keyed by
    the skill's slug, before anything is written.
    """
    _check_levels(levels)
    rated = [skill for skill, level in levels.items() if level is not None]
    wanted = {skill.pk: level for skill, level in levels.items()}
    changed = [
        held
        for held in _lock(user=user, skills=levels, create=rated)
        if held.claimed_level != wanted[held.skill_id]
    ]
    changes = [
        _Change(
            held=held,
            action=Action.UNCLAIMED
            if wanted[held.skill_id] is None
            else Action.CLAIMED,
            from_level=held.claimed_level,
            to_level=wanted[held.skill_id],
        )
        for held in changed
    ]
    for held in changed:
        held.claimed_level = wanted[held.skill_id]
        held.updated_at = now
    HeldSkill.objects.bulk_update(changed, ["claimed_level", "updated_at"])
    _record(changes, by=by, now=now)
    return changed


@transaction.atomic
def hold(
    *, user: User, skills: Iterable[Skill], by: User, now: datetime
) -> list[HeldSkill]:
    """List skills as held without a level yet; returns those that are new.

    They stand as unrated until the learner rates them.
    """
    wanted = list(skills)
    known = set(HeldSkill.objects.of(user).values_list("skill_id", flat=True))
    new = [skill for skill in wanted if skill.pk not in known]
    rows = _lock(user=user, skills=new, create=new)
    _record([_Change(row, Action.CLAIMED, None, None) for row in rows], by=by, now=now)
    return rows


@transaction.atomic
def add_evidence(
    *,
    user: User,
    skill: Skill,
    kind: SkillEvidence.Kind,
    reference: str,
    label: str,
    by: User,
    now: datetime,
    url: str = "",
    level: int | None = None,
) -> SkillEvidence:
    """Support the learner's `skill` by something, counted once per reference.

    `reference` says what it is, such as a step's key; `level` is the level that
    it shows (0 to 5). Given again, label, address and level are brought up to
    date. Evidence is never a verification.
    """
    _check_levels({skill: level})
    held = _lock_one(user=user, skill=skill)
    before = held.evidence.filter(kind=kind, reference=reference).first()
    evidence, is_new = SkillEvidence.objects.update_or_create(
        held_skill=held,
        kind=kind,
        reference=reference,
        defaults={"label": label, "url": url, "level": level},
    )
    old_level = before.level if before else None
    if is_new or old_level != level:
        change = _Change(held, Action.EVIDENCED, old_level, level, label)
        _record([change], by=by, now=now)
    return evidence


@transaction.atomic
def remove_evidence(
    *,
    user: User,
    skill: Skill,
    kind: SkillEvidence.Kind,
    reference: str,
    by: User,
    now: datetime,
) -> bool:
    """Take one piece of evidence away and tell whether there was one.

    The skill falls back to what is left of it; it is never deleted.
    """
    held = HeldSkill.objects.of(user).select_for_update().filter(skill=skill).first()
    if held is None:
        return False
    evidence = held.evidence.filter(kind=kind, reference=reference).first()
    if evidence is None:
        return False
    evidence.delete()
    change = _Change(
        held, Action.EVIDENCE_REMOVED, evidence.level, None, evidence.label
    )
    _record([change], by=by, now=now)
    return True


@transaction.atomic
def withdraw_evidence(
    *,
    user: User,
    kind: SkillEvidence.Kind,
    reference: str,
    by: User,
    now: datetime,
    keep: Iterable[Skill] = (),
) -> None:
    """Take the evidence of one thing away, except from the skills to `keep`."""
    supported = (
        SkillEvidence.objects.filter(
            held_skill__user=user, kind=kind, reference=reference
        )
        .exclude(held_skill__skill__in=list(keep))
        .select_related("held_skill__skill")
        .order_by("held_skill__skill_id")
    )
    for evidence in supported:
        remove_evidence(
            user=user,
            skill=evidence.held_skill.skill,
            kind=kind,
            reference=reference,
            by=by,
            now=now,
        )


def rename_evidence(
    *, user: User, kinds: Iterable[SkillEvidence.Kind], old: str, new: str
) -> None:
    """Let evidence follow what it names; where that is evidence already, it stays."""
    found = SkillEvidence.objects.filter(held_skill__user=user, kind__in=kinds)
    same = SkillEvidence.objects.filter(
        held_skill=OuterRef("held_skill"), kind=OuterRef("kind"), reference=new
    )
    found.filter(reference=old).exclude(Exists(same)).update(reference=new)


@transaction.atomic
def verify(
    *,
    user: User,
    skill: Skill,
    level: int,
    by: User,
    now: datetime,
    expires_on: date | None = None,
) -> HeldSkill:
    """Confirm the learner's level at, below or above the claim.

    Whether `by` mentors this learner with the needed scope is the caller's
    question. Raises SelfVerificationError or ValidationError (level; an expiry
    that is already past).
    """
    if by.pk == user.pk:
        raise SelfVerificationError(OWN_SKILL)
    _check_levels({skill: level})
    today = today_of(user, now=now)
    if expires_on is not None and expires_on < today:
        raise ValidationError({"expires_on": "The expiry is already past."})
    held = _lock_one(user=user, skill=skill)
    confirmation = (level, today, by.pk, expires_on)
    if confirmation == (
        held.verified_level,
        held.verified_on,
        held.verifier_id,
        held.expires_on,
    ):
        return held
    change = _Change(held, Action.VERIFIED, held.verified_level, level)
    held.confirm(level=level, by=by, on=today, expires_on=expires_on)
    _record([change], by=by, now=now)
    return held


@transaction.atomic
def undo_verification(
    *, user: User, skill: Skill, by: User, now: datetime, reason: str = ""
) -> bool:
    """Take a verification back and tell whether there was one.

    The skill falls back to its evidence or claim.
    """
    held = HeldSkill.objects.of(user).select_for_update().filter(skill=skill).first()
    if held is None or held.verified_level is None:
        return False
    change = _Change(
        held, Action.VERIFICATION_UNDONE, held.verified_level, None, reason
    )
    held.drop_confirmation()
    _record([change], by=by, now=now)
    return True


def _check_levels(levels: Mapping[Skill, int | None]) -> None:
    """Raise ValidationError naming each skill whose level is not 0 to 5."""
    wrong = {
        skill.slug: [LEVEL_OUT_OF_RANGE]
        for skill, level in levels.items()
        if level is not None and not 0 <= level <= LEVEL_MAX
    }
    if wrong:
        raise ValidationError(wrong)


def _lock(
    *, user: User, skills: Iterable[Skill], create: Iterable[Skill]
) -> list[HeldSkill]:
    """Lock the learner's rows of `skills`, making those of `create` first.

    Rows are locked in one order, so that two requests never wait for each other.
    """
    HeldSkill.objects.bulk_create(
        [HeldSkill(user=user, skill=skill) for skill in create], ignore_conflicts=True
    )
    rows = HeldSkill.objects.of(user).filter(skill__in=list(skills))
    return list(rows.select_for_update().order_by("skill_id"))


def _lock_one(*, user: User, skill: Skill) -> HeldSkill:
    """Lock the learner's row of `skill`, made where it was missing."""
    return _lock(user=user, skills=[skill], create=[skill])[0]


def _record(changes: Iterable[_Change], *, by: User, now: datetime) -> None:
    """Write the history of what has just changed."""
    HeldSkillChange.objects.bulk_create(
        HeldSkillChange(
            held_skill=change.held,
            at=now,
            action=change.action,
            from_level=change.from_level,
            to_level=change.to_level,
            actor_id=by.pk,
            actor_name=by.display_name,
            reason=change.reason,
        )
        for change in changes
    )
