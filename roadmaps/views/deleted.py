"""What is said once own words are deleted: with a form that brings them back."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass(frozen=True, slots=True)
class Deleted:
    """What is gone, and the way back to where it stood.

    `words` is what `again` takes to keep them once more. They stand in the form of
    this one answer and nowhere else: who deletes a thing wants it gone.
    """

    said: str
    again: str
    words: Mapping[str, object]
    back: str
    where: str


def say_deleted(request: HttpRequest, gone: Deleted) -> HttpResponse:
    """Answer a deletion that has just happened."""
    return render(request, "roadmaps/deleted.html", {"gone": gone})
