"""Lists in the order that a program asks for, walked page by page."""

import pytest
from django.urls import resolve

from tests.factories.roles import (
    CareerMoveFactory,
    CertificationFactory,
    FactFactory,
    InterviewQuestionFactory,
    LadderFactory,
    RoleFactory,
    SalaryBandFactory,
    SkillFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db

MANY, PAGE_SIZE = 23, 3
# Address -> what makes a row of it, and what else is alike in all of them.
ROWS = {
    "roles": (RoleFactory, {}),
    "skills": (SkillFactory, {}),
    "certifications": (CertificationFactory, {"name": "Alike"}),
    "salary-bands": (SalaryBandFactory, {"low": 1, "high": 2}),
    "facts": (FactFactory, {}),
    "ladders": (LadderFactory, {}),
    "career-moves": (CareerMoveFactory, {}),
    "sources": (SourceFactory, {}),
    "interview-questions": (InterviewQuestionFactory, {}),
}
ORDERS = [
    (prefix, f"{sign}{field}")
    for prefix in ROWS
    for field in resolve(f"/api/v1/{prefix}/").func.cls.ordering_fields
    for sign in ("", "-")
]


def walked(client, url):
    """Yield the rows of all pages, as the links between them lead."""
    while url:
        page = client.get(url).json()
        yield from page["results"]
        url = page["next"]


@pytest.mark.parametrize(("prefix", "ordering"), ORDERS)
def test_each_row_that_ties_comes_once(client, prefix, ordering):
    factory, alike = ROWS[prefix]
    made = factory.create_batch(MANY, position=0, **alike)
    # What was written last does not stand last any more.
    for row in made[::2]:
        row.save()

    url = f"/api/v1/{prefix}/?ordering={ordering}&page_size={PAGE_SIZE}"
    found = [str(row) for row in walked(client, url)]

    assert len(found) == len(set(found)) >= MANY
