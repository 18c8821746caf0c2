"""Made people hold to the rules that real ones are held to."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Q
from django.urls import reverse

from careersite.population import count_learners, indexes, make_population
from careersite.population.filling import run
from careersite.population.people import DOMAIN
from profiles.models import HeldSkill, Mentorship, Profile, User
from roadmaps.models import (
    Enrollment,
    MentoredEnrollment,
    PartTick,
    Review,
    StepEvent,
    StepProgress,
    Submission,
    TimeLog,
)
from roadmaps.progress import PASSED_STATES
from roadmaps.services.plan import read_plan
from tests.factories.profiles import UserFactory
from tests.factories.roles import RoleFactory, SkillCategoryFactory, SkillFactory

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LEARNERS = 30
MADE = [
    *(User, Profile, Mentorship, HeldSkill, Enrollment, MentoredEnrollment),
    *(StepProgress, StepEvent, PartTick, Submission, Review, TimeLog),
]
# Indexes that answer nothing which another index of the table does not.
DOUBLES = """
SELECT one.indexrelid::regclass::text
FROM pg_index AS one JOIN pg_index AS other
  ON other.indrelid = one.indrelid AND other.indexrelid <> one.indexrelid
WHERE one.indrelid = %(table)s::regclass AND NOT one.indisunique
  AND one.indpred IS NULL AND other.indpred IS NULL
  AND starts_with(other.indkey::text || ' ', one.indkey::text || ' ')
"""


def make(learners, *, seed=1):
    return list(make_population(learners=learners, seed=seed, now=NOW))


@pytest.fixture
def some_content(db):
    SkillFactory.create_batch(3)
    SkillCategoryFactory()
    return RoleFactory()


@pytest.fixture
def population(some_content):
    make(LEARNERS)


def states():
    rows = StepProgress.objects.order_by("learner__email", "step__number")
    return list(rows.values_list("learner__email", "step_key", "state"))


def test_every_made_row_is_valid_and_points_to_rows_that_exist(population):
    for model in MADE:
        for row in model.objects.all()[:100]:
            row.clean_fields(exclude=["password", "before"])
        keys = [field for field in model._meta.concrete_fields if field.remote_field]
        for key in keys:
            found = model.objects.filter(**{f"{key.name}__pk": F(key.attname)})
            pointing = model.objects.filter(**{f"{key.attname}__isnull": False})
            assert found.count() == pointing.count(), f"{model.__name__}.{key.name}"


def test_each_learner_has_forty_steps_and_two_events_for_each_begun(population):
    learners = User.objects.filter(email__startswith="learner-")
    begun = StepProgress.objects.filter(started_at__isnull=False)
    few = begun.annotate(n=Count("events")).filter(n__lt=2)

    assert learners.count() == Enrollment.objects.count() == LEARNERS
    assert StepProgress.objects.count() == LEARNERS * 40
    assert begun.exists()
    assert not few.exists()
    assert TimeLog.objects.values("learner").distinct().count() <= LEARNERS / 10
    assert HeldSkill.objects.values("user").distinct().count() == LEARNERS / 10


def test_states_follow_from_their_events(population):
    events = StepEvent.objects.order_by("progress_id", "at")
    state = dict.fromkeys(StepProgress.objects.values_list("pk", flat=True))
    for event in events:
        assert event.from_state == (state[event.progress_id] or "not_started")
        state[event.progress_id] = event.to_state

    for row in StepProgress.objects.all():
        assert row.state == (state[row.pk] or "not_started")
    assert set(state.values()) >= {"done", "submitted", "in_progress", None}


def test_nobody_works_on_a_locked_step(population):
    begun = StepProgress.objects.exclude(state="not_started").filter(
        ~Q(state__in=PASSED_STATES)
    )

    assert begun.exists()
    for row in begun:
        assert not StepProgress.objects.blocking(row).exists()


def test_rounds_match_their_steps_and_reviews(population):
    submitted = StepProgress.objects.filter(state="submitted")
    approved = StepProgress.objects.filter(
        state="done", is_self_reported=False, step__needs_review=True
    )

    assert Submission.objects.waiting().count() == submitted.count()
    assert (
        Review.objects.in_effect().filter(decision="approve").count()
        == approved.count()
    )
    assert not Review.objects.filter(mentor=F("submission__learner")).exists()


def test_the_roadmap_page_of_a_made_learner_opens_and_adds_up(population, client):
    done = Count("step_progress", filter=Q(step_progress__state="done"))
    enrollment = (
        Enrollment.objects.annotate(done=done).filter(done__gt=0).order_by("pk").first()
    )
    client.force_login(enrollment.learner)

    page = client.get(reverse("roadmaps:enrollment_detail", args=[enrollment.pk]))
    progress = read_plan(enrollment).progress

    assert page.status_code == 200
    assert progress.done_count >= enrollment.done
    assert progress.step_count <= 40


def test_made_in_two_goes_it_is_the_same(some_content):
    with transaction.atomic():
        make(7)
        make(12)
        in_two_goes = states()
        transaction.set_rollback(True)

    make(12)

    assert count_learners() == 12
    assert [one.doing for one in make(12)] == ["done"]
    assert states() == in_two_goes


def test_another_seed_makes_other_people(some_content):
    with transaction.atomic():
        make(12)
        usual = states()
        transaction.set_rollback(True)

    make(12, seed=2)

    assert states() != usual


def test_indexes_come_back_as_they_were(population):
    before = {
        model: run(indexes.FIND, {"table": model._meta.db_table})
        for model in indexes.LARGE
    }

    indexes.take_away()
    taken = run(indexes.FIND, {"table": StepProgress._meta.db_table})
    brought = list(indexes.bring_back())

    assert taken == []
    assert len(brought) == sum(map(len, before.values()))
    for model, was in before.items():
        assert run(indexes.FIND, {"table": model._meta.db_table}) == was


def test_other_peoples_database_is_left_alone(some_content):
    UserFactory()

    with pytest.raises(CommandError, match="--beside-others"):
        call_command("make_population", learners=1)
    assert not User.objects.filter(email__endswith=DOMAIN).exists()


def test_the_command_shows_how_far_it_is(some_content):
    shown = StringIO()

    call_command("make_population", learners=3, stdout=shown)

    assert "100%" in shown.getvalue()
    assert "3 made, 3 learners are there." in shown.getvalue()


def test_without_content_it_says_what_to_do(db):
    with pytest.raises(CommandError, match="seed"):
        call_command("make_population", learners=1)


def test_a_senseless_number_is_refused(db):
    with pytest.raises((CommandError, ValidationError), match="from 1"):
        call_command("make_population", learners=0)


@pytest.mark.parametrize("model", indexes.LARGE, ids=lambda model: model.__name__)
def test_no_index_of_a_large_table_is_the_beginning_of_another(model, db):
    assert run(DOUBLES, {"table": model._meta.db_table}) == []


def test_the_command_says_nothing_where_asked_to_be_silent(some_content):
    shown = StringIO()

    call_command("make_population", learners=1, verbosity=0, stdout=shown)

    assert shown.getvalue() == ""
    assert count_learners() == 1
