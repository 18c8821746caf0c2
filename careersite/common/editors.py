"""Give the groups of the desk permissions on content, from a migration."""

from collections.abc import Iterable
from typing import Any

ACTIONS = ("add", "change", "delete", "view")
GROUPS = ("Editors", "Publishers")


def let_editors_write(apps: Any, app_label: str, models: Iterable[str]) -> None:
    """Let both groups add, change, delete and view `models`, named in lower case.

    Called with the `apps` of a migration.
    """
    wanted = [(model, f"{action}_{model}") for model in models for action in ACTIONS]
    for name in GROUPS:
        grant(apps, name, app_label, wanted)


def grant(
    apps: Any, group_name: str, app_label: str, wanted: Iterable[tuple[str, str]]
) -> None:
    """Give a group permissions, each named by its model and its code.

    Makes the group, and the permissions that migrate itself makes only afterwards.
    """
    types = apps.get_model("contenttypes", "ContentType")
    permissions = apps.get_model("auth", "Permission")
    code_of = list(wanted)
    models = dict.fromkeys(model for model, _ in code_of)
    types.objects.bulk_create(
        [types(app_label=app_label, model=model) for model in models],
        ignore_conflicts=True,
    )
    of_model = {
        row.model: row
        for row in types.objects.filter(app_label=app_label, model__in=models)
    }
    permissions.objects.bulk_create(
        [
            permissions(
                content_type=of_model[model],
                codename=code,
                name=f"Can {code.replace('_', ' ')}",
            )
            for model, code in code_of
        ],
        ignore_conflicts=True,
    )
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=group_name)
    group.permissions.add(
        *permissions.objects.filter(
            content_type__in=of_model.values(), codename__in=[c for _, c in code_of]
        )
    )
