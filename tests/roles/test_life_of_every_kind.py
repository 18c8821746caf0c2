"""Each kind of content goes the same way: draft, review, readers, history, archive."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from roles.models import CareerMove, Faq, FaqAnswer, Revision
from roles.services import publishing
from tests.factories.roles import (
    CertificationFactory,
    CompleteRoleFactory,
    FactFactory,
    InterviewQuestionFactory,
    LadderFactory,
    QuizWeightFactory,
    RoleFactory,
    RungFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
OLD, NEW = "The old words.", "The new words."


def move():
    return CareerMove.objects.create(
        role=RoleFactory(),
        key="aside",
        kind="lateral",
        to_label="Other work",
        published_in=SourceFactory(),
        status="published",
        published_at=timezone.now(),
        note=OLD,
    )


def faq():
    found = Faq.objects.create(
        role=RoleFactory(),
        key="why",
        question=OLD,
        status="published",
        published_at=timezone.now(),
    )
    FaqAnswer.objects.create(faq=found, source=SourceFactory(), text="Because.")
    return found


def question():
    return InterviewQuestionFactory(
        text=OLD, outline="So.", outline_source=SourceFactory()
    )


def ladder():
    return RungFactory(ladder=LadderFactory(note=OLD)).ladder


# Kind of content -> how one is made that may be published, and a column of words.
KINDS = {
    "role": (lambda: CompleteRoleFactory(lead=OLD), "lead"),
    "skill": (lambda: SkillFactory(description=OLD), "description"),
    "certification": (lambda: CertificationFactory(description=OLD), "description"),
    "faq": (faq, "question"),
    "interviewquestion": (question, "text"),
    "quiz": (lambda: QuizWeightFactory(item__quiz__lead=OLD).item.quiz, "lead"),
    "source": (lambda: SourceFactory(oddities=OLD), "oddities"),
    "ladder": (ladder, "note"),
    "salaryband": (lambda: SalaryBandFactory(note=OLD), "note"),
    "fact": (lambda: FactFactory(note=OLD), "note"),
    "careermove": (move, "note"),
}


def test_no_kind_of_content_with_drafts_is_left_out():
    assert {model._meta.model_name for model in publishing.roots()} == set(KINDS)


class Desk:
    """What one person does at the desk with one kind of content."""

    def __init__(self, person, model):
        self.client, self.model = Client(), model
        self.client.force_login(person)

    def _url(self, row, name):
        return reverse(
            f"admin:roles_{self.model._meta.model_name}_{name}", args=[row.pk]
        )

    def see(self, row, name, **query):
        return self.client.get(self._url(row, name), query).content.decode()

    def send(self, row, name, **values):
        return self.client.post(self._url(row, name), values)

    def do(self, row, name, **values):
        answer = self.send(row, name, **values)
        assert answer.status_code == 302, answer.context["problems"]
        return answer

    def open_draft(self, row, name="draft", **values):
        self.do(row, name, **values)
        return self.model.everything.get(draft_of=row)


def test_a_reason_too_long_is_refused_at_its_field_and_kept(editor, publisher):
    live = question()
    edda, pia = Desk(editor, type(live)), Desk(publisher, type(live))
    draft = edda.open_draft(live)
    edda.do(draft, "move", action="submit")

    answer = pia.send(draft, "move", action="send_back", reason="x" * 281)

    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (422, "in_review")
    assert "at most 280 characters (it has 281)" in answer.content.decode()


@pytest.mark.parametrize("kind", ["role", "quiz", "salaryband"])
def test_content_lives_one_life_whatever_its_kind(kind, client, editor, publisher):
    live_one_life(kind, client, editor, publisher)


@pytest.mark.assure(id="life-of-content")
def test_content_of_every_kind_lives_the_same_life(client, editor, publisher, figure):
    for kind in KINDS:
        live_one_life(kind, client, editor, publisher)

    figure(f"{len(KINDS)} kinds")


def live_one_life(kind, client, editor, publisher):
    """Draft, submit, send back, schedule, publish, restore and archive one row."""
    make, column = KINDS[kind]
    live = make()
    model = type(live)
    edda, pia = Desk(editor, model), Desk(publisher, model)

    draft = edda.open_draft(live)
    model.everything.filter(pk=draft.pk).update(**{column: NEW})
    edda.do(draft, "move", action="submit")
    pia.do(draft, "move", action="send_back", reason="Shorter.")
    address = preview_of(edda, draft)
    shown = client.get(address)
    difference = pia.see(draft, "publish")
    tomorrow = timezone.now() + timedelta(days=1)
    pia.do(draft, "publish", at=f"{tomorrow:%Y-%m-%d %H:%M}", reason="Clearer.")
    before = model.objects.values_list(column, flat=True).get(pk=live.pk)
    publishing.publish_due(now=tomorrow)
    after = model.objects.values_list(column, flat=True).get(pk=live.pk)
    restored = edda.open_draft(live, "restore", number=1)
    history = edda.see(live, "history")
    edda.do(restored, "discard")
    pia.do(live, "archive", reason="Over.")

    live.refresh_from_db()
    newest = Revision.objects.about(live).first()
    assert shown.status_code == 200
    assert OLD in difference
    assert NEW in difference
    assert (before, after) == (OLD, NEW)
    assert getattr(restored, column) == OLD
    assert (newest.number, newest.reason) == (2, "Clearer.")
    assert "Pia Blisher" in history
    assert "Clearer." in history
    assert live.status == "archived"


def preview_of(desk, draft):
    told = desk.client.get(desk.do(draft, "link").url).content.decode()
    return re.search(r"http://testserver(/preview/[^\s<]+)", told)[1]
