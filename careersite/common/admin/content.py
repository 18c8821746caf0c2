"""Bases of the tables of content: who may change what, and what is shown of it."""

from collections import Counter
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.db.models import (
    CharField,
    OuterRef,
    ProtectedError,
    QuerySet,
    RestrictedError,
    Subquery,
)
from django.db.models.deletion import Collector
from django.db.models.functions import Cast
from django.forms import BaseInlineFormSet, CheckboxInput
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format

from careersite.common.admin.asking import asks_first
from careersite.common.admin.changes import ChangesMixin
from careersite.common.admin.fields import DeskMixin
from careersite.common.admin.seen import SeenMixin
from careersite.common.admin.site import PARTS
from careersite.common.branches import every_row
from careersite.common.models import Publishable

PUBLISH = "roles.publish_content"
READERS_KNOW = [Publishable.Status.PUBLISHED, Publishable.Status.ARCHIVED]


def closed_to(request: HttpRequest) -> list[str]:
    """Return the states in which this editor may not change content.

    What is scheduled reaches readers as a publisher saw it.
    """
    if request.user.has_perm(PUBLISH):
        return [*READERS_KNOW]
    return [*READERS_KNOW, Publishable.Status.SCHEDULED]


class ContentAdmin(ChangesMixin, SeenMixin, DeskMixin, admin.ModelAdmin):
    """Content: shows who changed it last, and is edited by permission only."""

    subject = "Careers"

    def save_model(
        self, request: HttpRequest, obj: Any, form: Any, change: Any
    ) -> None:
        """Save, and keep the old address of what has a page and was renamed."""
        super().save_model(request, obj, form, change)
        if change and "slug" in form.changed_data:
            self.keep_address(obj, old_slug=form.initial["slug"])

    def keep_address(self, content: Any, *, old_slug: str) -> None:
        """Lead the old address to the new one; for content that has a page."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return rows with the name of who changed each last."""
        entries = LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(self.model),
            object_id=OuterRef("key_as_text"),
        ).order_by("-action_time")
        return (
            super()
            .get_queryset(request)
            .alias(key_as_text=Cast("pk", CharField()))
            .annotate(last_editor=Subquery(entries.values("user__name")[:1]))
        )

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Count what stands in the way of deleting; never name a learner's rows."""
        shown, counts, needed, protected = super().get_deleted_objects(objs, request)
        if protected:
            needed, protected = set(), _in_the_way(objs)
        return shown, counts, needed, protected

    @admin.display(description="Last change", ordering="updated_at")
    def last_change(self, content: Any) -> str:
        """Return when it was changed, and by whom where that is known."""
        when = date_format(content.updated_at, "Y-m-d H:i")
        return f"{when}, {content.last_editor}" if content.last_editor else when


class PublishableAdmin(ContentAdmin):
    """Content with an editorial life.

    The status is changed by actions only, which call the model's verbs. What is
    published is changed by whoever may publish.
    """

    actions = ["publish", "unpublish"]
    readonly_fields = ["status", "published_at"]

    def get_list_display(self, request: HttpRequest) -> Any:
        """Return the columns, status and last change after them."""
        return [*super().get_list_display(request), "status", "last_change"]

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Return the filters, the status first."""
        return ["status", *super().get_list_filter(request)]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Tell whether this editor may decide what readers see."""
        return request.user.has_perm(PUBLISH)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let an editor change drafts, and only publishers what readers see."""
        return super().has_change_permission(request, obj) and (
            self.has_publish_permission(request) or not _is_published(obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Keep what readers see: it is unpublished first."""
        return super().has_delete_permission(request, obj) and not _is_published(obj)

    @admin.action(description="Publish", permissions=["publish"])
    @asks_first("Readers see what is chosen from now on.")
    def publish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Show the chosen rows to readers."""
        now, refused = timezone.now(), 0
        for content in queryset:
            try:
                content.publish(now=now)
            except Publishable.WrongStatusError as error:
                refused += 1
                self.message_user(request, f"{content}: {error}", messages.ERROR)
            else:
                self.log_change(request, content, "Published.")
        self.message_user(request, f"{len(queryset) - refused} published.")

    @admin.action(description="Take back to draft", permissions=["publish"])
    @asks_first("Readers no longer see what is chosen.")
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Hide the chosen rows from readers."""
        for content in queryset:
            content.unpublish()
            self.log_change(request, content, "Taken back to draft.")
        self.message_user(request, f"{len(queryset)} taken back to draft.")


def _is_published(content: Publishable | None) -> bool:
    return content is not None and content.status == Publishable.Status.PUBLISHED


def _in_the_way(objs: Any) -> list[str]:
    """Return what keeps rows from being deleted: kinds and numbers, no names."""
    try:
        Collector(using=DEFAULT_DB_ALIAS).collect(list(objs))
    except (ProtectedError, RestrictedError) as error:
        rows: Any = error.args[1]
        kinds = Counter(str(row._meta.verbose_name_plural) for row in rows)
        return [f"{number} {kind}" for kind, number in sorted(kinds.items())]
    return []


class ChildAdmin(ChangesMixin, SeenMixin, DeskMixin, admin.ModelAdmin):
    """Rows of their own table that belong to publishable content, `parent`.

    What belongs to published content is changed in its draft only, and what is
    scheduled by publishers only.
    """

    subject = PARTS
    parent = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows of drafts too."""
        rows: QuerySet = every_row(self.model).get_queryset()
        return rows.order_by(*(self.get_ordering(request) or self.model._meta.ordering))

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Return the filters, the one of drafts first."""
        return [DraftRowsFilter, *super().get_list_filter(request)]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Follow the parent."""
        allowed = super().has_change_permission(request, obj)
        return allowed and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Follow the parent."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and self._may_touch(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Let a row stay where it is."""
        fixed = super().get_readonly_fields(request, obj)
        return [*fixed, self.parent] if obj else fixed

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Offer as parents what may be changed, drafts of published things too."""
        if db_field.name == self.parent:
            options["queryset"] = every_row(db_field.related_model).exclude(
                status__in=closed_to(request)
            )
        return super().formfield_for_foreignkey(db_field, request, **options)

    def _may_touch(self, request: HttpRequest, row: Any) -> bool:
        if row is None:
            return True
        return getattr(row, self.parent).status not in closed_to(request)


class DraftRowsFilter(admin.SimpleListFilter):
    """What readers see, or what belongs to drafts."""

    title = "draft"
    parameter_name = "rows"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        """Offer what is not the default."""
        return [("draft", "In drafts of published content"), ("all", "All")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Leave rows of drafts out, unless asked for."""
        if self.value() == "all":
            return queryset
        return queryset.filter(of_draft=self.value() == "draft")


class ChildFormSet(BaseInlineFormSet):
    """Rows in a table, whose box for deleting has a name."""

    @classmethod
    def get_deletion_widget(cls) -> Any:
        """Return the box."""
        return CheckboxInput(attrs={"aria-label": "Delete this row"})


class ChildInline(DeskMixin, admin.TabularInline):
    """Rows that belong to the content above them and follow its permissions."""

    extra = 0
    formset = ChildFormSet
    names_controls = True

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows of drafts too, each with what it names."""
        names = list(self.get_autocomplete_fields(request))
        rows: QuerySet = every_row(self.model).get_queryset()
        return rows.select_related(*names) if names else rows
