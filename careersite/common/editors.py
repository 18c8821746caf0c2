"""Give the groups of the desk the permissions on new content, from a migration."""

from collections.abc import Iterable
from typing import Any

ACTIONS = ("add", "change", "delete", "view")
GROUPS = ("Editors", "Publishers")


def let_editors_write(apps: Any, app_label: str, models: Iterable[str]) -> None:
    """Let both groups add, change, delete and view `models`, named in lower case.

    Called with the `apps` of a migration; makes the permissions that migrate
    itself makes only afterwards.
    """
    permissions = [
        _permission(apps, app_label, model, action)
        for model in models
        for action in ACTIONS
    ]
    for name in GROUPS:
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions)


def _permission(apps: Any, app_label: str, model: str, action: str) -> Any:
    content_type, _ = apps.get_model(
        "contenttypes", "ContentType"
    ).objects.get_or_create(app_label=app_label, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return found
