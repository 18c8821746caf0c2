"""Projects and certificates of the profile, linked to a step by hand."""

import re

import pytest
from django.core.exceptions import ValidationError

from profiles.models import EarnedCertification, Project
from roadmaps.models import EvidenceLink
from roadmaps.services import tracking
from roadmaps.services.linking import link_evidence, profile_things
from roadmaps.services.upgrade.content import bring_back, copy_content, move_content
from tests.factories.roles import CertificationFactory

JSON = {"content_type": "application/json"}


@pytest.fixture
def project(learner):
    return Project.objects.create(user=learner, title="Mask", url="https://e.org/m")


@pytest.fixture
def earned(learner, now):
    return EarnedCertification.objects.create(
        user=learner,
        certification=CertificationFactory(name="Cloud ML"),
        issued_on=now.date(),
    )


@pytest.fixture
def linked(row, project, learner, now):
    return link_evidence(progress=row, project=project.pk, by=learner, now=now)


def test_a_learner_links_and_unlinks_on_the_page(client, row, learner, project, earned):
    client.force_login(learner)
    url = row.get_absolute_url()
    for thing in (f"project-{project.pk}", f"certification-{earned.pk}") * 2:
        client.post(f"{url}evidence/", {"thing": thing})
    page = client.get(url).content.decode()
    link = EvidenceLink.objects.get(project=project)
    client.post(f"{url}evidence/{link.pk}/remove/")

    assert 'href="https://e.org/m"' in page
    assert page.count("Unlink<") == 2
    assert f'value="project-{project.pk}"' not in page
    assert [one.label for one in row.evidence_links.all()] == ["Cloud ML"]
    assert Project.objects.filter(pk=project.pk).exists()


@pytest.mark.parametrize("is_empty", [False, True], ids=["of some", "of none"])
@pytest.mark.parametrize("name", ["projects", "certifications"])
def test_the_summary_leads_to_the_choice_of_evidence_that_is_wrong(
    client, row, project, earned, now, name, is_empty
):
    if is_empty:
        project.delete()
        earned.delete()
    tracking.start(progress=row, by=row.learner, now=now)
    client.force_login(row.learner)

    page = client.post(
        f"{row.get_absolute_url()}submit/", {"text": "Done.", name: "999"}
    ).text

    field = f"submit-python_{name}"
    assert f'<a href="#{field}">Choose from your own.</a>' in page
    [choice] = re.findall(f'(?s)<fieldset id="{field}".+?</fieldset>', page)
    assert f'aria-describedby="{field}_error"' in choice
    assert f'id="{field}_error"' in choice
    assert '<span class="visually-hidden">Error: </span>Choose from' in choice


def test_the_focus_goes_to_the_title_once_the_button_to_link_or_unlink_is_gone(
    client, row, learner, project, earned
):
    client.force_login(learner)
    url, htmx = f"{row.get_absolute_url()}evidence/", {"HX-Request": "true"}

    def answer_to(address, **words):
        return client.post(address, words, headers=htmx).text

    some_left = answer_to(url, thing=f"project-{project.pk}")
    none_left = answer_to(url, thing=f"certification-{earned.pk}")
    link = EvidenceLink.objects.get(project=project)
    unlinked = answer_to(f"{url}{link.pk}/remove/")

    title = '<h2 tabindex="-1" autofocus>'
    assert title not in some_left
    assert 'id="link-thing"' in some_left
    assert title in none_left
    assert 'id="link-thing"' not in none_left
    assert title in unlinked


@pytest.mark.parametrize("thing", ["", "x", "project-0", f"project-{'9' * 30}"])
def test_what_is_not_ones_own_is_refused_at_the_field(client, row, learner, thing):
    client.force_login(learner)

    answer = client.post(f"{row.get_absolute_url()}evidence/", {"thing": thing})

    assert answer.status_code == 422
    assert "thing" in answer.context["form"].errors


def test_a_program_links_by_key_and_never_what_is_anothers(
    client, row, learner, other_learner, project
):
    foreign = Project.objects.create(user=other_learner, title="Theirs")
    client.force_login(learner)
    url = f"/api/v1/me/enrollments/{row.enrollment_id}/evidence/"
    body = {"step": "python", "project": project.pk}
    made = client.post(url, body, **JSON)
    refused = [
        client.post(url, {"step": "python", **wrong}, **JSON).status_code
        for wrong in ({"project": foreign.pk}, {}, {**body, "certification": 1})
    ]
    unknown = client.post(url, {**body, "step": "nowhere"}, **JSON).status_code
    gone = client.delete(f"{url}{made.json()['id']}/")

    assert (made.status_code, made.json()["label"]) == (201, "Mask")
    assert (refused, unknown, gone.status_code) == ([400, 400, 400], 404, 204)
    assert not EvidenceLink.objects.exists()


def test_a_mentor_sees_links_where_the_profile_is_opened(
    client, row, mentorship, mentor, linked
):
    mentorship.allow(["steps"])
    closed = profile_things(row, reader=mentor)
    mentorship.allow(["steps", "profile"])
    client.force_login(mentor)
    page = client.get(row.get_absolute_url()).content.decode()

    assert closed == []
    assert "Mask" in page
    assert "Unlink" not in page


def test_what_is_linked_is_sent_along_and_a_sent_round_stays(
    client, row, mentorship, learner, linked, now
):
    tracking.start(progress=row, by=learner, now=now)
    client.force_login(learner)
    url = row.get_absolute_url()
    page = client.get(url).content.decode()
    box = f'name="projects" value="{linked.project_id}"'
    client.post(f"{url}submit/", {"text": "Done.", "projects": [linked.project_id]})
    client.post(f"{url}evidence/{linked.pk}/remove/")

    assert "checked" in page.split(box)[1].split(">")[0]
    assert [item.label for item in row.submissions.get().items.all()] == ["Mask"]


def test_links_move_and_copy_with_their_step_and_come_back(
    row, enrollment, learner, linked, earned, now
):
    other = enrollment.step_progress.get(step_key="git")
    link_evidence(progress=row, certification=earned.pk, by=learner, now=now)
    copy_content(row, other)
    other.evidence_links.get(project__isnull=False).delete()
    moved = move_content(row, other)
    merged = other.evidence_links.count()
    bring_back(moved, row)

    assert merged == 2
    assert row.evidence_links.count() == 2
    assert [one.label for one in other.evidence_links.all()] == ["Cloud ML"]


def test_links_have_their_bounds(row, learner, linked, now):
    for number in range(9):
        one = Project.objects.create(user=learner, title=f"Project {number}")
        link_evidence(progress=row, project=one.pk, by=learner, now=now)
    more = Project.objects.create(user=learner, title="One too many")

    with pytest.raises(ValidationError, match="at most 10"):
        link_evidence(progress=row, project=more.pk, by=learner, now=now)
