"""Pages of an editorial life: diff, publish, schedule, archive, history, preview."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from careersite.common.actor import Actor
from careersite.common.branches import child_relations
from careersite.common.models import ContentRoot
from roles.models import EditorialEvent, Revision
from roles.services import archiving, drafts, previews, publishing
from roles.services.problems import problems_of
from roles.services.revisions import content_of, difference, difference_to_live

Action, Status = EditorialEvent.Action, ContentRoot.Status
REASON_MAX = 280
# What a page may do to a row, and whether it takes a publisher.
MOVES = {
    "submit": (Action.SUBMIT, False),
    "send_back": (Action.SEND_BACK, True),
    "revive": (Action.REVIVE, True),
}


class PublishForm(forms.Form):
    """When and why something is shown to readers."""

    reason = forms.CharField(
        max_length=REASON_MAX,
        required=False,
        label="Why",
        help_text="One sentence for the history.",
    )
    at = forms.DateTimeField(
        required=False,
        label="Not before",
        help_text="Empty publishes now. Year-month-day hour:minute, UTC.",
    )
    over = forms.BooleanField(
        required=False, label="Write over what changed since the draft was made"
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ArchiveForm(forms.Form):
    """What follows content that goes, and why it goes."""

    successor: Any = forms.ModelChoiceField(queryset=None, required=False)
    reason = forms.CharField(max_length=REASON_MAX, required=False, label="Why")

    def __init__(self, *args: Any, root: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        field: Any = self.fields["successor"]
        field.queryset = type(root).objects.published().exclude(pk=root.pk)
        field.help_text = "Its address leads there from now on."


class LifePages(admin.ModelAdmin):
    """Each page finds its row by id, drafts included, and checks who asks."""

    page_names = (
        "draft",
        "publish",
        "move",
        "discard",
        "archive",
        "compare",
        "restore",
        "link",
    )

    @property
    def url_base(self) -> str:
        """The start of the names of this table's addresses."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def change_url(self, row: Any) -> str:
        """Return the address of a row's form."""
        return reverse(f"admin:{self.url_base}_change", args=[row.pk])

    def actor(self, request: HttpRequest) -> Actor:
        """Return who is at the desk."""
        return request.user  # type: ignore[return-value]

    def child_tables(self) -> list[tuple[str, Any]]:
        """Return the children whose rows are edited in a table of their own."""
        inlines = {inline.model for inline in self.inlines}
        return [
            (name, child)
            for name, child in child_relations(self.model)
            if child not in inlines and self.admin_site.is_registered(child)
        ]

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
        try:
            publishing.move(
                root=root,
                action=action,
                by=self.actor(request),
                now=timezone.now(),
                reason=request.POST.get("reason", "")[:REASON_MAX],
            )
        except ContentRoot.WrongStatusError as error:
            return self._back(request, root, str(error), messages.WARNING)
        return self._back(request, root, f"{action.label}.")

    def discard_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then throw a draft away."""
        draft = self._row(request, pk)
        if not draft.is_draft_copy:
            raise Http404
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
        form = PublishForm(request.POST if request.method == "POST" else None)
        if request.method != "POST":
            return self._publish_page(request, root, PublishForm())
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
        self, request: HttpRequest, root: Any, form: PublishForm, status: int = 200
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
                        by=self.actor(request),
                        now=timezone.now(),
                        **form.cleaned_data,
                    )
                except archiving.SuccessorNeededError as error:
                    form.add_error("successor", str(error))
                except ContentRoot.WrongStatusError as error:
                    form.add_error(None, str(error))
                else:
                    return self._back(request, root, "Archived.")
            status = 422
        context = {"form": form, "uses": archiving.uses_of(root)}
        return self._page(request, root, "archive", "Archive", context, status=status)

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs between two revisions, or a revision and now."""
        root = self._row(request, pk)
        live = root.draft_of if root.is_draft_copy else root
        one = self._revision(live, request.GET.get("from"))
        other = self._revision(live, request.GET.get("to"))
        after = other.content if other else content_of(live)
        context = {
            "difference": difference(self.model, one.content if one else None, after),
            "before": one,
            "after": other,
        }
        return self._page(request, live, "compare", "Changes of", context)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Bring an older text back as a draft."""
        live = self._row(request, pk, post_only=True)
        revision = self._revision(live, request.POST.get("number"))
        if revision is None:
            raise Http404
        try:
            draft = drafts.restore(
                root=live,
                revision=revision,
                by=self.actor(request),
                now=timezone.now(),
            )
        except (drafts.DraftExistsError, drafts.RestoreRefusedError) as error:
            return self._back(request, live, str(error), messages.ERROR)
        text = f"Revision {revision.number} is back, as a draft."
        return self._back(request, draft, text)

    def link_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a link by which anybody can read the draft for a week."""
        root = self._row(request, pk, post_only=True)
        address = request.build_absolute_uri(previews.address_of(root))
        return self._back(
            request, root, f"Preview for 7 days, without an account: {address}"
        )

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show every act and every published text."""
        if not object_id.isdecimal():
            raise Http404
        root = self._row(request, int(object_id[:18]))
        live = root.draft_of if root.is_draft_copy else root
        context = {
            "events": EditorialEvent.objects.about(live)[:200],
            "revisions": Revision.objects.about(live).defer("content")[:200],
        }
        return self._page(request, live, "history", "History of", context)

    def _row(self, request: HttpRequest, pk: int, *, post_only: bool = False) -> Any:
        """Find the row; who may not change or only looks is turned away."""
        writes = request.method not in {"GET", "HEAD"}
        if post_only and not writes:
            raise Http404
        allowed: Callable[..., bool] = super().has_change_permission
        if not (allowed(request) if writes else self.has_view_permission(request)):
            raise PermissionDenied
        rows = self.model.everything
        return get_object_or_404(rows.select_related("draft_of"), pk=min(pk, 2**62))

    def _revision(self, live: Any, number: str | None) -> Revision | None:
        if not number:
            return None
        if not (number.isdecimal() and len(number) < 9):
            raise Http404
        return get_object_or_404(Revision.objects.about(live), number=number)

    def _is_publisher(self, request: HttpRequest) -> bool:
        return self.has_publish_permission(request)  # type: ignore[attr-defined]

    def _check_publisher(self, request: HttpRequest) -> None:
        if not self._is_publisher(request):
            raise PermissionDenied

    def _back(
        self, request: HttpRequest, row: Any, text: str, level: int = messages.SUCCESS
    ) -> HttpResponse:
        self.message_user(request, text, level)
        return HttpResponseRedirect(self.change_url(row))

    def _page(
        self,
        request: HttpRequest,
        row: Any,
        name: str,
        start: str,
        context: dict[str, Any],
        *,
        status: int = 200,
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "title": f"{start} {row}",
            "opts": self.opts,
            "row": row,
            "change_url": self.change_url(row),
            "list_url": reverse(f"admin:{self.url_base}_changelist"),
            "compare_url": reverse(f"admin:{self.url_base}_compare", args=[row.pk]),
            "restore_url": reverse(f"admin:{self.url_base}_restore", args=[row.pk]),
        }
        template = f"admin/life/{name}.html"
        return TemplateResponse(request, template, shared | context, status=status)
