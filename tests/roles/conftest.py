"""What several tests of roles need."""

from tests.factories.roles import (
    FactFactory,
    RoleFactory,
    RoleSkillFactory,
    SalaryBandFactory,
)


def full_role(**fields):
    role = RoleFactory(**fields)
    RoleSkillFactory(role=role, skill__name=f"Skill of {role.slug}")
    SalaryBandFactory(role=role)
    FactFactory(role=role)
    FactFactory(
        role=role,
        measure="time_share",
        dimension="data",
        low=20,
        high=25,
        as_printed="20-25%",
        label="Data work",
    )
    return role
