"""Pages of a version's life: review, publish, schedule, history, restore, preview."""

from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from careersite.common.admin import PUBLISH
from careersite.common.admin.publish_form import MoveForm, PublishForm
from careersite.common.branches import fingerprint
from roadmaps.admin.plan_inline import may_write
from roadmaps.models import Roadmap, RoadmapVersion
from roadmaps.services import previews, publishing, version_life
from roadmaps.services.version_text import compared, published_before, text_of
from roles.models import EditorialEvent, Revision
from roles.services.changes import changes_of

Action = EditorialEvent.Action
BASE = "roadmaps_roadmapversion"
# What a page may do to a version, and whether it takes a publisher.
MOVES = {"submit": (Action.SUBMIT, False), "send_back": (Action.SEND_BACK, True)}
REFUSALS = (
    publishing.ChangedMeanwhileError,
    Roadmap.WrongStatusError,
    RoadmapVersion.NotADraftError,
)


class VersionPages(admin.ModelAdmin):
    """Each page finds its version by id and checks who asks."""

    page_names = ("draft", "publish", "move", "compare", "link")

    def get_urls(self) -> list[Any]:
        """Add the pages."""
        pages = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(getattr(self, f"{name}_view")),
                name=f"{BASE}_{name}",
            )
            for name in self.page_names
        ]
        return [*pages, *super().get_urls()]

    def life_of(self, request: HttpRequest, version: RoadmapVersion) -> dict[str, Any]:
        """Return what the panel above the form shows."""
        draft = version.roadmap.versions.drafts().first()
        urls = {
            name: reverse(f"admin:{BASE}_{name}", args=[version.pk])
            for name in self.page_names
        }
        archive = reverse("admin:roadmaps_roadmap_archive", args=[version.roadmap_id])
        discard = reverse(f"admin:{BASE}_delete", args=[version.pk])
        return {
            "row": version,
            "is_copy": False,
            "may_discard": may_write(request, version),
            "draft": draft,
            "may_publish": request.user.has_perm(PUBLISH),
            "may_write": self._may_write(request),
            "children": [],
            "urls": {**urls, "archive": archive, "discard": discard},
            "draft_url": _change_url(draft) if draft else "",
        }

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Draft the next version as a copy of this one, however old it is."""
        version = self._row(request, pk, post_only=True)
        try:
            draft = publishing.draft_next_version(
                roadmap=version.roadmap,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
                base=version,
            )
        except publishing.DraftExistsError as error:
            return self._back(request, error.draft, str(error), messages.WARNING)
        text = f"{draft} is a draft, a copy of version {version.number}."
        return self._back(request, draft, text)

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send a draft to review, or back."""
        version = self._row(request, pk, post_only=True)
        action, is_publishers = MOVES.get(request.POST.get("action", ""), (None, True))
        if is_publishers:
            _check_publisher(request)
        if action is None:
            raise Http404
        form = MoveForm(request.POST)
        if not form.is_valid():
            context = {"form": form}
            return self._page(
                request, version, "life/move", "Not done:", context, status=422
            )
        try:
            version_life.move(
                version=version,
                action=action,
                by=request.user,  # type: ignore[arg-type]
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except Roadmap.WrongStatusError as error:
            return self._back(request, version, str(error), messages.WARNING)
        return self._back(request, version, f"{action.label}.")

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what publishing would do and what stands in its way; on POST do it."""
        version = self._row(request, pk)
        if request.method != "POST":
            return self._publish_page(request, version, PublishForm())
        _check_publisher(request)
        form = PublishForm(request.POST)
        if not form.is_valid():
            return self._publish_page(request, version, form, status=422)
        try:
            text = self._publish(request, version, **form.cleaned_data)
        except publishing.PublishRefusedError as error:
            for problem in error.problems:
                form.add_error(None, problem.message)
            return self._publish_page(request, version, form, status=422)
        except REFUSALS as error:
            form.add_error(None, str(error))
            return self._publish_page(request, version, form, status=409)
        self.log_change(request, version, text)
        return self._back(request, version, text)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link by which anybody can read the draft for a week."""
        version = self._row(request, pk, post_only=True)
        address = request.build_absolute_uri(previews.address_of(version))
        text = f"Preview for 7 days, without an account: {address}"
        return self._back(request, version, text)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs between another version, or nothing, and this one."""
        version = self._row(request, pk)
        number = request.GET.get("from", "")
        before = None
        if number:
            if not (number.isdecimal() and len(number) < 5):
                raise Http404
            before = get_object_or_404(version.roadmap.versions, number=number)
        context = {
            "difference": compared(before, version),
            "from_name": f"version {before.number}" if before else "nothing",
            "to_name": f"version {version.number}",
        }
        return self._page(request, version, "life/compare", "Changes of", context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show every version of the roadmap, and every act."""
        if not object_id.isdecimal():
            raise Http404
        version = self._row(request, int(object_id[:18]))
        roadmap = version.roadmap
        revisions = Revision.objects.about(roadmap).defer("content")
        kept = {one.number: one for one in revisions}
        numbered = roadmap.versions.order_by("-number")
        context = {
            "versions": [(one, kept.get(one.number)) for one in numbered],
            "events": EditorialEvent.objects.about(roadmap)[:200],
            "changes": changes_of(version),
            "may_write": self._may_write(request),
        }
        template = "roadmaps/roadmapversion/history"
        return self._page(request, version, template, "History of", context)

    def _publish(
        self,
        request: HttpRequest,
        version: RoadmapVersion,
        *,
        reason: str,
        at: datetime | None,
        seen: str,
    ) -> str:
        by: Any = request.user
        now = timezone.now()
        if at is None:
            publishing.publish_version(
                version=version, by=by, now=now, reason=reason, seen=seen
            )
            return f"{version} is published."
        version_life.move(
            version=version,
            action=Action.SCHEDULE,
            by=by,
            now=now,
            reason=reason,
            at=at,
            seen=seen,
        )
        return f"Scheduled for {at:%Y-%m-%d %H:%M} UTC."

    def _publish_page(
        self,
        request: HttpRequest,
        version: RoadmapVersion,
        form: PublishForm,
        status: int = 200,
    ) -> HttpResponse:
        context = {
            "form": form,
            "version": version,
            "problems": publishing.problems_of(version),
            "change": publishing.change_for_learners(version),
            "difference": compared(published_before(version), version),
            "versions": self.get_queryset(request).filter(roadmap=version.roadmap_id),
            "seen": fingerprint(text_of(version)),
            "may_publish": request.user.has_perm(PUBLISH),
        }
        template = "roadmaps/roadmapversion/publish"
        return self._page(request, version, template, "Publish", context, status=status)

    def _row(self, request: HttpRequest, pk: int, *, post_only: bool = False) -> Any:
        """Find the version; who may not change or only looks is turned away."""
        writes = request.method == "POST"
        if post_only and not writes:
            raise Http404
        allowed = self._may_write if writes else self.has_view_permission
        if not allowed(request):
            raise PermissionDenied
        rows = RoadmapVersion.objects.select_related("roadmap__role")
        return get_object_or_404(rows, pk=min(pk, 2**62))

    def _may_write(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def _back(
        self,
        request: HttpRequest,
        version: RoadmapVersion,
        text: str,
        level: int = messages.SUCCESS,
    ) -> HttpResponse:
        self.message_user(request, text, level)
        return HttpResponseRedirect(_change_url(version))

    def _page(
        self,
        request: HttpRequest,
        version: RoadmapVersion,
        template: str,
        start: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": f"{start} {version}",
            "opts": self.opts,
            "row": version,
            "change_url": _change_url(version),
            "list_url": reverse(f"admin:{BASE}_changelist"),
        }
        return TemplateResponse(
            request, f"admin/{template}.html", shared | context, status=status
        )


def _change_url(version: RoadmapVersion) -> str:
    return reverse(f"admin:{BASE}_change", args=[version.pk])


def _check_publisher(request: HttpRequest) -> None:
    if not request.user.has_perm(PUBLISH):
        raise PermissionDenied
