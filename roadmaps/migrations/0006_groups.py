"""Make the groups Editors and Publishers, with permissions on content only."""

from django.db import migrations

from careersite.common.editors import grant, let_editors_write

CONTENT = {
    "roles": [
        "careermove",
        "certification",
        "certificationskill",
        "comparisonfactor",
        "credential",
        "disagreement",
        "disagreementside",
        "duty",
        "educationstance",
        "employer",
        "employergroup",
        "externalcode",
        "fact",
        "faq",
        "faqanswer",
        "guidance",
        "guidesection",
        "industry",
        "interviewquestion",
        "ladder",
        "proficiencyanchor",
        "provider",
        "quiz",
        "quizitem",
        "quizweight",
        "region",
        "relatedguide",
        "report",
        "role",
        "rolealias",
        "rolecertification",
        "roleindustry",
        "rolemapline",
        "rolemapstop",
        "roleskill",
        "rung",
        "rungcertification",
        "salaryband",
        "skill",
        "skillalias",
        "skillcategory",
        "skillmention",
        "skillprerequisite",
        "source",
        "sourcefamily",
        "specialty",
        "tool",
        "toolmention",
        "usecase",
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


def make_groups(apps, schema_editor):
    for app_label, models in CONTENT.items():
        let_editors_write(apps, app_label, models)
    grant(apps, "Publishers", "roles", [("role", "publish_content")])


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(
        name__in=["Editors", "Publishers"]
    ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('roadmaps', '0005_traces'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [migrations.RunPython(make_groups, remove_groups)]
