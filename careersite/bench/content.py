"""Content in the number that the bars name: 10,000 skills, 25 roles of 60 skills."""

from django.db import connection, transaction

from roles.models import Role, RoleSkill, Skill, SkillCategory, Source

SKILLS = 10_000
ROLES = 25
ASKED = 60
PREFIX = "made-"
ROLE = "ai-engineer"


@transaction.atomic
def make_content() -> None:
    """Fill skills and roles up, once."""
    if Skill.objects.filter(slug__startswith=PREFIX).exists():
        return
    categories = list(SkillCategory.objects.order_by("pk"))
    real = list(Skill.objects.order_by("pk"))
    made = Skill.objects.bulk_create(
        (
            Skill(
                slug=f"{PREFIX}{number}",
                # Two real words and a number: what a search has to tell apart.
                name=f"{real[number % len(real)].name} for "
                f"{real[number * 7 % len(real)].name} {number}"[:80],
                category=categories[number % len(categories)],
                status=Skill.Status.PUBLISHED,
            )
            for number in range(len(real), SKILLS)
        ),
        batch_size=1000,
    )
    # The role whose page is measured stays as it is.
    roles = list(Role.objects.published().exclude(slug=ROLE).order_by("pk"))
    roles += Role.objects.bulk_create(
        Role(
            slug=f"{PREFIX}role-{number}",
            title=f"Made role {number}",
            status=Role.Status.PUBLISHED,
        )
        for number in range(len(roles) + 1, ROLES)
    )
    skills = (real + made)[: ASKED * 3]
    estimate = Source.objects.get(kind=Source.Kind.EDITORIAL)
    for at, role in enumerate(roles):
        known = RoleSkill.objects.filter(role=role)
        asked = set(known.values_list("skill_id", flat=True))
        free = [skill for skill in skills[at:] if skill.pk not in asked]
        RoleSkill.objects.bulk_create(
            RoleSkill(
                role=role,
                skill=skill,
                house_level="entry",
                importance=1 + number % 5,
                required_level=1 + number % 4,
                source=estimate,
            )
            for number, skill in enumerate(free[: max(0, ASKED - len(asked))])
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # As a server does by itself a little later.
