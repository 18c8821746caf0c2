"""Projects and certificates as evidence, frozen when sent."""

import pytest
from django.urls import reverse

from profiles.models import EarnedCertification, Project
from roadmaps.services import tracking
from roadmaps.services.review.reading import find_round, read_round
from tests.factories.roles import CertificationFactory


@pytest.fixture
def project(learner):
    return Project.objects.create(
        user=learner, title="Mask", outcome="Ten times faster", url="https://e.org/m"
    )


@pytest.fixture
def earned(learner, now):
    return EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Cloud ML"),
        issued_on=now.date(),
        credential_id="C-7",
    )


def shown(submission):
    return [(item.kind, item.label, item.detail) for item in submission.items.all()]


def test_projects_and_certificates_are_frozen_as_they_were(
    row, mentorship, learner, project, earned, now
):
    tracking.submit(
        progress=row,
        projects=[project.pk],
        certifications=[earned.pk],
        by=learner,
        now=now,
    )
    project.title = "Another name"
    project.save()
    earned.delete()

    assert shown(row.submissions.get()) == [
        ("project", "Mask", "Ten times faster"),
        ("certificate", "Cloud ML", "issued 20 Nov 2026, credential C-7"),
    ]


def test_a_project_that_changed_is_marked_in_the_next_round(
    row, mentorship, mentor, learner, project, now
):
    tracking.submit(progress=row, projects=[project.pk], by=learner, now=now)
    tracking.take_back(progress=row, by=learner, now=now)
    project.outcome = "Twenty times faster"
    project.save()
    tracking.submit(progress=row, projects=[project.pk], by=learner, now=now)

    second = find_round(row.submissions.get(round=2).pk, by=mentor)
    reading = read_round(second, by=mentor)

    assert [piece.mark for piece in reading.evidence] == ["changed"]


def test_what_is_not_the_learners_own_cannot_be_sent(
    client, row, mentorship, learner, other_learner
):
    foreign = Project.objects.create(user=other_learner, title="Theirs")
    client.force_login(learner)
    page = f"{row.get_absolute_url()}submit/"

    answers = [
        client.post(page, {"text": "Look.", "projects": [value]})
        for value in (foreign.pk, "x", "9" * 40)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert not row.submissions.exists()


def test_the_panel_offers_own_projects_and_keeps_the_choice(
    client, row, mentorship, learner, project
):
    client.force_login(learner)
    page = row.get_absolute_url()

    refused = client.post(
        f"{page}submit/", {"links": "nonsense", "projects": [project.pk]}
    )
    client.post(f"{page}submit/", {"projects": [project.pk]})

    box = f'name="projects" value="{project.pk}"'
    assert refused.status_code == 422
    assert "checked" in refused.content.decode().split(box)[1].split(">")[0]
    assert shown(row.submissions.get())[0][1] == "Mask"


def test_the_api_takes_them_by_id_and_shows_them_to_the_mentor(
    client, row, mentorship, mentor, learner, project
):
    client.force_login(learner)
    address = reverse("api:my_step_submit", args=[row.enrollment_id, row.step_key])

    sent = client.post(
        address, {"projects": [project.pk]}, content_type="application/json"
    )
    again = client.post(
        address, {"projects": [project.pk]}, content_type="application/json"
    )
    client.force_login(mentor)
    submission = row.submissions.get()
    read = client.get(reverse("api:mentor_review", args=[submission.pk])).json()

    assert (sent.status_code, again.status_code) == (200, 200)
    assert read["evidence"] == [
        {
            "kind": "project",
            "label": "Mask",
            "url": "https://e.org/m",
            "detail": "Ten times faster",
            "mark": "",
        }
    ]
