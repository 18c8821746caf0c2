"""What is somebody else's, or of another roadmap, is found by no address or body."""

import itertools
import json
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.urls import reverse

from profiles.models import (
    Block,
    EarnedCertification,
    EducationEntry,
    MentorInvitation,
    Notice,
    Project,
    QuizResult,
    ShareLink,
    WorkEntry,
)
from profiles.services import tokens
from roadmaps.models import CompletionRecord, Enrollment, SavedReply
from roadmaps.services import tracking
from roadmaps.services.plan import read_plan
from roadmaps.services.record import snapshot_of
from tests.access import table
from tests.access.page_forms import forms_on
from tests.access.test_access import address, named
from tests.access.test_marks import APPS, way_to_person
from tests.access.test_mass_assignment import VALID
from tests.access.world import World
from tests.factories.profiles import MentorshipFactory
from tests.factories.roadmaps import StepFactory, StepSkillFactory
from tests.factories.roles import CertificationFactory, InterviewQuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S16")]


class Others(World):
    """What the world's owner has, of a person in another roadmap."""

    def __init__(self, world, person):
        self.now = world.now
        self.people = {**world.people, "owner": person}
        self.step = StepSkillFactory(step__key=f"else-{person.pk}").step
        StepFactory(stage=self.step.stage, key=f"last-{person.pk}")
        self.enrollment = tracking.enroll(
            learner=person, roadmap=self.step.version.roadmap, now=self.now
        )
        self.values = {
            "enrollment": self.enrollment.pk,
            "step": self.step.key,
            "question_key": InterviewQuestionFactory().key,
            "round": self._sent().pk,
            **self._words(),
            "record": self._record_of(self.enrollment).pk,
        }

    def _sent(self):
        row = self.enrollment.step_progress.exclude(step_key=self.step.key).get()
        tracking.start(progress=row, by=row.learner, now=self.now)
        row.refresh_from_db()
        tracking.submit(progress=row, by=row.learner, now=self.now, text="Done.")
        return row.submissions.get()

    def _record_of(self, enrollment):
        plan = read_plan(Enrollment.objects.with_plan().get(pk=enrollment.pk))
        return CompletionRecord.objects.create(
            enrollment=enrollment,
            learner=enrollment.learner,
            completed_at=self.now,
            snapshot=snapshot_of(plan, now=self.now),
        )

    def with_belongings(self):
        """Add what hangs on no roadmap."""
        person, soon = self.people["owner"], self.now + timedelta(days=9)
        result = QuizResult.objects.first()
        result.pk, result.user = None, person
        result.save()
        mentorship = MentorshipFactory(learner=person, mentor=self.people["invited"])
        made = tokens.make_token(
            user=person, name="Else", scope="write", days=1, by=person, now=self.now
        )
        secret = {"token_hash": "e" * 64, "expires_at": soon}
        rows = {
            "project": Project(user=person, title="Theirs"),
            "work": WorkEntry(user=person, employer="Theirs"),
            "education": EducationEntry(user=person, institution="Theirs"),
            "earned": EarnedCertification(
                user=person,
                certification=CertificationFactory(),
                issued_on=self.now.date(),
            ),
            "notice": Notice(
                user=person, key="2", kind="test", text="No.", created_at=self.now
            ),
            "link": ShareLink(user=person, sections=["about"], **secret),
            "invitation": MentorInvitation(learner=person, email="a@b.org", **secret),
            "reply": SavedReply(mentor=person, title="Theirs", text="Theirs."),
            "block": Block(
                blocker=person, blocked=self.people["former"], created_at=self.now
            ),
        }
        for one in rows.values():
            one.save()
        self.values |= {name: one.pk for name, one in rows.items()}
        self.values |= {
            "quiz_result": result.pk,
            "api_token": made.token.pk,
            "mentorship": mentorship.pk,
            "ended": mentorship.pk,
        }
        return self


@pytest.fixture
def stranger(world):
    """Return things of somebody with whom the owner has nothing to do."""
    return Others(world, world.people["stranger"]).with_belongings()


