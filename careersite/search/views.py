"""The page of search, and its twin in the API."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from careersite.search.results import KINDS, search
from roles.models import Skill


@login_not_required
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """Show what the text finds, grouped; count it where that is nothing (one query)."""
    asked = request.GET.get("q", "")
    kind = request.GET.get("kind", "")
    results = search(asked, kind=kind, is_noted=request.method == "GET")
    context = {
        "results": results,
        "kind": KINDS(kind).label if kind in KINDS.values else "",
        "is_cut": len(asked.strip()) > len(results.text),
        "asked_most": ()
        if results.text
        else Skill.objects.published().asked_most()[:6],
    }
    return render(request, "search/search.html", context)
