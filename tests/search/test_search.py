"""Search finds what people mean, and says why."""

import pytest
from django.db import connection
from django.utils import timezone

from careersite.search.results import search
from roles.models import RoleAlias, SearchDocument, SearchMiss, SkillAlias
from roles.models.search import MISSES_MAX
from tests.factories.roadmaps import RoadmapFactory, RoadmapVersionFactory
from tests.factories.roles import CertificationFactory, RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db


def titles(text, **options):
    return [hit.title for hit in search(text, **options).hits]


def first(text):
    return search(text).hits[0]


def kinds_kept():
    return SearchDocument.objects.values_list("kind", flat=True)


def generative_engineer():
    role = RoleFactory(title="Generative AI Engineer")
    for name in ("LLM Engineer", "GenAI Engineer"):
        RoleAlias.objects.create(role=role, name=name)
    return role


@pytest.mark.parametrize(
    ("typed", "kind", "title"),
    [
        ("kubernets", "skill", "Kubernetes"),
        ("ML Ops", "role", "MLOps Engineer"),
        ("ml-ops", "role", "MLOps Engineer"),
        ("LLM engineer", "role", "Generative AI Engineer"),
        ("Azur AI", "certification", "Azure AI Engineer Associate"),
        ("genai", "role", "Generative AI Engineer"),
        ("  C++ ", "skill", "C++"),
        ("R", "skill", "R"),
        ("café", "skill", "Cafe"),
    ],
)
def test_first_hit_is_what_was_meant(typed, kind, title):
    generative_engineer()
    for name in ("MLOps Engineer", "AI Engineer"):
        RoleFactory(title=name)
    manager = RoleFactory(title="AI Product Manager")
    RoleAlias.objects.create(role=manager, name="GenAI Product Manager")
    azure, models = SkillFactory(name="Azure"), SkillFactory(name="Models")
    pipelines = SkillFactory(name="Training pipelines")
    for name in ("Kubernetes", "C++", "C", "R", "Rust", "Cafe"):
        SkillFactory(name=name)
    for skill, name in ((azure, "Azure AI"), (models, "GenAI"), (pipelines, "MLOps")):
        SkillAlias.objects.create(skill=skill, name=name)
    CertificationFactory(name="Azure AI Engineer Associate")
    CertificationFactory(name="Certified Kubernetes Administrator")

    found = first(typed)

    assert (found.kind, found.title) == (kind, title)


def test_words_are_put_right_by_those_most_like_them():
    for name in ("PyTorch", "Python", "Pytest", "Vector search for Python 3"):
        SkillFactory(name=name)
    RoleFactory(title="Machine Learning Engineer")

    assert titles("pyton")[0] == "Python"
    assert titles("machne lerning") == ["Machine Learning Engineer"]
    assert titles("lerning ingineer machine") == ["Machine Learning Engineer"]


def test_hit_says_why_it_matched():
    generative_engineer()
    SkillFactory(name="Kubernetes", description="Runs many containers.")

    assert first("LLM Engineer").why == "other name: LLM Engineer"
    assert first("Kuberntes").why == "spelled like “Kubernetes”"
    assert first("containers").why == "named in its text"
    assert first("Kubernetes").why == ""


def test_swapped_letters_are_offered_as_near():
    SkillFactory(name="Python")

    results = search("pyhton")

    assert results.groups == ()
    assert [hit.title for hit in results.near] == ["Python"]
    assert search("pyhton", kind="role").near == ()
    assert search("xqzzy").near == ()


def test_groups_come_in_the_order_of_their_best_hit():
    RoleFactory(title="Python Developer")
    SkillFactory(name="Python")

    assert titles("python") == ["Python", "Python Developer"]


def test_one_kind_alone_can_be_asked_for():
    RoleFactory(title="Python Developer")
    SkillFactory(name="Python")

    assert titles("python", kind="role") == ["Python Developer"]


def test_drafts_are_never_found():
    role = RoleFactory(title="Prompt Engineer")
    role.unpublish()
    SkillFactory(name="Prompting", status="draft")
    RoadmapFactory(title="To Prompt Engineer")  # no version was published

    assert set(kinds_kept()) == {"role"}  # the one that the roadmap leads to