@pytest.fixture
def second(world):
    """Return things in another roadmap of the owner."""
    return Others(world, world.people["owner"])


def client_of(row, world):
    is_mentors = row.who == table.MENTOR or "mentor_" in row.name
    return world.clients["mentor" if is_mentors else "owner"]


def mismatches(row, stranger, second):
    """Yield the parts of an address to put in place of the right ones."""
    foreign = {part: one for part, one in row.path.items() if one in stranger.values}
    for count in range(1, len(foreign) + 1):
        for parts in itertools.combinations(foreign, count):
            yield {part: stranger.values[foreign[part]] for part in parts}
    if sum(not one.startswith("=") for one in row.path.values()) > 1:
        # A thing of the owner's, below another thing of the owner's.
        for part, one in foreign.items():
            if one in second.values and one != "question_key":
                yield {part: second.values[one]}


def send(client, row, method, url, world):
    """Send what would be valid at the right address; what it writes is undone."""
    with transaction.atomic():
        if row.name.startswith("api:"):
            body = json.dumps(VALID.get(row.name, {}))
            answer = client.generic(method, url, body, "application/json")
        elif method == "POST":
            answer = client.post(url, named(row.body, world))
        else:
            answer = client.generic(method, url)
        transaction.set_rollback(True)
    return answer.status_code


def test_no_address_leads_from_one_to_what_is_anothers(world, stranger, second, figure):
    asked, wrong, pairs = 0, [], set()
    for row in table.ROWS:
        for parts in mismatches(row, stranger, second):
            url = reverse(row.name, kwargs={**named(row.path, world), **parts})
            pairs.add((row.name, *sorted(parts)))
            for method in {*row.methods} - {"OPTIONS"}:
                status = send(client_of(row, world), row, method, url, world)
                asked += 1
                if status != 404:
                    wrong.append((row.name, parts, method, status))

    figure(
        f"{len(pairs)} wrong combinations in the addresses of"
        f" {len({name for name, *_ in pairs})} routes, {asked} requests:"
        f" {asked - len(wrong)} answered 404"
    )
    assert wrong == []


def private_tables():
    """Yield each table that leads to a person, with the lookup that leads there."""
    for model in apps.get_models():
        if model._meta.app_label in APPS and (way := way_to_person(model)):
            yield model, way


def statement(rows):
    """Return the query for some rows, its numbers written into it."""
    sql, values = rows.order_by().values("pk").query.sql_with_params()
    return sql % tuple(map(int, values))


@pytest.fixture
def watched(world, stranger):
    """Return a function: what the rows of the stranger add up to, and who ties to them.

    The database plans once what is asked after each request.
    """
    own, other = world.people["owner"].pk, stranger.people["owner"].pk
    parts = []
    for model, way in private_tables():
        rows, table = model._meta.base_manager, model._meta.db_table
        parts.append(
            f"SELECT '{table}', md5(string_agg(t::text, '' ORDER BY t.id))"  # noqa: S608
            f' FROM "{table}" t WHERE t.id IN'
            f" ({statement(rows.filter(**{way: other}))})"
        )
        for key in filter(is_key, model._meta.get_fields()):
            if target := way_to_person(key.related_model):
                tied = rows.filter(**{way: own, f"{key.name}__{target}": other})
                parts.append(
                    f"SELECT '{table}.{key.name}', count(*)::text"  # noqa: S608
                    f" FROM ({statement(tied)}) AS tied"
                )
    with connection.cursor() as cursor:
        cursor.execute(f"PREPARE watch AS {' UNION ALL '.join(parts)}")

    def found():
        with connection.cursor() as cursor:
            cursor.execute("EXECUTE watch")
            return dict(cursor.fetchall())

    yield found
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE watch")


def is_key(field):
    is_forward = field.many_to_one or field.one_to_one or field.many_to_many
    return (
        field.is_relation
        and is_forward
        and not field.auto_created
        and field.related_model._meta.app_label in APPS
    )


