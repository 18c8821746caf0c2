"""Links that know whether they are the current one."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab; `count` stands beside its label where there is one."""

    url: str
    label: str
    is_current: bool = False
    count: int | None = None
