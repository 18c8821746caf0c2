"""Make the groups Editors and Publishers, with permissions on content only."""

from django.db import migrations

CONTENT = {
    "roles": [
        "careermove",
        "certification",
        "certificationskill",
        "duty",
        "fact",
        "faq",
        "faqanswer",
        "ladder",
        "proficiencyanchor",
        "provider",
        "region",
        "role",
        "rolealias",
        "rolecertification",
        "rolemapline",
        "rolemapstop",
        "roleskill",
        "rung",
        "salaryband",
        "skill",
        "skillalias",
        "skillcategory",
        "skillmention",
        "skillprerequisite",
        "source",
        "sourcefamily",
    ],
    "roadmaps": [
        "resource",
        "roadmap",
        "roadmapversion",
        "stage",
        "step",
        "stepcriterion",
        "steporigin",
        "steppart",
        "stepprerequisite",
        "stepskill",
    ],
}
ACTIONS = ["add", "change", "delete", "view"]


def make_groups(apps, schema_editor):
    """Create permissions that migrate itself makes only afterwards, then groups."""
    edit = [
        permission(apps, label, model, f"{action}_{model}", f"Can {action} {model}")
        for label, models in CONTENT.items()
        for model in models
        for action in ACTIONS
    ]
    publish = permission(
        apps, "roles", "role", "publish_content", "Can publish content"
    )
    groups = apps.get_model("auth", "Group").objects
    groups.get_or_create(name="Editors")[0].permissions.add(*edit)
    groups.get_or_create(name="Publishers")[0].permissions.add(*edit, publish)


def permission(apps, label, model, codename, name):
    content_type, _ = apps.get_model(
        "contenttypes", "ContentType"
    ).objects.get_or_create(app_label=label, model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults={"name": name}
    )
    return found


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(
        name__in=["Editors", "Publishers"]
    ).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("roadmaps", "0002_know_when_a_state_began"),
        ("roles", "0004_add_publish_permission"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
