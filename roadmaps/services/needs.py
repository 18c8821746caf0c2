"""What a step needs beside time: a device, money, a card, a language."""

from dataclasses import dataclass


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
