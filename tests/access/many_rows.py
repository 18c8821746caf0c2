"""The same small world with many rows in each of its lists."""

from django.db import connection

from careersite.common.queue import queue_job
from roadmaps.models import Comment, KeptWords
from roles.models import FrameworkPlan, Report

NEW_HASH = "encode(sha256(convert_to(nth::text, 'UTF8')), 'hex')"
# Table -> whose first row becomes many, nobody's where it is no person's, and what must
# differ from row to row.
OWNED = {
    "profiles_notice": ("user", {"key": "key || nth"}),
    "profiles_project": ("user", {}),
    "profiles_workentry": ("user", {}),
    "profiles_educationentry": ("user", {}),
    "profiles_earnedcertification": ("user", {"credential_id": "'c' || nth"}),
    "profiles_apitoken": ("user", {"token_hash": NEW_HASH}),
    "profiles_sharelink": ("user", {"token_hash": NEW_HASH}),
    "profiles_quizresult": (
        "user",
        {"answers": "jsonb_build_object('x' || nth, 1)"},
    ),
    "profiles_interviewmark": ("user", {"number": "nth + 1"}),
    "profiles_mentorinvitation": (
        "learner",
        {"email": "nth || email", "token_hash": NEW_HASH},
    ),
    "roadmaps_note": ("learner", {}),
    "roadmaps_comment": ("author", {}),
    "roadmaps_timelog": ("learner", {}),
    "roadmaps_personalstep": ("learner", {}),
    "roadmaps_completionrecord": ("learner", {}),
    "roadmaps_stepevent": ("learner", {}),
    "roadmaps_enrollmentevent": ("learner", {}),
    "roadmaps_savedreply": ("mentor", {"title": "nth || title"}),
    "roadmaps_keptwords": ("mentor", {}),
    "roles_report": ("", {}),
    "roles_frameworkplan": ("", {}),
    "procrastinate_jobs": ("", {"status": "'failed'::procrastinate_job_status"}),
}


def copies(table, many, differing=None, **which):
    """Add so many copies of the first row that has these values, in the database.

    `differing` gives for a column the SQL of what the copy that is `nth` holds.
    """
    wanted = " AND ".join(f'"{name}" = %s' for name in which) or "true"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(attname) FROM pg_attribute"
            " WHERE attrelid = %s::regclass AND attnum > 0 AND attname <> 'id'"
            " AND NOT attisdropped",
            [table],
        )
        names = [name for (name,) in cursor.fetchall()]
        values = [(differing or {}).get(name.strip('"'), name) for name in names]
        cursor.execute(
            f"INSERT INTO {table} ({', '.join(names)})"  # noqa: S608 - of our own
            f" SELECT {', '.join(values)} FROM (SELECT * FROM {table}"
            f" WHERE {wanted} ORDER BY id LIMIT 1) AS one,"
            " generate_series(1, %s) AS nth",
            [*which.values(), many],
        )
        assert cursor.rowcount == many, table


def fill_own(world, many):
    """Give each list of what one person has, and of what the site does, so many."""
    _add_firsts(world)
    for table, (whose, differing) in OWNED.items():
        owner = world.people["mentor" if whose == "mentor" else "owner"]
        which = {f"{whose}_id": owner.pk} if whose else {}
        copies(table, many, differing, **which)


def _add_firsts(world):
    """Add the first row to lists that the world leaves empty."""
    KeptWords.objects.create(
        mentor=world.people["mentor"],
        kind="comment",
        text="Good.",
        written_at=world.now,
    )
    row = world.enrollment.step_progress.get(step_key=world.step.key)
    Comment.objects.create(
        progress=row, author=row.learner, author_name="Person", text="A word."
    )
    Report.objects.create(kind="page", text="Broken.", made_at=world.now)
    FrameworkPlan.objects.create(file_name="a.csv", rows=[], planned_at=world.now)
    queue_job("profiles.send_reset_mail", user_id=0)
