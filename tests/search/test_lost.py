"""An address that leads nowhere says what may have been meant."""

import pytest

from tests.factories.roles import RoleFactory, SkillFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path", ["/roles/machine-lerning-enginer/", "/machine-learning"]
)
def test_unknown_address_suggests_what_its_words_find(client, path):
    role = RoleFactory(title="Machine Learning Engineer")

    answer = client.get(f"{path}", follow=True)

    assert answer.status_code == 404
    assert f'href="{role.get_absolute_url()}"' in answer.text


def test_number_of_queries_and_of_suggestions_is_bounded(
    client, django_assert_max_num_queries
):
    for number in range(9):
        SkillFactory(name=f"Testing {number}")

    with django_assert_max_num_queries(4):
        page = client.get("/skills/testing/").text

    assert (
        1
        <= page.count('<li><a href="/skills/testing')
        + page.count('<li><a href="/skills/skill-')
        <= 5
    )


@pytest.mark.parametrize("path", ["/shared/testing/", "/%ff%fe/", "/" + "x" * 3000])
def test_address_that_names_no_content_is_not_searched_for(client, path):
    SkillFactory(name="Testing")

    answer = client.get(path)

    assert answer.status_code == 404
    assert "Did you look for" not in answer.text
