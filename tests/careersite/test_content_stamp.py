"""Whatever writes content changes its stamp; nothing that learners write does."""

import pytest
from django.apps import apps
from django.db import connection, transaction

from roles.models import ContentStamp, Role, Skill
from tests.factories.profiles import UserFactory
from tests.factories.roles import RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db

# Of `roles` and `roadmaps`, what no page shows to visitors. Every other table there is
# content: a new one needs `stamped("its_table")` (careersite/common/stamping.py) in its
# migration, or a line here.
NO_CONTENT = {
    "roles": {
        "ContentStamp",
        "ContentEvent",
        "EditorialEvent",
        "FrameworkPlan",
        "ImportBatch",
        "LinkCheck",
        "PayUpdate",
        "Report",
        "Revision",
        "SearchDocument",  # written by triggers on content
        "SearchMiss",
        "SearchName",  # written by triggers on content
        "SearchWord",  # written by triggers on content
        "SeedRun",
        "SeededRow",
    },
    "roadmaps": {
        "CalendarFeed",
        "Comment",
        "CompletionRecord",
        "CriterionVerdict",
        "Enrollment",
        "EnrollmentEvent",
        "EvidenceLink",
        "InvitedEnrollment",
        "KeptWords",
        "MentoredEnrollment",
        "Note",
        "PartTick",
        "PersonalStep",
        "ResourceTick",
        "Review",
        "SavedReply",
        "SkillConfirmation",
        "StepDraft",
        "StepEvent",
        "StepProgress",
        "Submission",
        "SubmissionItem",
        "TimeLog",
        "VersionUpgrade",
    },
}


def tables(*, of_content):
    """Return the tables of all models, those in between included."""
    return sorted(
        model._meta.db_table
        for app in ("roles", "profiles", "roadmaps")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        if of_content == is_content(model)
    )


def is_content(model):
    app = model._meta.app_label
    owner = next(
        (
            field.related_model
            for field in model._meta.get_fields()
            if model._meta.auto_created and field.is_relation
        ),
        model,
    )
    return app != "profiles" and owner.__name__ not in NO_CONTENT[app]


def stamps_after(*statements):
    """Return the stamp before, and after each statement."""
    found = [ContentStamp.objects.current()]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            found.append(ContentStamp.objects.current())
    return found


def writes(table):
    columns = connection.introspection.get_table_description(connection.cursor(), table)
    name = columns[0].name
    return [
        f"INSERT INTO {table} SELECT * FROM {table} WHERE false",  # noqa: S608
        f"UPDATE {table} SET {name} = {name} WHERE false",  # noqa: S608
        f"DELETE FROM {table} WHERE false",  # noqa: S608
    ]


def test_any_write_to_any_table_of_content_changes_the_stamp():
    unseen = {
        table
        for table in tables(of_content=True)
        if (stamps := stamps_after(*writes(table))) != sorted(set(stamps))
    }

    assert not unseen, "These tables need stamped(), see careersite/common/stamping.py."


def test_no_write_of_learners_changes_the_stamp():
    others = [one for one in tables(of_content=False) if "contentstamp" not in one]
    statements = [write for table in others for write in writes(table)]

    assert len(set(stamps_after(*statements))) == 1


def test_each_way_of_the_orm_changes_the_stamp():
    role, skill = RoleFactory(), SkillFactory()
    another = SkillFactory.build(slug="another", category=skill.category)
    ways = [
        role.save,
        lambda: Role.objects.filter(pk=role.pk).update(title="Renamed"),
        lambda: Skill.objects.bulk_create([another]),
        lambda: Skill.objects.bulk_update([skill], ["name"]),
        role.delete,
    ]
    stamps = [ContentStamp.objects.current()]

    for write in ways:
        write()
        stamps.append(ContentStamp.objects.current())

    assert stamps == sorted(set(stamps))


def test_what_is_rolled_back_leaves_the_stamp_and_lets_the_next_write_change_it():
    before = ContentStamp.objects.current()
    with transaction.atomic():
        RoleFactory()
        transaction.set_rollback(True)

    after = ContentStamp.objects.current()
    RoleFactory()

    assert after == before
    assert ContentStamp.objects.current() > before


def test_new_account_leaves_the_stamp():
    before = ContentStamp.objects.current()

    UserFactory()

    assert ContentStamp.objects.current() == before