def operations(client):
    """Yield of each call of the API that takes a body: route, method, its numbers."""
    described = client.get("/api/schema/?format=json").json()
    parts = described["components"]["schemas"]
    for path, calls in described["paths"].items():
        for method, call in calls.items():
            content = call.get("requestBody", {}).get("content", {})
            if "application/json" in content:
                schema = content["application/json"]["schema"]
                yield path, method.upper(), dict(numbers(schema, parts))


def numbers(schema, parts):
    """Yield (name, whether it takes many) of what takes a number in a body."""
    if "$ref" in schema:
        yield from numbers(parts[schema["$ref"].rpartition("/")[2]], parts)
    for one in schema.get("allOf", ()):
        yield from numbers(one, parts)
    for name, field in schema.get("properties", {}).items():
        if is_number(field):
            yield name, False
        elif is_number(field.get("items", {})):
            yield name, True


def is_number(field):
    kinds = field.get("type", ())
    return "integer" in ([kinds] if isinstance(kinds, str) else kinds)


def bodies_for(numbers_taken, stranger):
    """Yield bodies that name each thing of the stranger's by its number."""
    ids = {one for one in stranger.values.values() if isinstance(one, int)}
    for name, is_many in numbers_taken.items():
        for number in sorted(ids):
            yield {name: [number] if is_many else number}


def test_no_number_in_a_body_reaches_what_is_anothers(world, stranger, watched, figure):
    rows = {
        (reverse(row.name, kwargs=named(row.path, world)), method): row
        for row in table.ROWS
        for method in row.methods
        if row.name.startswith("api:")
    }
    by_path = {path_of(url): url for url, _ in rows}
    before, asked, wrong, fields = watched(), 0, [], set()
    for path, method, taken in operations(world.clients["owner"]):
        url = by_path.get(path_of(path))
        row = rows.get((url, method))
        for body in bodies_for(taken, stranger) if row else ():
            fields |= {(row.name, name) for name in body}
            with transaction.atomic():
                client_of(row, world).generic(
                    method,
                    url,
                    json.dumps({**VALID.get(row.name, {}), **body}),
                    "application/json",
                )
                asked += 1
                if watched() != before:
                    wrong.append((row.name, method, body))
                transaction.set_rollback(True)

    figure(
        f"{asked} bodies for {len(fields)} numbers that the API takes, each naming a"
        f" thing of somebody else: {len(wrong)} reached it or tied something to it"
    )
    assert len(fields) > 10
    assert wrong == []


def path_of(path):
    """Return an address or a path of the description without what varies in it."""
    return tuple(
        "" if part.startswith("{") or part.isdecimal() or "-" in part else part
        for part in path.split("/")
    )


def forms_with_numbers(world):
    """Yield each field of a form that holds a number, once: actor, form, field."""
    seen = set()
    for row in table.ROWS:
        for actor in ("owner", "mentor") if "GET" in row.methods else ():
            for form in forms_on(world.clients[actor], address(row, world)):
                for field in numbers_in(form) if form.method == "post" else ():
                    place = (form.action.partition("?")[0], field)
                    if place not in seen:
                        seen.add(place)
                        yield actor, form, field


def test_no_number_in_a_form_reaches_what_is_anothers(world, stranger, watched, figure):
    ids = sorted({one for one in stranger.values.values() if isinstance(one, int)})
    before, asked, wrong = watched(), 0, []
    fields = list(forms_with_numbers(world))
    for (actor, form, field), number in itertools.product(fields, ids):
        with transaction.atomic():
            world.clients[actor].post(form.action, {**form.values, field: number})
            asked += 1
            if watched() != before:
                wrong.append((form.action, actor, field, number))
            transaction.set_rollback(True)

    figure(
        f"{asked} forms sent with the number of a thing of somebody else in one of"
        f" {len(fields)} fields: {len(wrong)} reached it or tied something to it"
    )
    assert len(fields) > 5
    assert wrong == []


def numbers_in(form):
    """Return the fields of a form that may hold the number of a row."""
    return [
        name
        for name, values in form.values.items()
        if any(value.isdecimal() for value in values)
    ]
