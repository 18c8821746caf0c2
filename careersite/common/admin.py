"""The admin site and the base of all content admins."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.contrib.auth.decorators import login_not_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet, Subquery, URLField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.views.decorators.cache import never_cache

from careersite.common.models import Publishable

PUBLISH = "roles.publish_content"
HTTPS_ADDRESSES: Any = {URLField: {"assume_scheme": "https"}}
ID_DIGITS_MAX = 19
GROUPS_IN_ORDER = ("Careers", "Figures", "Sources", "Roadmaps", "People")


class CareersiteAdminSite(admin.AdminSite):
    """The editor's desk, with its tables grouped by subject."""

    site_header = "careersite"
    site_title = "careersite"
    index_title = "Editor's desk"

    @method_decorator(never_cache)
    @login_not_required
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Sign in by the site's own form, which asks for the second factor.

        The admin's own form never runs: it would let a second account in
        without one.
        """
        return secure_admin_login(lambda _: redirect(f"{self.name}:index"))(request)

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[Any]:
        """Return our subjects first, then the apps of others."""
        apps = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        models = [row for app in apps for row in app["models"]]
        subjects = {
            name: [row for row in models if self._subject(row) == name]
            for name in GROUPS_IN_ORDER
        }
        others = [
            {**app, "models": [row for row in app["models"] if not self._subject(row)]}
            for app in apps
        ]
        return [
            *(
                _subject_as_app(name, found)
                for name, found in subjects.items()
                if found
            ),
            *(app for app in others if app["models"]),
        ]

    def _subject(self, row: dict[str, Any]) -> str:
        return getattr(self._registry[row["model"]], "subject", "")


def _subject_as_app(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "app_label": name.lower(),
        "app_url": f"{reverse('admin:index')}#{name.lower()}",
        "has_module_perms": True,
        "models": rows,
    }


class NumberedAutocomplete(AutocompleteSelect):
    """An autocomplete that shows a form again whatever was sent in it."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return the choices, leaving out what is no number of a row."""
        numbers = [one for one in value if str(one)[:ID_DIGITS_MAX].isdecimal()]
        shown = [one for one in numbers if len(str(one)) < ID_DIGITS_MAX]
        return super().optgroups(name, shown, attr)


class DeskMixin(BaseModelAdmin):
    """What every table and inline of the desk shares."""

    formfield_overrides = HTTPS_ADDRESSES

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Let autocompletes survive bad input."""
        if db_field.name in self.get_autocomplete_fields(request):
            site = self.admin_site
            options.setdefault("widget", NumberedAutocomplete(db_field, site))
        return super().formfield_for_foreignkey(db_field, request, **options)


class ContentAdmin(DeskMixin, admin.ModelAdmin):
    """Content: shows who changed it last, and is edited by permission only."""

    subject = "Careers"
    list_per_page = 50
    show_full_result_count = False

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
    def unpublish(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Hide the chosen rows from readers."""
        for content in queryset:
            content.unpublish()
            self.log_change(request, content, "Taken back to draft.")
        self.message_user(request, f"{len(queryset)} taken back to draft.")


def _is_published(content: Publishable | None) -> bool:
    return content is not None and content.status == Publishable.Status.PUBLISHED


class ChildAdmin(DeskMixin, admin.ModelAdmin):
    """Rows of their own table that belong to publishable content, `parent`.

    Who may not publish changes only what belongs to content not yet published.
    """

    subject = "Careers"
    parent = ""
    list_per_page = 50
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Follow the parent."""
        allowed = super().has_change_permission(request, obj)
        return allowed and self._may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Follow the parent."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and self._may_touch(request, obj)

    def formfield_for_foreignkey(
        self, db_field: Any, request: HttpRequest, **options: Any
    ) -> Any:
        """Offer published parents to publishers only."""
        field: Any = super().formfield_for_foreignkey(db_field, request, **options)
        if db_field.name == self.parent and not request.user.has_perm(PUBLISH):
            field.queryset = field.queryset.unpublished()
        return field

    def _may_touch(self, request: HttpRequest, row: Any) -> bool:
        if row is None or request.user.has_perm(PUBLISH):
            return True
        return not _is_published(getattr(row, self.parent))


class ChildInline(DeskMixin, admin.TabularInline):
    """Rows that belong to the content above them and follow its permissions."""

    extra = 0
