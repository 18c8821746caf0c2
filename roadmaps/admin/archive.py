"""Taking a roadmap from readers, with what follows it."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from careersite.common.admin import PUBLISH
from roadmaps.models import Enrollment, Roadmap
from roadmaps.services import version_life

CHANGE = "admin:roadmaps_roadmap_change"


class ArchiveForm(forms.Form):
    """What follows a roadmap that goes, and why it goes."""

    successor: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        help_text="Its address leads there from now on.",
    )
    reason = forms.CharField(max_length=280, required=False, label="Why")

    def __init__(self, *args: Any, roadmap: Roadmap, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["successor"]
        field.queryset = Roadmap.objects.published().exclude(pk=roadmap.pk)
        learners = Enrollment.objects.filter(roadmap=roadmap).current().count()
        self.uses = [("learners", learners)] if learners else []
        field.required = bool(learners)


class ArchivePage(admin.ModelAdmin):
    """A page that asks before a published roadmap is archived."""

    def get_urls(self) -> list[Any]:
        """Add the page."""
        page = path(
            "<int:pk>/archive/",
            self.admin_site.admin_view(self.archive_view),
            name="roadmaps_roadmap_archive",
        )
        return [page, *super().get_urls()]

    def archive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a successor where learners follow the roadmap, then archive it."""
        roadmap = get_object_or_404(Roadmap, pk=min(pk, 2**62))
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        sent = request.POST if request.method == "POST" else None
        form = ArchiveForm(sent, roadmap=roadmap)
        if form.is_valid() and self._archive(request, roadmap, form):
            return HttpResponseRedirect(reverse(CHANGE, args=[roadmap.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Archive {roadmap}",
            "opts": self.opts,
            "row": roadmap,
            "change_url": reverse(CHANGE, args=[roadmap.pk]),
            "list_url": reverse("admin:roadmaps_roadmap_changelist"),
            "form": form,
            "uses": form.uses,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(
            request, "admin/life/archive.html", context, status=status
        )

    def _archive(
        self, request: HttpRequest, roadmap: Roadmap, form: ArchiveForm
    ) -> bool:
        by: Any = request.user
        try:
            version_life.archive(
                roadmap=roadmap, by=by, now=timezone.now(), **form.cleaned_data
            )
        except Roadmap.WrongStatusError as error:
            form.add_error(None, str(error))
            return False
        self.message_user(request, "Archived. Learners who follow it go on.")
        return True
