"""The export holds every table that reaches a person, and no secret."""

import csv
import io
import json
import zipfile

import pytest
from django.apps import apps
from django.db import models

from profiles.models import User
from profiles.services import exporting
from roadmaps.services import tracking
from tests.factories.profiles import PASSWORD, HeldSkillFactory, MentorshipFactory
from tests.factories.roadmaps import EnrollmentFactory

pytestmark = pytest.mark.django_db


def keys_to_people():
    """Walk all models: each key to a person, ours and those of libraries."""
    return [
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]


def reach_a_person():
    """Every model from which keys lead to a person, however many steps away."""
    found = {User}
    grew = True
    while grew:
        more = {
            model
            for model in apps.get_models(include_auto_created=True)
            if model not in found
            and any(
                field.related_model in found
                and (
                    field.name in exporting.OWNING
                    if field.related_model is User
                    else field.remote_field.on_delete is models.CASCADE
                )
                for field in model._meta.concrete_fields
            )
        }
        found |= more
        grew = bool(more)
    return {model._meta.label for model in found - {User}}


def test_every_key_to_a_person_is_known_to_own_or_to_name():
    known = exporting.OWNING | exporting.NAMING

    assert [key for key in keys_to_people() if key[1] not in known] == []


def test_every_table_that_reaches_a_person_is_in_the_export_or_left_out_with_a_reason(
    learner, figure
):
    shown = {label for label, _ in exporting.rows_of(learner)}

    figure(
        f"{len(reach_a_person())} tables reach a person: {len(shown)} in the export,"
        f" {len(exporting.LEFT_OUT)} left out with a reason"
    )
    assert reach_a_person() - shown - set(exporting.LEFT_OUT) == set()
    assert all(exporting.LEFT_OUT.values())


def test_the_export_holds_what_was_written(full, now):
    document = exporting.as_json(full, now=now)

    tables = document["tables"]
    assert tables["roadmaps.Note"][0]["text"] == "Loops are round"
    assert tables["profiles.Project"][0]["title"] == "A bridge"
    assert tables["roadmaps.StepProgress"]
    assert tables["profiles.HeldSkill"][1]["verifier_name"] == "Ines Ferreira"
    assert tables["profiles.User"][0]["email"] == full.email


def test_the_export_holds_nothing_of_others(full, other_learner, now):
    HeldSkillFactory(user=other_learner)

    text = json.dumps(exporting.as_json(full, now=now))

    assert other_learner.email not in text


def test_no_secret_is_in_the_export(full, now):
    text = json.dumps(exporting.as_json(full, now=now))

    assert full.password not in text
    assert "token_hash" not in text


def test_a_private_note_of_a_mentor_and_a_decision_not_in_effect_stay_out(
    full, enrollment, mentor, now
):
    row = enrollment.step_progress.get()
    tracking.start(progress=row, by=full, now=now)
    tracking.submit(progress=row, by=full, now=now, text="Look")
    review = row.submissions.get().reviews.create(
        mentor=mentor,
        mentor_name="Ines",
        message="Not yet yours",
        private_note="Between me and me",
        decision="approve",
        status="decided",
        decided_at=now,
        effective_at=now,
    )
    review.submission.mark_decided()
    early = json.dumps(exporting.as_json(full, now=now)["tables"])
    review.take_effect()
    later = json.dumps(exporting.as_json(full, now=now))
    own = json.dumps(exporting.as_json(mentor, now=now))

    assert "Not yet yours" not in early
    assert '"status": "decided"' not in early
    assert "Not yet yours" in later
    assert "Between me and me" not in later
    assert "Between me and me" in own


def test_what_a_mentor_notes_on_a_mentee_is_in_the_mentors_export_alone(
    full, mentor, now
):
    pair = MentorshipFactory(learner=full, mentor=mentor)
    pair.private_note = "Talks fast, thinks slowly"
    pair.save()

    of_learner = zipfile.ZipFile(io.BytesIO(exporting.as_csv(full, now=now)))
    of_mentor = json.dumps(exporting.as_json(mentor, now=now))

    assert "thinks slowly" not in json.dumps(exporting.as_json(full, now=now))
    assert "thinks slowly" not in of_learner.read("profiles.Mentorship.csv").decode()
    assert "thinks slowly" in of_mentor


def test_csv_of_a_learner_who_mentors_too_holds_both_kinds_of_reviews(
    full, enrollment, mentor, now
):
    """The first row holds a field back that a later one has."""
    other = EnrollmentFactory(version=enrollment.version)
    for whose, by in ((enrollment, mentor), (other, full)):
        row = whose.step_progress.get()
        tracking.start(progress=row, by=whose.learner, now=now)
        tracking.submit(progress=row, by=whose.learner, now=now, text="Look")
        row.submissions.get().reviews.create(
            mentor=by,
            mentor_name=by.name,
            message=f"By {by.name}",
            private_note="Kept",
            decision="approve",
            status="in_effect",
            decided_at=now,
            effective_at=now,
        )

    packed = zipfile.ZipFile(io.BytesIO(exporting.as_csv(full, now=now)))

    text = packed.read("roadmaps.Review.csv").decode()
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["message"], first["private_note"]) == (f"By {mentor.name}", "")
    assert (second["message"], second["private_note"]) == (f"By {full.name}", "Kept")


def test_csv_holds_one_file_a_table_and_no_formula(full, enrollment, now):
    row = enrollment.step_progress.get()
    tracking.add_note(progress=row, text="=1+1", by=full, now=now)

    packed = zipfile.ZipFile(io.BytesIO(exporting.as_csv(full, now=now)))

    notes = csv.DictReader(io.StringIO(packed.read("roadmaps.Note.csv").decode()))
    assert [note["text"] for note in notes] == ["Loops are round", "'=1+1"]


def test_the_password_is_asked_for_before_the_export(client, full):
    client.force_login(full)
    asked = client.get("/me/privacy/export.json")
    refused = client.get("/api/v1/me/export/")
    client.logout()
    client.post("/accounts/login/", {"login": full.email, "password": PASSWORD})
    given = client.get("/me/privacy/export.json")
    zipped = client.get("/me/privacy/export.zip")
    data = client.get("/api/v1/me/export/")

    assert "/accounts/reauthenticate/" in asked.url
    assert (refused.status_code, refused.json()["code"]) == (
        403,
        "reauthentication_required",
    )
    assert given["Content-Disposition"].startswith("attachment")
    assert given.json()["tables"]["profiles.User"][0]["email"] == full.email
    assert zipped["Content-Type"] == "application/zip"
    assert data.json()["tables"]["profiles.User"][0]["email"] == full.email
