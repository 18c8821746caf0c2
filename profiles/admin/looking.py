"""Tables about people: for operators alone, and each look is kept."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from careersite.common.admin.site import is_operator
from careersite.common.paging import Paginator
from profiles.models import OperatorAct, User
from profiles.services import operating


class AskedList(ChangeList):
    """Shows nobody until somebody is looked for, so that few are seen by chance."""

    def get_queryset(
        self, request: HttpRequest, exclude_parameters: list[str | None] | None = None
    ) -> QuerySet:
        """Return what was asked for; without a question, nothing."""
        found = super().get_queryset(request, exclude_parameters)
        return found if self.query or self.get_filters_params() else found.none()


class LookingAdmin(admin.ModelAdmin):
    """A table of which operators see people; who is seen is told so."""

    subject = "People"
    paginator = Paginator
    list_per_page = 25
    list_max_show_all = 25

    def people_of(self, row: Any) -> Iterable[User]:
        """Return whose data a row shows."""
        raise NotImplementedError

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Operators only, whatever permissions somebody was given."""
        return is_operator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators only."""
        return is_operator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Operators only."""
        return is_operator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nothing about people begins at the desk."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What belongs to people goes with their accounts."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Find one row for its page or history, and keep that it was looked at."""
        found: Any = super().get_object(request, object_id, from_field)
        if found is not None and request.method != "POST" and is_operator(request):
            self._note(request, [found], OperatorAct.Action.LOOKED)
        return found

    def render_change_form(  # type: ignore[override]
        self, request: HttpRequest, context: dict[str, Any], **options: Any
    ) -> HttpResponse:
        """Show one row; sent back with an error it is a look as well."""
        if options.get("obj") is not None and request.method == "POST":
            self._note(request, [options["obj"]], OperatorAct.Action.LOOKED)
        return super().render_change_form(request, context, **options)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show a list, and keep who stood in it."""
        response = super().changelist_view(request, extra_context)
        context = getattr(response, "context_data", None) or {}
        if "cl" in context:
            self._note(request, context["cl"].result_list, OperatorAct.Action.LISTED)
        return response

    def _note(
        self, request: HttpRequest, rows: Iterable[Any], action: OperatorAct.Action
    ) -> None:
        operating.note_looks(
            people=[person for row in rows for person in self.people_of(row)],
            by=cast("User", request.user),
            now=timezone.now(),
            action=action,
        )
