"""Who wrote what of a person's: noted by the database, theirs alone, for a while."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from profiles.models import ApiToken, Mentorship, Project, Trace, User
from profiles.services import exporting, leaving, tokens
from tests.accounts.test_signing_up import sign_up
from tests.factories.profiles import PASSWORD
from tests.privacy.test_leaving import AFTER, tables_with

pytestmark = pytest.mark.django_db
TABLES_OF_PEOPLE = ("profiles_", "roadmaps_", "account_", "mfa_")
# Written by people, or holding what they wrote, and not noted a second time.
NOTED_OTHERWISE = {
    "account_emailconfirmation": "never written: the mailed key is signed, not kept",
    "profiles_heldskill": "each change is a row of profiles_heldskillchange",
    "profiles_skillevidence": "each change is a row of profiles_heldskillchange",
    "profiles_notice": "what the site told; the row says when it was read",
    "roadmaps_criterionverdict": "typed with a review, whose decision is noted",
    "roadmaps_keptwords": "copied when an account is erased, then left as it is",
    "roadmaps_parttick": "each tick is a row of roadmaps_stepevent",
    "roadmaps_skillconfirmation": "typed with a review, whose decision is noted",
    "roadmaps_stepdraft": "what is being typed, saved every few seconds",
    "roadmaps_stepprogress": "each change is a row of roadmaps_stepevent",
    "roadmaps_submission": "each round is a row of roadmaps_stepevent",
    "roadmaps_submissionitem": "sent with a round, then left as it is",
    "roadmaps_versionupgrade": "each upgrade changes the enrollment, which is noted",
}
NOTED = """
SELECT relname::text, bool_or(tgname IN ('person_noted', 'content_noted')
  OR tgname LIKE 'pgtrigger_append_only%')
FROM pg_class LEFT JOIN pg_trigger ON tgrelid = pg_class.oid
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace GROUP BY relname
"""


@pytest.fixture
def own(client, learner):
    client.force_login(learner)
    return client


def last_of(user):
    return Trace.objects.of(user).first()


def test_every_table_of_people_is_noted_or_says_why_not():
    with connection.cursor() as cursor:
        cursor.execute(NOTED)
        found = dict(cursor.fetchall())

    silent = {name for name, is_noted in found.items() if not is_noted}
    assert {name for name in silent if name.startswith(TABLES_OF_PEOPLE)} == set(
        NOTED_OTHERWISE
    )


def test_a_change_tells_who_when_and_both_values(own, learner):
    project = Project.objects.create(user=learner, title="A bot")

    own.post(f"/me/projects/{project.pk}/", {"title": "A better bot"})

    trace = last_of(learner)
    assert (trace.table, trace.row_id) == ("profiles_project", project.pk)
    assert (trace.actor_id, trace.actor_name) == (learner.pk, "Amara Osei")
    assert (trace.before, trace.after) == (
        {"title": "A bot"},
        {"title": "A better bot"},
    )
    assert timezone.now() - trace.at < timedelta(minutes=5)


def test_what_is_removed_and_what_is_new_is_told_whole(own, learner):
    own.post("/me/projects/add/", {"title": "A bot"})
    made = last_of(learner)

    own.post(f"/me/projects/{made.row_id}/delete/")

    gone = last_of(learner)
    assert (made.action, made.before, made.after["title"]) == ("insert", None, "A bot")
    assert (gone.action, gone.before["title"], gone.after) == ("delete", "A bot", None)


def test_saving_the_same_again_is_no_change(own, learner):
    project = Project.objects.create(user=learner, title="A bot")

    own.post(f"/me/projects/{project.pk}/", {"title": "A bot"})

    assert not Trace.objects.filter(table="profiles_project").exists()


def test_a_program_acts_in_the_name_of_its_person(client, learner):
    now = timezone.now()
    made = tokens.make_token(
        user=learner, name="Script", scope="write", days=1, by=learner, now=now
    )

    client.post(
        "/api/v1/me/projects/",
        {"title": "A bot"},
        content_type="application/json",
        headers={"Authorization": f"Token {made.secret}"},
    )

    assert last_of(learner).actor_id == learner.pk


def test_of_a_password_only_that_it_changed_is_told(client, learner):
    client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    words = {
        "oldpassword": PASSWORD,
        "password1": "nine quiet lanterns",
        "password2": "nine quiet lanterns",
    }

    client.post("/accounts/password/change/", words)

    trace = Trace.objects.of(learner).filter(after__has_key="password").get()
    assert trace.before == trace.after == {"password": "hidden"}
    assert trace.actor_id == learner.pk


def test_of_a_token_neither_secret_nor_hash_is_told(client, learner):
    client.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})

    client.post("/me/tokens/add/", {"name": "Script", "scope": "read", "days": 9})

    made = Trace.objects.of(learner).get(table="profiles_apitoken")
    assert made.after["name"] == "Script"
    assert made.after["token_hash"] == "hidden"
    assert ApiToken.objects.get().token_hash not in str(made.after)


def test_signing_up_and_in_without_being_known_yet_is_told(client, mailoutbox):
    sign_up(client)

    made = Trace.objects.filter(table="profiles_user", action="insert").get()
    assert (made.user.email, made.actor_id) == ("noor@example.org", None)


def test_a_mentors_words_about_a_learner_are_noted_without_them(
    client, mentor, mentorship, enrollment
):
    mentorship.allow(["steps"])
    client.force_login(mentor)

    client.post(f"/mentor/mentees/{enrollment.pk}/note/", {"note": "Likes puzzles"})

    trace = last_of(mentor)
    assert Mentorship.objects.get().private_note == "Likes puzzles"
    assert trace.after == {"private_note": "hidden"}
    assert not Trace.objects.of(mentorship.learner).filter(actor_id=mentor.pk).exists()


def test_nobody_changes_or_deletes_a_trace(own, learner):
    own.post("/me/projects/add/", {"title": "A bot"})

    for statement in (
        "UPDATE profiles_trace SET actor_id = NULL",
        "DELETE FROM profiles_trace",
    ):
        with (
            pytest.raises(ProgrammingError, match="Cannot update or delete"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_traces_are_in_the_export_of_the_person_alone(own, learner, other_learner):
    own.post("/me/projects/add/", {"title": "A bot"})

    tables = exporting.as_json(learner, now=timezone.now())["tables"]
    others = exporting.as_json(other_learner, now=timezone.now())["tables"]

    assert "A bot" in str(tables["profiles.Trace"])
    assert others["profiles.Trace"] == []


def test_traces_go_with_the_account(own, learner):
    own.post("/me/projects/add/", {"title": "Zyxwvut"})
    now = timezone.now()
    leaving.leave(user=learner, now=now)

    leaving.erase(user_id=learner.pk, now=now + AFTER)

    assert not User.objects.filter(pk=learner.pk).exists()
    assert tables_with("Zyxwvut") == []
    assert not Trace.objects.exists()
