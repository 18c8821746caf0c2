"""Leaving: off at once, a way back for 14 days, then no trace."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from profiles.models import (
    AbuseReport,
    HeldSkill,
    MentorInvitation,
    Mentorship,
    Notice,
    ShareLink,
    User,
)
from profiles.services import invitations, leaving, sections, sharing
from profiles.services.notices import notify
from profiles.tasks import erase_account, erase_leavers
from roadmaps.models import CalendarFeed, KeptWords, Review, StepEvent
from roadmaps.services import calendar, tracking
from tests.factories.profiles import PASSWORD
from tests.factories.roadmaps import StepCriterionFactory
from tests.factories.roles import RoleFactory

pytestmark = pytest.mark.django_db
SENTINEL = "Zyxwvut"
AFTER = timedelta(days=14, minutes=1)


def tables_with(text):
    """Return every table of the database in which a text stands in any column."""
    found = []
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names():
            cursor.execute(
                f'SELECT count(*) FROM "{name}" one WHERE one::text ILIKE %s',  # noqa: S608
                [f"%{text}%"],
            )
            if cursor.fetchone()[0]:
                found.append(name)
    return found


@pytest.fixture
def worked(full, enrollment, mentorship, mentor, now):
    """The learner wrote the sentinel everywhere, and the mentor answered."""
    User.objects.filter(pk=full.pk).update(
        name=f"{SENTINEL} Osei", email=f"{SENTINEL.lower()}@example.com"
    )
    full.refresh_from_db()
    full.emailaddress_set.update(email=full.email)
    mentorship.allow(["steps", "notes"])
    row = enrollment.step_progress.get()
    StepCriterionFactory(step=row.step)
    tracking.start(progress=row, by=full, now=now)
    tracking.add_comment(progress=row, text=f"{SENTINEL} asks", by=full, now=now)
    tracking.add_note(progress=row, text=f"{SENTINEL} notes", by=full, now=now)
    tracking.submit(progress=row, by=full, now=now, text=f"{SENTINEL} did it")
    review = row.submissions.get().reviews.create(
        mentor=mentor,
        mentor_name=mentor.name,
        message="Well built",
        decision="changes",
        status="in_effect",
        decided_at=now,
        effective_at=now,
    )
    review.judge({"criterion-1": ("change", "Add a test")})
    tracking.add_comment(progress=row, text="Nice", by=mentor, now=now)
    notify(
        user=mentor,
        key="anything",
        kind=Notice.Kind.COMMENT,
        text=f"{full.display_name} wrote.",
        now=now,
        about=full,
    )
    return full


def test_everything_that_leads_in_ends_at_once(client, worked, mentorship, now):
    shared = sharing.share(
        user=worked, sections=["skills"], days=9, by=worked, now=timezone.now()
    )
    sections.set_openness(user=worked, wanted={"skills": "public"}, by=worked, now=now)
    feed = calendar.make_feed(user=worked, by=worked, now=now)
    before = [
        client.get(f"/shared/{shared.token}/").status_code,
        client.get("/people/amara/").status_code,
        client.get(f"/calendar/{feed}.ics").status_code,
    ]

    leaving.leave(user=worked, now=now)

    assert before == [200, 200, 200]
    assert client.get(f"/shared/{shared.token}/").status_code == 404
    assert client.get("/people/amara/").status_code == 404
    assert client.get(f"/calendar/{feed}.ics").status_code == 404
    assert not CalendarFeed.objects.exists()
    assert Mentorship.objects.get().state == "ended"
    client.force_login(mentorship.mentor)
    assert client.get(worked.enrollments.get().get_absolute_url()).status_code == 404


def test_the_password_is_needed(client, learner):
    client.force_login(learner)

    wrong = client.post("/me/privacy/delete/", {"password": "no"})
    by_api = client.post(
        "/api/v1/me/deletion/", {"password": "no"}, content_type="application/json"
    )

    learner.refresh_from_db()
    assert wrong.status_code == 422
    assert (by_api.status_code, set(by_api.json())) == (400, {"password"})
    assert learner.leaving_at is None


def test_signing_in_offers_to_keep_or_export_and_nothing_else(client, learner):
    client.force_login(learner)

    asked = client.post("/me/privacy/delete/", {"password": PASSWORD})

    assert asked.url == "/me/privacy/leaving/"
    assert "Keep my account" in client.get("/me/privacy/leaving/").content.decode()
    for path in ("/me/", "/", "/me/privacy/", "/me/skills/", "/roadmaps/"):
        assert client.get(path).url == "/me/privacy/leaving/", path
    assert client.get("/api/v1/me/profile/").json()["code"] == "account_leaving"
    assert client.get("/me/privacy/export.json").status_code in {200, 302}
    assert client.get("/privacy/").status_code == 200
    assert client.get("/api/v1/me/deletion/").json()["erased_at"]

    client.post("/me/privacy/keep/")

    assert client.get("/me/").status_code == 200
    learner.refresh_from_db()
    assert learner.leaving_at is None


def test_who_stays_and_who_is_not_due_is_not_erased(learner, other_learner, now):
    leaving.leave(user=learner, now=now)

    early = leaving.erase(user_id=learner.pk, now=now + timedelta(days=13))
    never = leaving.erase(user_id=other_learner.pk, now=now + AFTER)
    due = leaving.due_for_erasure(now=now + AFTER)

    assert (early, never, due) == (False, False, [learner.pk])


def test_after_the_erasure_no_table_holds_a_trace(worked, mentor, now, figure):
    before = tables_with(SENTINEL)
    leaving.leave(user=worked, now=now)

    done = leaving.erase(user_id=worked.pk, now=now + AFTER)
    again = leaving.erase(user_id=worked.pk, now=now + AFTER)

    figure(
        f"{len(before)} tables held what the person wrote, {len(tables_with(SENTINEL))}"
        " after the erasure"
    )
    assert {"profiles_user", "roadmaps_note", "roadmaps_submission"} <= set(before)
    assert (done, again) == (True, False)
    assert tables_with(SENTINEL) == []
    assert not StepEvent.objects.exists()


def erase(user, now):
    leaving.leave(user=user, now=now)
    assert leaving.erase(user_id=user.pk, now=now + AFTER)


def rename(user, name):
    User.objects.filter(pk=user.pk).update(name=name)
    user.refresh_from_db()


def tell(user, text, now, kind=Notice.Kind.COMMENT, **about):
    key = f"told/{Notice.objects.count()}"
    return notify(user=user, key=key, kind=kind, text=text, now=now, **about)


def tell_before(user, text, now, **kind):
    """Tell as notices stand that did not keep whom they name."""
    notice = tell(user, text, now, **kind)
    notice.about_id = None
    notice.save()
    return notice


def text_of(notice):
    notice.refresh_from_db()
    return notice.text


@pytest.mark.parametrize("is_kept", [True, False], ids=["whom it names", "text alone"])
def test_a_short_name_in_a_full_notice_stops_no_erasure(
    learner, mentor, mentorship, now, is_kept
):
    rename(learner, "Al")
    full_text = f"Al and Al {'wrote so much that it fills all there is ' * 9}"[:280]
    notice = (
        tell(mentor, full_text, now, about=learner)
        if is_kept
        else tell_before(mentor, full_text, now)
    )

    erase(learner, now)

    text = text_of(notice)
    assert text.startswith("Former member and Former member wrote")
    assert len(text) == 280


def test_notices_of_other_people_keep_words_that_are_somebodys_name(
    learner, mentor, other_learner, mentorship, now
):
    rename(learner, "May")
    named = tell_before(mentor, "May asks for help with “Maybe”.", now)
    security, desk = Notice.Kind.SECURITY, Notice.Kind.DESK_DIGEST
    others = [
        tell(mentor, "Nobody answered “Plans for May”.", now),
        tell_before(other_learner, "Your work of May was approved.", now),
        tell(mentor, "Jonas sent “Plans for May”.", now, about=other_learner),
        tell_before(mentor, "A token was made: May.", now, kind=security),
        tell_before(mentor, "Today is your review day in May.", now, kind=desk),
    ]
    before = [notice.text for notice in others]

    erase(learner, now)

    assert text_of(named) == "Former member asks for help with “Maybe”."
    assert [text_of(notice) for notice in others] == before


def test_a_former_name_goes_out_of_notices_too(learner, mentor, mentorship, now):
    was = tell(mentor, f"{learner} paused the mentorship.", now, about=learner)
    rename(learner, "Zoe")
    present = tell(mentor, f"{learner} resumed the mentorship.", now, about=learner)

    erase(learner, now)

    assert text_of(was) == "Former member paused the mentorship."
    assert text_of(present) == "Former member resumed the mentorship."
    assert tables_with("Amara") == []


def test_who_declined_an_invitation_is_named_no_more(learner, other_learner, now):
    MentorInvitation.objects.create(
        learner=learner,
        token_hash="declined",
        status="declined",
        expires_at=now,
        answered_at=now,
        answered_by=other_learner,
    )
    notice = tell_before(learner, f"{other_learner} cannot mentor you.", now)

    erase(other_learner, now)

    assert text_of(notice) == "Former member cannot mentor you."


def test_the_log_of_the_admin_forgets_former_names_and_keeps_namesakes(
    learner, other_learner, operator, now
):
    def log(person):
        return LogEntry.objects.create(
            user=operator,
            content_type=ContentType.objects.get_for_model(User),
            object_id=str(person.pk),
            object_repr="Amara Osei",
            action_flag=CHANGE,
        )

    own, namesake = log(learner), log(other_learner)
    rename(learner, "Zoe")

    erase(learner, now)

    own.refresh_from_db()
    namesake.refresh_from_db()
    assert (own.object_repr, namesake.object_repr) == ("Former member", "Amara Osei")


def test_no_session_outlives_the_account(client, learner, other_learner, now):
    elsewhere, foreign = Client(), Client()
    people = ((client, learner), (elsewhere, learner), (foreign, other_learner))
    for one, person in people:
        one.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    methods = client.session["account_authentication_methods"]
    assert learner.email in str(methods)
    assert Session.objects.count() == 3

    erase(learner, now)

    (left,) = Session.objects.all()
    assert left.session_key == foreign.session.session_key


def test_the_log_of_the_admin_tells_nobody_who_reported_whom(
    client, learner, mentor, operator, now
):
    report = AbuseReport.objects.create(
        reporter=learner, reported=mentor, text="Unkind.", created_at=now
    )
    client.force_login(operator)
    page = f"/admin/profiles/abusereport/{report.pk}/change/"
    client.post(page, {"note": "Talked to both."})
    words = {"action": "close", "_selected_action": report.pk}
    client.post("/admin/profiles/abusereport/", words)
    entries = LogEntry.objects.filter(object_id=str(report.pk))
    assert entries.count() == 2

    erase(learner, now)

    assert {entry.object_repr for entry in entries} == {f"Report {report.pk}"}
    assert tables_with("Amara") == []


def test_entries_of_before_name_reports_by_number(learner, operator):
    kept = {"user": operator, "object_id": "7", "action_flag": CHANGE}
    kinds = [ContentType.objects.get_for_model(one) for one in (AbuseReport, User)]
    entries = [
        LogEntry.objects.create(content_type=kind, object_repr="Ada on Ben", **kept)
        for kind in kinds
    ]

    migration = import_module("profiles.migrations.0007_name_nobody_in_the_log")
    migration.forget(apps, None)

    for entry in entries:
        entry.refresh_from_db()
    assert [entry.object_repr for entry in entries] == ["Report 7", "Ada on Ben"]


def test_a_mentor_keeps_the_own_words_without_the_learner(client, worked, mentor, now):
    leaving.leave(user=worked, now=now)
    leaving.erase(user_id=worked.pk, now=now + AFTER)
    client.force_login(mentor)

    page = client.get("/mentor/former/").content.decode()

    assert {kept.text for kept in KeptWords.objects.all()} == {"Well built", "Nice"}
    assert "Former learner" in page
    assert "Add a test" in page
    assert SENTINEL not in page


def test_a_program_reads_the_own_words_to_former_learners(
    client, worked, mentor, other_learner, now
):
    leaving.leave(user=worked, now=now)
    leaving.erase(user_id=worked.pk, now=now + AFTER)
    client.force_login(mentor)

    told = client.get("/api/v1/mentor/former/").json()
    second = client.get("/api/v1/mentor/former/?page=2&page_size=1").json()
    client.force_login(other_learner)
    of_others = client.get("/api/v1/mentor/former/").json()

    kept = {one.text: one for one in KeptWords.objects.all()}
    review = kept["Well built"]
    shown = {one["text"]: one for one in told["results"]}
    assert (told["count"], set(shown)) == (2, {"Well built", "Nice"})
    assert [shown["Well built"], shown["Nice"]["kind"]] == [
        {
            "id": review.pk,
            "kind": "review",
            "roadmap": review.roadmap_title,
            "step": "Python",
            "decision": review.decision,
            "text": "Well built",
            "verdicts": review.verdicts,
            "written_at": shown["Well built"]["written_at"],
        },
        "comment",
    ]
    assert "Add a test" in str(review.verdicts)
    assert second["results"] == told["results"][1:]
    assert of_others["results"] == []


def test_of_a_mentor_who_leaves_answers_stay_and_private_notes_go(
    worked, mentor, enrollment, now
):
    review = Review.objects.get()
    Review.objects.update(private_note="Between me and me")
    mentor_name = mentor.name
    row = enrollment.step_progress.get()
    tracking.take_back(progress=row, by=worked, now=now)
    leaving.leave(user=mentor, now=now)
    leaving.erase(user_id=mentor.pk, now=now + AFTER)

    review.refresh_from_db()
    verified = HeldSkill.objects.get(verified_level=3)
    assert (review.mentor, review.mentor_name, review.private_note) == (
        None,
        "Former mentor",
        "",
    )
    assert (verified.verifier, verified.verifier_name) == (None, "Former mentor")
    assert row.comments.get(text="Nice").author_name == "Former mentor"
    assert tables_with(mentor_name) == []


def test_content_keeps_no_name_of_an_editor_who_left(editor, now):
    role = RoleFactory()
    role.move_to("published", by=editor, reason="Ready.")

    leaving.leave(user=editor, now=now)
    leaving.erase(user_id=editor.pk, now=now + AFTER)

    role.refresh_from_db()
    assert (role.editor_name, role.reason) == ("Former member", "Ready.")


def test_the_address_may_sign_up_again(worked, now):
    address = worked.email
    leaving.leave(user=worked, now=now)
    leaving.erase(user_id=worked.pk, now=now + AFTER)

    assert User.objects.create_user(address, PASSWORD).pk


def test_leaving_twice_keeps_the_day_and_links_stay_closed(worked, now):
    sharing.share(user=worked, sections=["skills"], days=9, by=worked, now=now)
    leaving.leave(user=worked, now=now)
    leaving.leave(user=worked, now=now + timedelta(days=3))
    leaving.keep_account(user=worked, now=now + timedelta(days=4))

    worked.refresh_from_db()
    assert worked.leaving_at is None
    assert ShareLink.objects.get().revoked_at == now


def test_invitations_from_and_to_who_leaves_are_closed(learner, other_learner, now):
    def invite(by, email):
        words = {"scopes": ["steps"], "message": "", "now": now}
        return invitations.invite(by=by, email=email, **words).invitation

    sent, got = invite(learner, "new@example.org"), invite(other_learner, learner.email)

    leaving.leave(user=learner, now=now)
    sent.refresh_from_db()
    leaving.erase(user_id=learner.pk, now=now + AFTER)

    got.refresh_from_db()
    assert (sent.status, got.status, got.email) == ("revoked", "revoked", "")


def test_the_hourly_look_queues_who_is_due(learner, now):
    leaving.leave(user=learner, now=now - AFTER)

    erase_leavers(0)

    (job,) = ProcrastinateJob.objects.filter(task_name="profiles.erase_account")
    erase_account(**job.args)
    assert not User.objects.filter(pk=learner.pk).exists()


def test_nobody_is_looked_at_with_eyes_that_do_not_exist(client, learner):
    client.force_login(learner)

    for path in ("/me/privacy/as/aliens/", "/api/v1/me/privacy/as/aliens/"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/people/nobody-at-all/").status_code == 404


def test_guesses_of_the_password_count_on_the_page_and_in_the_api(client, learner):
    client.force_login(learner)
    wrong = {"password": "no"}
    api = ("/api/v1/me/deletion/", wrong, "application/json")

    guesses = [client.post("/me/privacy/delete/", wrong).status_code for _ in range(11)]

    refused = client.post(*api)
    assert (guesses[0], guesses[-1]) == (422, 429)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) > 0
    learner.refresh_from_db()
    assert learner.leaving_at is None


def test_leaving_by_the_api_ends_the_sessions_elsewhere(client, learner):
    elsewhere = Client()
    for one in (elsewhere, client):
        one.post("/accounts/login/", {"login": learner.email, "password": PASSWORD})
    was_in = elsewhere.get("/me/settings/").status_code

    answer = client.post(
        "/api/v1/me/deletion/", {"password": PASSWORD}, content_type="application/json"
    )

    learner.refresh_from_db()
    assert was_in == 200
    assert answer.status_code == 200
    assert learner.leaving_at is not None
    assert elsewhere.get("/me/settings/").url.startswith("/accounts/login/")
