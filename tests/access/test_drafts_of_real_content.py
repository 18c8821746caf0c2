"""Nothing half-done of the real content reaches a reader: all of it is drafted anew."""

import re

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from roles.services import publishing
from tests.access.drafts import SEARCHES, add_drafts, compared
from tests.access.world import NOBODY
from tests.roles.test_api import LISTS

pytestmark = [pytest.mark.django_db, pytest.mark.assure(id="S22")]


def test_drafts_of_all_real_content_come_and_no_page_changes(content, editor, figure):
    live = [
        row
        for model in publishing.roots()
        for row in model.objects.published().order_by("pk")
    ]
    visitor = Client(raise_request_exception=False)
    pages = re.findall("<loc>(.+?)</loc>", visitor.get("/sitemap.xml").text)
    listed = [f"/api/v1/{name}/?page_size=100" for name in (*LISTS, "roadmaps")]
    urls = [page.removeprefix(settings.SITE_URL) for page in pages] + listed

    changed, shown = compared(
        {NOBODY: visitor},
        [(NOBODY, url) for url in [*urls, *SEARCHES]],
        lambda: add_drafts(live, by=editor, now=timezone.now()),
    )

    figure(
        f"all {len(live)} roots of the real content drafted, a sibling of each waiting:"
        f" of {len(urls)} pages and lists {len(changed)} changed, {len(shown)} show"
        " words of a draft"
    )
    assert len(live) > 500
    assert not changed
    assert not shown
