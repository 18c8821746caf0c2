"""What is measured against what, and how much of it is allowed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Call:
    """One request; `body` is sent as JSON."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None

    def as_bytes(self) -> bytes | None:
        """Return the body as it is sent."""
        return None if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True, slots=True)
class Subject:
    """A page or endpoint: its calls are made in turn and leave things as they were.

    `bar` is the largest ratio to the CPU of `reference`, `query_bar` the largest
    number of queries of one call; None where there is no bar. `queries` is what one
    call took. `remark` says why there is no figure to judge. With the unit MB the
    two calls are compared by the memory that the web process held at most: `bar` is
    how much more the second may take than the first.
    """

    name: str
    calls: Sequence[Call]
    reference: str = ""
    bar: float | None = None
    query_bar: int | None = None
    queries: int | None = None
    is_revalidated: bool = False
    remark: str = ""
    unit: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` takes."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Return the subject that was written."""
        calls = [Call(**call) for call in data["calls"]]
        return cls(**{**data, "calls": calls})
