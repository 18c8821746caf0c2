"""The editor's desk for careers, figures, guides and sources."""

from typing import Any

from django.contrib import admin

from careersite.common.admin import register_changes
from roles.admin import careers, figures, frameworks, guides, quiz, reports, sources
from roles.admin.health import health_view
from roles.admin.pay_update import plan_view, sheet_view, start_view
from roles.services.changes import changes_of

__all__ = ["careers", "figures", "frameworks", "guides", "quiz", "reports", "sources"]

register_changes(changes_of)
desk: Any = admin.site
desk.add_page("care/", health_view, "health")
desk.add_page("pay-update/", start_view, "pay_update")
desk.add_page("pay-update/workbook.xlsx", sheet_view, "pay_update_workbook")
desk.add_page("pay-update/<int:pk>/", plan_view, "pay_update_plan")
desk.add_page("frameworks/", frameworks.list_view, "framework_plans")
desk.add_page("frameworks/<int:pk>/", frameworks.plan_view, "framework_plan")
