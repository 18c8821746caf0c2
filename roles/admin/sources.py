"""Where figures come from, and the places they speak of."""

from django.contrib import admin

from careersite.common.admin import LISTS, ContentAdmin
from roles.admin.importing import ImportMixin
from roles.admin.roots import RootAdmin
from roles.models import Region, Source, SourceFamily


@admin.register(SourceFamily)
class SourceFamilyAdmin(ImportMixin, ContentAdmin):
    """Publishers' documents through all their editions."""

    subject = LISTS
    list_display = ["name", "slug", "last_change"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Source)
class SourceAdmin(RootAdmin):
    """Documents, and the origins that documents name."""

    subject = "Sources"
    list_display = ["__str__", "kind", "family", "edition", "year_label"]
    list_filter = ["kind", "family"]
    list_select_related = ["family"]
    search_fields = ["title", "publisher", "slug"]
    autocomplete_fields = ["family"]


@admin.register(Region)
class RegionAdmin(ImportMixin, ContentAdmin):
    """Countries, parts of them and groups."""

    subject = LISTS
    list_display = ["name", "kind", "code", "currency", "parent", "last_change"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["parent", "members"]
