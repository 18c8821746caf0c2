"""Pay figures side by side, never mixed (rules 1 and 2).

Figures meet only inside one group: same region, currency, period, component and
statistic, the same house level, and the same condition and subject, where one narrows
them. Amounts are in the unit of the currency.
"""

from roles.money import Amount, money, money_range
from roles.pay.agreement import (
    Disagreement,
    Envelope,
    Overlap,
    disagreements,
    envelope,
    overlap,
    overlap_label,
    sources_disagree,
)
from roles.pay.band import LEVELS, Band, GroupKey, derive, level_order
from roles.pay.groups import (
    COMPONENTS,
    NOT_STATED,
    PayGroup,
    card_group,
    group_label,
    pay_groups,
)

__all__ = [
    "COMPONENTS",
    "LEVELS",
    "NOT_STATED",
    "Amount",
    "Band",
    "Disagreement",
    "Envelope",
    "GroupKey",
    "Overlap",
    "PayGroup",
    "card_group",
    "derive",
    "disagreements",
    "envelope",
    "group_label",
    "level_order",
    "money",
    "money_range",
    "overlap",
    "overlap_label",
    "pay_groups",
    "sources_disagree",
]
