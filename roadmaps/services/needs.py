"""What a step needs beside time: a device, money, a card, a language."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from roadmaps.models import Resource
from roadmaps.services.plan import Plan


@dataclass(frozen=True, slots=True)
class Needs:
    """A step's device, and the costs and languages of what is offered for it."""

    device: str
    costs: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    @property
    def is_free(self) -> bool:
        """Whether it can be done without money and without a card."""
        return not self.costs or "free" in self.costs

    @property
    def is_paid_only(self) -> bool:
        """Whether all that is offered costs money."""
        return self.costs == {"paid"}


@dataclass(frozen=True, slots=True)
class NeedsFilter:
    """What a reader asks of steps; empty fields ask nothing."""

    device: str = ""
    cost: str = ""
    language: str = ""

    def takes(self, needs: Needs) -> bool:
        """Tell whether a step suits what was asked."""
        return (
            (not self.device or needs.device == self.device)
            and (not self.cost or self._is_cheap_enough(needs))
            and (not self.language or self.language in needs.languages)
        )

    def _is_cheap_enough(self, needs: Needs) -> bool:
        if self.cost == "free":
            return needs.is_free
        return not needs.is_paid_only

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not (self.device or self.cost or self.language)


def read_needs(plan: Plan) -> Mapping[str, Needs]:
    """Return what each step of a version needs, by key (one query)."""
    costs: dict[str, set[str]] = defaultdict(set)
    languages: dict[str, set[str]] = defaultdict(set)
    offered = Resource.objects.published().filter(roadmap=plan.version.roadmap_id)
    for key, cost, language in offered.order_by().values_list(
        "step_key", "cost", "language"
    ):
        costs[key].add(cost)
        languages[key].add(language)
    return {
        one.step.key: Needs(
            one.step.device,
            frozenset(costs[one.step.key]),
            frozenset(languages[one.step.key]),
        )
        for one in plan.steps
    }


def words_of(needs: Needs) -> list[str]:
    """Say in a few words what a reader should know before starting a step."""
    found = []
    if needs.device == "phone":
        found.append("a phone is enough")
    if needs.is_paid_only:
        found.append("costs money")
    elif needs.costs and not needs.is_free:
        found.append("needs a card")
    return found
