"""The figures by which lists of roles are ordered."""

from typing import cast

from django.db.models import DecimalField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from roles.models import Fact, SalaryBand
from roles.models.role import RoleQuerySet

UNKNOWN = Value(-1, output_field=DecimalField())


def with_figures(roles: RoleQuerySet) -> RoleQuerySet:
    """Annotate `demand` (0 to 10) and `pay_low` (US dollars a year); -1 if unknown.

    `pay_low` is the highest stated low of the US, dollars, year, mid group: the one
    basis in which most roles can be put in order (rule 2).
    """
    demand = Fact.objects.shown().scores("demand").filter(role=OuterRef("pk"))
    pay = SalaryBand.objects.shown().of_us_mid_level().filter(role=OuterRef("pk"))
    return cast(
        "RoleQuerySet",
        roles.annotate(
            demand=Coalesce(
                Subquery(demand.order_by("-low").values("low")[:1]), UNKNOWN
            ),
            pay_low=Coalesce(Subquery(pay.order_by("-low").values("low")[:1]), UNKNOWN),
        ),
    )
