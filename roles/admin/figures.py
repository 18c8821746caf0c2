"""Pay, other facts, ladders and moves: what sources print, one row each."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse

from careersite.common.admin import ChildAdmin, ChildInline
from roles.admin.importing import ImportMixin
from roles.admin.roots import RootAdmin
from roles.models import CareerMove, Fact, Ladder, Rung, RungCertification, SalaryBand

PROVENANCE: Any = (
    "Where it stands",
    {"fields": ["published_in", "attributed_to", "as_of", "as_printed", "label"]},
)
LIFE: Any = ("Life", {"fields": ["status", "published_at", "review_by", "position"]})


class SourcedFactAdmin(ImportMixin, RootAdmin):
    """A figure: two of them never overwrite or average each other."""

    subject = "Figures"
    list_select_related = ["role", "published_in", "region"]
    list_filter = ["role", "region_basis", "published_in"]
    search_fields = ["key", "as_printed", "label", "role__title", "published_in__title"]
    autocomplete_fields = ["role", "published_in", "attributed_to", "region"]


@admin.register(SalaryBand)
class SalaryBandAdmin(SourcedFactAdmin):
    """Pay figures with their full basis; never convert, never average."""

    list_display = [
        "as_printed",
        "role",
        "house_level",
        "region",
        "currency",
        "period",
        "component",
        "published_in",
    ]
    list_filter = [*SourcedFactAdmin.list_filter, "house_level", "component", "period"]
    autocomplete_fields = [*SourcedFactAdmin.autocomplete_fields, "rung"]
    fieldsets = [
        (None, {"fields": ["key", "role", "subject"]}),
        ("Figure", {"fields": ["low", "high", "high_open", "qualifier", "statistic"]}),
        (
            "Basis",
            {
                "description": "Leave the region empty where the country is not "
                "stated; it is never guessed.",
                "fields": [
                    "region",
                    "region_basis",
                    "currency",
                    "period",
                    "component",
                    "condition",
                ],
            },
        ),
        (
            "Level",
            {
                "fields": [
                    "house_level",
                    "level_label",
                    "rung",
                    "years_low",
                    "years_high",
                ]
            },
        ),
        PROVENANCE,
        ("Remarks", {"fields": ["note", "is_promotional", "is_incomplete"]}),
        LIFE,
    ]

    def more_links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Lead to the update of many figures at once."""
        return [("Update pay", reverse("admin:pay_update"))]


@admin.register(Fact)
class FactAdmin(SourcedFactAdmin):
    """Scores, growth, time shares and the like."""

    list_display = ["dimension", "as_printed", "role", "measure", "published_in"]
    list_filter = [*SourcedFactAdmin.list_filter, "measure"]
    search_fields = [*SourcedFactAdmin.search_fields, "dimension"]


class RungInline(ChildInline):
    model = Rung


@admin.register(Ladder)
class LadderAdmin(RootAdmin):
    """Ladders, one per source; they are never merged."""

    subject = "Figures"
    list_display = ["title", "role", "source"]
    list_filter = ["role", "source"]
    list_select_related = ["role", "source"]
    search_fields = ["title", "role__title"]
    prepopulated_fields = {"key": ["title"]}
    autocomplete_fields = ["role", "source"]
    inlines = [RungInline]


class RungCertificationInline(ChildInline):
    model = RungCertification
    autocomplete_fields = ["certification"]


@admin.register(Rung)
class RungAdmin(ChildAdmin):
    """Stops of all ladders, so that pay can point to one."""

    parent = "ladder"
    list_display = ["__str__", "ladder", "house_level", "years_from", "years_to"]
    list_filter = ["house_level", "ladder__role"]
    list_select_related = ["ladder__source"]
    search_fields = ["titles", "ladder__title"]
    autocomplete_fields = ["ladder"]
    inlines = [RungCertificationInline]


@admin.register(CareerMove)
class CareerMoveAdmin(ImportMixin, RootAdmin):
    """Moves from one role to other work."""

    subject = "Figures"
    list_display = ["to_label", "role", "kind", "as_printed", "published_in"]
    list_filter = ["role", "kind", "published_in"]
    list_select_related = ["role", "published_in"]
    search_fields = ["to_label", "role__title", "key"]
    autocomplete_fields = ["role", "to_role", "published_in", "attributed_to"]
