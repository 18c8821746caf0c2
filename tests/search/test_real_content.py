"""Search finds what people mean in the content that the site is born with."""

import pytest

from careersite.bench.content import SKILLS, make_content
from careersite.search.results import search
from roles.models import Skill

pytestmark = [pytest.mark.usefixtures("content"), pytest.mark.django_db]

MEANT = {
    "kubernets": ("skill", "Kubernetes"),
    "ML Ops": ("role", "MLOps Engineer"),
    "LLM engineer": ("role", "Generative AI Engineer"),
    "Azur AI": ("certification", "Azure AI Engineer Associate"),
    "genai": ("role", "Generative AI Engineer"),
    "pyton": ("skill", "Python"),
}


def first_hits():
    hits = {typed: search(typed).hits[0] for typed in MEANT}
    return {typed: (hit.kind, hit.title) for typed, hit in hits.items()}


def test_the_first_hit_is_what_was_meant():
    assert first_hits() == MEANT
    assert search("LLM engineer").hits[0].why == "other name: LLM Engineer"


@pytest.mark.assure(id="search-many")
def test_among_10_000_skills_too(
    client, learner, django_assert_max_num_queries, figure
):
    make_content()

    found = first_hits()
    for typed in ("pyton", "data", "xqzzy"):
        with django_assert_max_num_queries(1):
            client.get("/search/", {"q": typed})
    client.force_login(learner)
    with django_assert_max_num_queries(3):
        client.get("/search/", {"q": "kubernets"})

    assert Skill.objects.published().count() == SKILLS
    assert found == MEANT
    figure(f"{SKILLS:,} skills: 1 query, 3 signed in; {len(MEANT)} first hits right")