def test_documents_follow_what_they_come_from():
    skill = SkillFactory(name="Kubernetes")
    alias = SkillAlias.objects.create(skill=skill, name="k8s")
    version = RoadmapVersionFactory(roadmap__title="To the harbor")
    assert titles("k8s") == ["Kubernetes"]
    assert titles("harbor") == ["To the harbor"]

    type(skill).objects.filter(pk=skill.pk).update(name="Containers")
    assert titles("k8s") == ["Containers"]

    alias.delete()
    version.roadmap.unpublish()
    assert titles("k8s") == []
    assert titles("harbor") == []

    skill.delete()
    assert set(kinds_kept()) == {"role"}


def test_a_draft_published_again_is_found_again():
    role = RoleFactory(title="Prompt Engineer", status="draft")
    RoleAlias.objects.create(role=role, name="Prompt Designer")

    role.publish(now=timezone.now())

    assert titles("prompt designer") == ["Prompt Engineer"]


HOSTILE = ["%", "_", "'; DROP TABLE roles_role; --", "\\", "a" * 7000, "(", "a & | !"]


@pytest.mark.parametrize("typed", [*HOSTILE, "", " ", "ß", "\U0001f600", "<script>"])
def test_page_answers_whatever_is_typed(client, typed):
    answer = client.get("/search/", {"q": typed})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode().replace("<script src", "")


def test_page_shows_hits_in_groups_with_the_reason(client):
    generative_engineer()
    SkillFactory(name="Engineering")

    page = client.get("/search/", {"q": "llm engineer"}).content.decode()

    assert "<title>Search: llm engineer · Careersite</title>" in page
    assert ">Generative AI Engineer</a>" in page
    assert "other name: LLM Engineer" in page


@pytest.mark.parametrize("typed", ["data", "daata", "xqzzy", "pyhton", ""])
def test_page_asks_three_times_at_most_whoever_asks_and_whatever_is_found(
    client, mentor, django_assert_max_num_queries, typed
):
    for number in range(9):
        SkillFactory(name=f"Data {number}")
    SkillFactory(name="Python")
    asked = {"q": typed}

    with django_assert_max_num_queries(1):
        page = client.get("/search/", asked).text
    client.cookies["country"] = "india"
    with django_assert_max_num_queries(1):
        client.get("/search/", asked)
    client.force_login(mentor)  # Session and person, with what the bar shows.
    with django_assert_max_num_queries(3):
        assert mentor.display_name in client.get("/search/", asked).text

    assert ("kind=skill" in page) == (typed in {"data", "daata"})


def misses():
    return dict(SearchMiss.objects.values_list("text", "count"))


def test_searches_without_a_hit_are_counted_but_no_person(client):
    SkillFactory(name="Python")

    for typed in ("Underwater  Basketry", "underwater basketry", "python", "x", ""):
        client.get("/search/", {"q": typed})
    for personal in ("jane@example.org", "call 0301234567", "https://example.org"):
        client.get("/search/", {"q": personal})
    client.head("/search/", {"q": "juggling"})

    assert misses() == {"underwater basketry": 2}


def test_nobody_can_fill_the_list_of_misses(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO roles_searchmiss (text, count) "
            "SELECT 'text ' || n, 1 FROM generate_series(1, %s) AS n",
            [MISSES_MAX],
        )

    client.get("/search/", {"q": "juggling"})
    client.get("/search/", {"q": "text 1"})

    assert SearchMiss.objects.count() == MISSES_MAX
    assert SearchMiss.objects.get(text="text 1").count == 2


def test_api_answers_like_the_page(client):
    generative_engineer()

    answer = client.get("/api/v1/search/", {"q": "genai", "kind": "role"}).json()

    assert answer["results"] == [
        {
            "kind": "role",
            "slug": answer["results"][0]["slug"],
            "title": "Generative AI Engineer",
            "summary": "Does useful work.",
            "url": f"/roles/{answer['results'][0]['slug']}/",
            "why": "other name: GenAI Engineer",
        }
    ]
    assert answer["near"] == []


@pytest.mark.parametrize(
    ("asked", "field"),
    [({}, "q"), ({"q": "a" * 81}, "q"), ({"q": "a", "kind": "x"}, "kind")],
)
def test_api_says_what_it_cannot_answer(client, asked, field):
    answer = client.get("/api/v1/search/", asked)

    assert answer.status_code == 400
    assert list(answer.json()) == [field]
