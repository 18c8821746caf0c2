"""What a learner's words, plans and evidence may be, and what is sent twice."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from profiles.models import EarnedCertification
from roadmaps.models import Enrollment, Note, PersonalStep
from roadmaps.services import tracking
from roadmaps.services.invitations import invite_mentor
from roadmaps.services.tracking.frozen import build_items
from tests.factories.roadmaps import EnrollmentFactory, StepPartFactory
from tests.factories.roles import CertificationFactory
from tests.roadmaps.actions import act

DAY = date(2026, 11, 20)


@pytest.fixture
def held(learner):
    """Return a function that lets the learner hold a certificate."""

    def hold(**fields):
        return EarnedCertification.objects.create(
            user=learner,
            certification=CertificationFactory(name="Azure"),
            issued_on=DAY,
            **fields,
        )

    return hold


def refused_fields(act_out, *arguments, **words):
    with pytest.raises(ValidationError) as refused:
        act_out(*arguments, **words)
    return set(refused.value.message_dict)


@pytest.mark.parametrize("text", ["  ", "x" * 4_001])
def test_a_note_says_something_in_4000_characters(row, now, text):
    assert refused_fields(act, "add_note", row, now, text=text) == {"text"}


def test_a_step_holds_a_hundred_notes_and_no_more(row, now):
    Note.objects.bulk_create(
        Note(progress=row, learner=row.learner, text=f"Note {number}")
        for number in range(100)
    )

    assert refused_fields(act, "add_note", row, now, text="One more") == {"text"}
    assert row.notes.count() == 100


def test_a_roadmap_holds_a_hundred_own_steps_and_no_more(enrollment, now):
    whose = {"enrollment": enrollment, "learner": enrollment.learner}
    PersonalStep.objects.bulk_create(
        PersonalStep(title=f"Step {number}", hours=1, **whose) for number in range(100)
    )

    fields = refused_fields(
        tracking.save_personal_step,
        step=PersonalStep(**whose),
        by=enrollment.learner,
        now=now,
        title="One more",
        hours=Decimal(1),
    )

    assert fields == {"title"}


def test_nobody_plans_beyond_what_a_week_and_a_life_hold(enrollment, now):
    weeks = [DAY + timedelta(weeks=number) for number in range(201)]

    fields = refused_fields(
        tracking.plan_pace,
        enrollment=enrollment,
        by=enrollment.learner,
        now=now,
        hours_per_week=Decimal(81),
        off_weeks=weeks,
        share=0,
        target_date=None,
    )

    assert fields == {"hours_per_week", "off_weeks", "share"}


def test_eleven_projects_are_too_many_for_a_round(learner):
    nothing = {"links": [], "certifications": []}

    fields = refused_fields(build_items, learner=learner, projects=range(11), **nothing)

    assert fields == {"projects"}


def test_a_certificate_sent_along_says_what_is_known_of_it(learner, held):
    plain = held()
    full = held(expires_on=DAY + timedelta(days=365), credential_id="X-1")
    nothing = {"links": [], "projects": []}

    first, second = build_items(
        learner=learner, certifications=[plain.pk, full.pk], **nothing
    )

    assert first.detail == "issued 20 Nov 2026"
    assert second.detail == (
        "issued 20 Nov 2026, valid until 20 Nov 2027, credential X-1"
    )


def test_finishing_reopening_and_waiving_twice_write_one_event_each(row, now):
    def count(action):
        return row.events.filter(action=action).count()

    for action in ("start", "finish", "finish", "reopen", "reopen", "pause"):
        act(action, row, now)
    for _ in range(2):
        act("waive", row, now, ground="I teach it.")

    written = {action: count(action) for action in ("finish", "reopen", "waive")}
    assert written == {"finish": 1, "reopen": 1, "waive": 1}


def test_taking_back_twice_writes_one_event(row, now):
    act("start", row, now)
    act("submit", row, now, text="Done.")
    for _ in range(2):
        act("take_back", row, now)

    assert row.events.filter(action="take-back").count() == 1
    assert row.submissions.get().status == "taken_back"


def test_help_is_asked_for_and_no_longer_needed(row, now):
    assert act("ask_help", row, now).needs_help
    assert not act("ask_help", row, now, is_wanted=False).needs_help
    assert row.events.filter(action="ask-help").count() == 2


def test_undoing_what_was_unticked_ticks_it_again(first_step, row, now):
    part = StepPartFactory(step=first_step)
    act("tick_part", row, now, part_key=part.key)
    act("tick_part", row, now, part_key=part.key, is_ticked=False)

    act("undo", row, now)

    assert [tick.part_key for tick in row.part_ticks.all()] == [part.key]


def test_undoing_that_a_step_was_reopened_gives_its_skills_back(row, now):
    for action in ("start", "finish", "reopen", "undo"):
        act(action, row, now)

    row.refresh_from_db()
    skill = row.learner.held_skills.get()
    assert row.state == "done"
    assert skill.evidence.count() == 1


def test_a_mentor_is_asked_for_roadmaps_of_ones_own_and_for_one_at_least(
    learner, enrollment, now
):
    def fields(chosen):
        return refused_fields(
            invite_mentor,
            by=learner,
            email="new@example.com",
            enrollments=chosen,
            scopes=["steps"],
            message="",
            now=now,
        )

    assert fields([]) == {"enrollments"}
    assert fields([enrollment, EnrollmentFactory()]) == {"enrollments"}
    assert Enrollment.objects.count() == 2
