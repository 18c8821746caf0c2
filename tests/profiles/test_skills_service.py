"""Held skills: what claims, evidence and verification do to each other."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from profiles.models import HeldSkill, HeldSkillChange, SkillEvidence
from profiles.services import skills
from tests.factories.profiles import HeldSkillFactory, UserFactory
from tests.factories.roles import SkillFactory

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
Kind = SkillEvidence.Kind
State = HeldSkill.State


@pytest.fixture
def skill(db):
    return SkillFactory()


def claim(user, skill, level):
    return skills.claim(user=user, skill=skill, level=level, by=user, now=NOW)


def add_step(user, skill, *, level=3, label="Step 4", reference="step-4"):
    return skills.add_evidence(
        user=user,
        skill=skill,
        kind=Kind.STEP,
        reference=reference,
        label=label,
        level=level,
        by=user,
        now=NOW,
    )


def test_a_claim_is_kept_with_who_and_when(learner, skill):
    held = claim(learner, skill, 3)

    change = held.changes.get()
    assert (held.claimed_level, held.state_on(TODAY)) == (3, State.CLAIMED)
    assert (change.action, change.from_level, change.to_level) == ("claimed", None, 3)
    assert (change.actor_id, change.actor_name, change.at) == (
        learner.pk,
        "Amara Osei",
        NOW,
    )


def test_claiming_the_same_level_again_writes_no_history(learner, skill):
    claim(learner, skill, 3)

    held = claim(learner, skill, 3)

    assert held.changes.count() == 1


def test_unrating_keeps_the_skill_and_its_history(learner, skill):
    claim(learner, skill, 3)

    held = claim(learner, skill, None)

    assert (held.claimed_level, held.state_on(TODAY)) == (None, State.UNRATED)
    assert [row.action for row in held.changes.all()] == ["unclaimed", "claimed"]


def test_a_skill_that_was_never_rated_stays_without_a_row(learner, skill):
    assert claim(learner, skill, None) is None
    assert not HeldSkill.objects.of(learner).exists()


def test_zero_is_a_rating(learner, skill):
    assert claim(learner, skill, 0).state_on(TODAY) == State.CLAIMED


@pytest.mark.parametrize("level", [-1, 6, 32768])
def test_a_level_outside_the_scale_is_refused_and_nothing_written(
    learner, skill, level
):
    fine = SkillFactory()

    with pytest.raises(ValidationError) as refusal:
        skills.claim_many(
            user=learner, levels={fine: 2, skill: level}, by=learner, now=NOW
        )

    assert list(refusal.value.message_dict) == [skill.slug]
    assert not HeldSkill.objects.of(learner).exists()


def test_many_claims_cost_no_more_queries_than_few(
    learner, django_assert_max_num_queries
):
    levels = {SkillFactory(): 2 for _ in range(40)}

    with django_assert_max_num_queries(7):
        skills.claim_many(user=learner, levels=levels, by=learner, now=NOW)


def test_evidence_lifts_a_claim_and_falls_back_when_removed(learner, skill):
    claim(learner, skill, 1)
    add_step(learner, skill, level=3)
    held = HeldSkill.objects.get()
    lifted = (held.state_on(TODAY), held.as_held(TODAY).level)

    skills.remove_evidence(
        user=learner,
        skill=skill,
        kind=Kind.STEP,
        reference="step-4",
        by=learner,
        now=NOW,
    )

    held = HeldSkill.objects.get()
    assert lifted == (State.EVIDENCED, 3)
    assert (held.state_on(TODAY), held.as_held(TODAY).level) == (State.CLAIMED, 1)


def test_evidence_given_twice_counts_once(learner, skill):
    add_step(learner, skill)

    again = add_step(learner, skill, label="Step 4, reworded")

    assert SkillEvidence.objects.get().label == again.label == "Step 4, reworded"
    assert HeldSkillChange.objects.count() == 1


def test_removing_evidence_that_is_not_there_changes_nothing(learner, skill):
    claim(learner, skill, 1)

    removed = skills.remove_evidence(
        user=learner,
        skill=skill,
        kind=Kind.LINK,
        reference="gone",
        by=learner,
        now=NOW,
    )

    assert removed is False
    assert HeldSkillChange.objects.count() == 1


@pytest.mark.parametrize("level", [1, 3, 5])
def test_a_mentor_confirms_below_at_or_above_the_claim(learner, mentor, skill, level):
    claim(learner, skill, 3)

    held = skills.verify(user=learner, skill=skill, level=level, by=mentor, now=NOW)

    assert (held.claimed_level, held.verified_level) == (3, level)
    assert (held.verifier, held.verifier_name) == (mentor, "Ines Ferreira")
    assert held.as_held(TODAY).counted("verified") == level
    assert held.state_on(TODAY) == State.VERIFIED


def test_nobody_verifies_oneself(learner, skill):
    with pytest.raises(skills.SelfVerificationError):
        skills.verify(user=learner, skill=skill, level=3, by=learner, now=NOW)


def test_the_database_too_refuses_verifying_oneself(learner):
    held = HeldSkillFactory(user=learner)

    with pytest.raises(DatabaseError), transaction.atomic():
        held.confirm(level=3, by=learner, on=TODAY, expires_on=None)


def test_an_expired_verification_falls_back_to_the_claim(learner, mentor, skill):
    claim(learner, skill, 2)
    held = skills.verify(
        user=learner,
        skill=skill,
        level=4,
        by=mentor,
        now=NOW,
        expires_on=date(2026, 6, 1),
    )

    assert held.state_on(date(2026, 6, 1)) == State.VERIFIED
    assert held.state_on(date(2026, 6, 2)) == State.CLAIMED
    assert held.as_held(date(2026, 6, 2)).counted("verified") == 0


def test_a_verification_cannot_begin_expired(learner, mentor, skill):
    with pytest.raises(ValidationError, match="already past"):
        skills.verify(
            user=learner,
            skill=skill,
            level=4,
            by=mentor,
            now=NOW,
            expires_on=TODAY - timedelta(days=1),
        )


def test_repeating_a_verification_writes_no_second_event(learner, mentor, skill):
    skills.verify(user=learner, skill=skill, level=4, by=mentor, now=NOW)

    skills.verify(user=learner, skill=skill, level=4, by=mentor, now=NOW)

    assert HeldSkillChange.objects.count() == 1


def test_an_undone_verification_falls_back_and_stays_in_history(learner, mentor, skill):
    add_step(learner, skill)
    skills.verify(user=learner, skill=skill, level=4, by=mentor, now=NOW)

    undone = skills.undo_verification(
        user=learner, skill=skill, by=mentor, now=NOW, reason="Wrong learner"
    )

    held = HeldSkill.objects.get()
    assert undone
    assert (held.state_on(TODAY), held.as_held(TODAY).level) == (State.EVIDENCED, 3)
    latest = held.changes.first()
    assert (latest.action, latest.reason) == ("verification_undone", "Wrong learner")


def test_undoing_what_was_never_verified_changes_nothing(learner, mentor, skill):
    claim(learner, skill, 2)

    assert not skills.undo_verification(user=learner, skill=skill, by=mentor, now=NOW)
    assert HeldSkillChange.objects.count() == 1


def test_history_cannot_be_rewritten(learner, skill):
    claim(learner, skill, 2)

    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        HeldSkillChange.objects.update(to_level=5)


class HistoryTest(TestCase):
    """Whatever is claimed in whatever order, history tells how it came about."""

    @given(st.lists(st.one_of(st.none(), st.integers(0, 5)), max_size=8))
    def test_history_replays_to_the_present_level(self, claims):
        user, skill = UserFactory(), SkillFactory()
        for level in claims:
            claim(user, skill, level)

        rows = list(HeldSkillChange.objects.order_by("pk"))
        replayed = None
        for row in rows:
            assert row.from_level == replayed
            assert row.to_level != replayed
            replayed = row.to_level
        assert replayed == (claims[-1] if claims else None)


def test_a_long_label_of_evidence_still_fits_into_history(learner, skill):
    add_step(learner, skill, label="x" * 160)

    assert HeldSkillChange.objects.get().reason == "x" * 160


def test_a_verification_ends_with_its_last_day_or_never(learner, mentor, skill):
    given = {"user": learner, "skill": skill, "level": 4, "by": mentor, "now": NOW}

    for_ever = skills.verify(**given).verified_until
    until_june = skills.verify(**given, expires_on=date(2026, 6, 1)).verified_until

    assert for_ever is None
    assert until_june == datetime(2026, 6, 2, tzinfo=UTC)
