"""Lists and comparisons of the real content."""

import pytest

pytestmark = pytest.mark.django_db


def test_each_count_is_what_ticking_gives_with_all_content(client, content):
    explorer = client.get("/roles/?shown=99").context["explorer"]

    for facet in explorer.facets:
        for choice in facet.choices:
            found = client.get("/roles/", {facet.name: choice.value})
            assert found.context["explorer"].count == choice.count, choice
