"""Who does something to content, which holds no key to a person."""

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Somebody with a number and the name that others see now."""

    @property
    def pk(self) -> int | None:
        """The person's number; None where time alone acts."""

    @property
    def display_name(self) -> str:
        """The name as it is shown now, kept with what was done."""


@dataclass(frozen=True)
class Named:
    """An actor known by number and name alone, such as who scheduled something."""

    pk: int | None
    display_name: str
