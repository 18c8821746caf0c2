"""The base of what is drafted, reviewed and published as a whole."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html

from careersite.common.admin import PublishableAdmin, asks_first, closed_to
from careersite.common.models import ContentRoot
from roles.admin.life import LifePages
from roles.models import Redirect
from roles.services import archiving, drafts, publishing
from roles.services.redirects import record_rename
from roles.services.revisions import newest_revision

Status = ContentRoot.Status
FIXED = {Status.PUBLISHED, Status.ARCHIVED}


class WorkingCopyFilter(admin.SimpleListFilter):
    """Where the draft of published content stands."""

    title = "its draft"
    parameter_name = "draft"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer the states of a draft."""
        return [
            ("any", "There is one"),
            *((status, status.label) for status in Status if status not in FIXED),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Keep what has such a draft."""
        if self.value() == "any":
            return queryset.filter(working_copy__isnull=False)
        if self.value():
            return queryset.filter(working_copy__status=self.value())
        return queryset


class RootAdmin(LifePages, PublishableAdmin):
    """Content with drafts: what readers see is changed in its draft only."""

    actions = ["publish", "archive"]
    change_form_template = "admin/root_change_form.html"

    def get_list_display(self, request: HttpRequest) -> Any:
        """Return the columns, with the draft beside the status."""
        columns = [*super().get_list_display(request)]
        columns.insert(columns.index("status") + 1, "its_draft")
        return columns

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Return the filters, with the one of drafts after the status."""
        first, *others = super().get_list_filter(request)
        return [first, WorkingCopyFilter, *others]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """Load the draft too."""
        named: Any = self.list_select_related or ()
        return [*named, "working_copy"]

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Find drafts as well."""
        found = super().get_object(request, object_id, from_field)
        if found is not None or not str(object_id).isdecimal():
            return found
        rows = self.model.everything.exclude(draft_of=None)
        if request.method == "POST":
            rows = rows.select_for_update()
        return rows.filter(pk=str(object_id)[:18]).first()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let what readers see be changed in its draft, and no other way."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.status not in closed_to(request))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Delete only what no reader ever saw; a draft is discarded."""
        allowed = super().has_delete_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        is_open = obj.status not in closed_to(request)
        return is_open and not obj.is_draft_copy and not obj.was_readable

    def keep_address(self, content: Any, *, old_slug: str) -> None:
        """Lead the old address to the new one, where readers knew it."""
        if type(content).__name__.lower() in Redirect.Kind.values:
            record_rename(content=content, old_slug=old_slug)

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: Any = None
    ) -> dict[str, Any]:
        """Propose a key for new content only: it is permanent."""
        return {} if obj else dict(super().get_prepopulated_fields(request, obj))

    @admin.display(description="Its draft")
    def its_draft(self, content: Any) -> str:
        """Link the draft of what is published."""
        draft = getattr(content, "working_copy", None)
        if draft is None:
            return "none"
        return format_html(
            '<a href="{}">{}</a>', self.change_url(draft), draft.get_status_display()
        )

    @admin.action(description="Publish", permissions=["publish"])
    @asks_first(
        "Readers see the drafts of what is chosen from now on. What is not complete"
        " is left out and named."
    )
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Show the chosen rows, or their drafts, to readers; list what is refused."""
        done = 0
        for content in queryset:
            draft = drafts.draft_of(content) or content
            try:
                publishing.publish(
                    root=draft, by=self.actor(request), now=timezone.now()
                )
            except publishing.REFUSALS as error:
                self.message_user(request, f"{content}: {error}", messages.ERROR)
            else:
                done += 1
                self.log_change(request, content, "Published.")
        self.message_user(request, f"{done} published.")

    @admin.action(description="Archive", permissions=["publish"])
    @asks_first(
        "Readers no longer see what is chosen. What is still used or has a draft is"
        " left and named."
    )
    def archive(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Take the chosen rows from readers; list what is refused."""
        done = 0
        for content in queryset:
            try:
                archiving.archive(
                    root=content,
                    successor=None,
                    by=self.actor(request),
                    now=timezone.now(),
                )
            except archiving.REFUSALS as error:
                self.message_user(request, f"{content}: {error}", messages.ERROR)
            else:
                done += 1
                self.log_change(request, content, "Archived.")
        self.message_user(request, f"{done} archived.")

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        **options: Any,
    ) -> HttpResponse:
        """Say above the form what readers see, and what can be done."""
        row = options.get("obj")
        if row is not None:
            context["life"] = self.life_of(request, row)
        return super().render_change_form(request, context, *args, **options)

    def life_of(self, request: HttpRequest, row: Any) -> dict[str, Any]:
        """Return what the panel above the form shows."""
        live = row.draft_of if row.is_draft_copy else row
        draft = row if row.is_draft_copy else drafts.draft_of(row)
        return {
            "row": row,
            "is_copy": row.is_draft_copy,
            "may_discard": row.is_draft_copy and row.status not in closed_to(request),
            "live": live,
            "draft": draft,
            "revision": newest_revision(live),
            "may_publish": self.has_publish_permission(request),
            "may_write": super().has_change_permission(request, None),
            "children": self.child_lists(row),
            "urls": {
                name: reverse(f"admin:{self.url_base}_{name}", args=[row.pk])
                for name in self.page_names
            },
            "draft_url": self.change_url(draft) if draft is not None else "",
            "live_url": self.change_url(live),
        }

    def child_lists(self, row: Any) -> list[tuple[str, str, int]]:
        """Return the children that have lists of their own: name, address, number."""
        found = []
        for name, child in self.child_tables():
            label = child._meta.verbose_name_plural
            url = reverse(
                f"admin:{child._meta.app_label}_{child._meta.model_name}_changelist"
            )
            query = f"?rows=all&{child.parent_field}__id__exact={row.pk}"
            found.append((str(label), url + query, getattr(row, name).count()))
        return found

    def get_urls(self) -> list[Any]:
        """Add the pages of an editorial life."""
        pages = [
            path(
                f"<int:pk>/{name}/",
                self.admin_site.admin_view(getattr(self, f"{name}_view")),
                name=f"{self.url_base}_{name}",
            )
            for name in self.page_names
        ]
        return [*pages, *super().get_urls()]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Stay with the draft: it is not in the list."""
        answer = super().response_change(request, obj)
        if obj.is_draft_copy and not {"_continue", "_addanother"} & set(request.POST):
            return HttpResponseRedirect(self.change_url(obj))
        return answer
