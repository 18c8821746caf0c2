"""Foreign writing comes back as it was sent; addresses know no look-alikes."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from profiles.models import Profile, Section

pytestmark = pytest.mark.django_db

WRITINGS = {
    "composed": "Zo\u00eb \u00c5str\u00f6m",
    "decomposed": "Zoe\u0308 A\u030astro\u0308m",
    "right to left": "\u0639\u0645\u0631 \u05d3\u05d5\u05d3",
    "overridden direction": "abc\u202egnp.exe",
    "zero width": "Ana\u200b\u200dLu\u200cz",
    "Turkish": "I\u0131\u0130i \u015e",
    "joined picture": "\U0001f469\u200d\U0001f4bb \U0001f3f3\ufe0f\u200d\U0001f308",
    "beyond two bytes": "\U00020bb7\u91ce\u5bb6 \U0001d54f",
    "stacked marks": "Z\u0351\u036b\u0343a\u0300\u0301\u0302",
}


def test_every_writing_comes_back_as_it_was_sent(client, learner, figure):
    figure(f"{len(WRITINGS)} writings come back unchanged")
    client.force_login(learner)
    for name, text in WRITINGS.items():
        made = client.post(
            "/api/v1/me/projects/",
            {"title": text, "summary": f"x{text}x"},
            content_type="application/json",
        ).json()
        page = client.get(reverse("profiles:project_edit", args=[made["id"]]))

        assert (made["title"], made["summary"]) == (text, f"x{text}x"), name
        assert escape(text) in page.content.decode(), name


@pytest.mark.parametrize(
    "handle",
    [
        "am\u0430ra",  # Cyrillic a
        "amara\u200b",
        "\uff41mara",  # full width
        "amar\u00e0",
        "\u0131nes",
        "AMARA\u202e",
    ],
)
def test_a_handle_that_looks_like_another_is_refused(client, learner, handle):
    client.force_login(learner)

    form = {**dict.fromkeys(Section.values, "private"), "handle": handle}
    page = client.post("/me/privacy/", form)

    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"handle"}
    assert not Profile.objects.exclude(handle="").exists()
