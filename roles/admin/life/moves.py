"""Steps between draft and readers: review, publish, schedule, archive, discard."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from careersite.common.admin import closed_to
from careersite.common.admin.publish_form import MoveForm
from careersite.common.models import ContentRoot
from roles.admin.life.base import LifePage
from roles.admin.life.forms import ArchiveForm, PublishDraftForm
from roles.models import EditorialEvent
from roles.services import archiving, drafts, previews, publishing
from roles.services.problems import problems_of
from roles.services.revisions import difference_to_live

Action = EditorialEvent.Action
# What a page may do to a row, and whether it takes a publisher.
MOVES = {
    "submit": (Action.SUBMIT, False),
    "send_back": (Action.SEND_BACK, True),
    "revive": (Action.REVIVE, True),
}


class MovePages(LifePage):
    """From draft to readers and back; each act by whom and why."""

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open the draft of published content, making it where there is none."""
        root = self._row(request, pk, post_only=True)
        try:
            draft, is_new = drafts.open_draft(
                root=root, by=self.actor(request), now=timezone.now()
            )
        except drafts.NeedsNoDraftError as error:
            return self._back(request, root, str(error), messages.WARNING)
        text = "This is a draft: readers see nothing of it yet."
        if not is_new:
            text = f"There was a draft already, {draft.get_status_display().lower()}."
        return self._back(request, draft, text)

    def move_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one step between draft and readers."""
        root = self._row(request, pk, post_only=True)
        action, takes_publisher = MOVES.get(
            request.POST.get("action", ""), (None, True)
        )
        if takes_publisher:
            self._check_publisher(request)
        if action is None:
            raise Http404
        form = MoveForm(request.POST)
        if not form.is_valid():
            context = {"form": form}
            return self._page(request, root, "move", "Not done:", context, status=422)
        try:
            publishing.move(
                root=root,
                action=action,
                by=self.actor(request),
                now=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except ContentRoot.WrongStatusError as error:
            return self._back(request, root, str(error), messages.WARNING)
        return self._back(request, root, f"{action.label}.")

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then throw a draft away."""
        draft = self._row(request, pk)
        if not draft.is_draft_copy:
            raise Http404
        if draft.status in closed_to(request):
            raise PermissionDenied
        if request.method == "POST":
            live = draft.draft_of
            drafts.discard(draft=draft, by=self.actor(request), now=timezone.now())
            return self._back(request, live, "The draft is gone.")
        context = {"difference": difference_to_live(draft)}
        return self._page(request, draft, "discard", "Discard the draft of", context)

    def publish_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what publishing would change, and what stands in its way; do it."""
        root = self._row(request, pk)
        if root.status not in publishing.PUBLISHABLE:
            return self._back(request, root, "There is no draft.", messages.WARNING)
        form = PublishDraftForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return self._publish_page(request, root, PublishDraftForm())
        self._check_publisher(request)
        if not form.is_valid():
            return self._publish_page(request, root, form, status=422)
        try:
            shown, text = self._publish(request, root, form.cleaned_data)
        except publishing.ChangedMeanwhileError as error:
            form.add_error(None, str(error))
            return self._publish_page(request, root, form, status=409)
        except publishing.REFUSALS as error:
            form.add_error(None, str(error))
            return self._publish_page(request, root, form, status=422)
        self.log_change(request, shown, text)
        return self._back(request, shown, text)

    def _publish(
        self, request: HttpRequest, root: Any, wanted: dict[str, Any]
    ) -> tuple[Any, str]:
        now, by = timezone.now(), self.actor(request)
        at: datetime | None = wanted["at"]
        if at is not None:
            publishing.move(
                root=root,
                action=Action.SCHEDULE,
                by=by,
                now=now,
                reason=wanted["reason"],
                at=at,
                seen=wanted["seen"],
                over=wanted["over"],
            )
            return root, f"Scheduled for {at:%Y-%m-%d %H:%M} UTC."
        live = publishing.publish(
            root=root,
            by=by,
            now=now,
            reason=wanted["reason"],
            seen=wanted["seen"],
            over=wanted["over"],
        )
        return live, "Published: readers see it now."

    def _publish_page(
        self, request: HttpRequest, root: Any, form: PublishDraftForm, status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "problems": problems_of(root),
            "difference": difference_to_live(root),
            "meanwhile": publishing.changed_below(root),
            "seen": publishing.seen_now(root),
            "may_publish": self._is_publisher(request),
        }
        return self._page(request, root, "publish", "Publish", context, status=status)

    def archive_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask for a successor, then take content from readers."""
        root = self._row(request, pk)
        self._check_publisher(request)
        sent = request.POST if request.method == "POST" else None
        form = ArchiveForm(sent, root=root)
        status = 200
        if request.method == "POST":
            if form.is_valid():
                try:
                    archiving.archive(
                        root=root,
                        successor=form.cleaned_data.get("successor"),
                        by=self.actor(request),
                        now=timezone.now(),
                        reason=form.cleaned_data["reason"],
                    )
                except archiving.SuccessorNeededError as error:
                    form.add_error("successor", str(error))
                except ContentRoot.WrongStatusError as error:
                    form.add_error(None, str(error))
                else:
                    return self._back(request, root, "Archived.")
            status = 422
        context = {"form": form, "uses": form.uses}
        return self._page(request, root, "archive", "Archive", context, status=status)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link by which anybody can read the draft for a week."""
        root = self._row(request, pk, post_only=True)
        address = request.build_absolute_uri(previews.address_of(root))
        return self._back(
            request, root, f"Preview for 7 days, without an account: {address}"
        )
