"""What to do next, as data with the reason.

The order: changes asked, a certificate that expires within 60 days with its
renewal open, a step in progress (longest idle first), a skipped step that is
required now and holds others up, the ready step that unlocks most, else log time.
Steps in review are offered beside, never first.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Literal

from roadmaps.ordering import unlock_counts
from roadmaps.progress.steps import TrackedStep, blocked_by

EXPIRY_DAYS = 60
OTHERS_MAX = 3

Kind = Literal[
    "changes_requested",
    "renew",
    "in_progress",
    "bring_back",
    "ready",
    "in_review",
    "log_time",
]
KIND_ORDER: tuple[Kind, ...] = (
    "changes_requested",
    "renew",
    "in_progress",
    "bring_back",
    "ready",
    "in_review",
    "log_time",
)


@dataclass(frozen=True, slots=True)
class ExpiringCertificate:
    """A certificate that the learner holds."""

    key: str
    title: str
    expires_on: date
    is_renewal_open: bool


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do and the figures behind the sentence that says why.

    `key` is a step key, or the certificate's for `renew`, or empty for
    `log_time`. `since` is when changes were asked, the step was last touched or
    sent; `days_left` is to the expiry; `unlocks` counts later open steps.
    """

    kind: Kind
    key: str = ""
    title: str = ""
    since: datetime | None = None
    days_left: int | None = None
    unlocks: int = 0
    ticked_hours: float = 0
    hours: float = 0


@dataclass(frozen=True, slots=True)
class NextThings:
    """The first thing to do and up to three others."""

    first: Suggestion
    others: tuple[Suggestion, ...]


def next_things(
    steps: Sequence[TrackedStep],
    *,
    today: date,
    certificates: Sequence[ExpiringCertificate] = (),
) -> NextThings:
    """Choose what to do next; the others show one of each kind before a second."""
    unlocks = unlock_counts(steps, settled=_settled(steps))
    in_kinds: list[tuple[Kind, list[Suggestion]]] = [
        ("changes_requested", _in_state(steps, "changes_requested", unlocks)),
        ("renew", _renewals(certificates, today)),
        ("in_progress", _in_state(steps, "in_progress", unlocks)),
        ("bring_back", _left_out(steps, unlocks)),
        ("ready", _ready(steps, unlocks)),
    ]
    actionable = list(chain.from_iterable(found for _, found in in_kinds))
    first = actionable[0] if actionable else Suggestion(kind="log_time")
    in_kinds.append(("in_review", _in_state(steps, "submitted", unlocks)))
    in_turn = _in_turn([found for _, found in in_kinds])
    others = tuple(other for other in in_turn if other != first)[:OTHERS_MAX]
    return NextThings(first=first, others=others)


def _in_turn(groups: Sequence[Sequence[Suggestion]]) -> Iterator[Suggestion]:
    """The first of each group, then the second of each, and so on."""
    longest = max(len(group) for group in groups)
    for place in range(longest):
        yield from (group[place] for group in groups if place < len(group))


_STATE_KINDS: dict[str, Kind] = {
    "changes_requested": "changes_requested",
    "in_progress": "in_progress",
    "submitted": "in_review",
}


def _in_state(
    steps: Sequence[TrackedStep], state: str, unlocks: Mapping[str, int]
) -> list[Suggestion]:
    """Steps in a state; the one that waits or lies idle longest comes first."""
    found = sorted(
        (step for step in steps if step.state == state),
        key=lambda step: (_waiting_since(step), step.number),
    )
    return [_of_step(_STATE_KINDS[state], step, unlocks[step.key]) for step in found]


def _left_out(
    steps: Sequence[TrackedStep], unlocks: Mapping[str, int]
) -> list[Suggestion]:
    """Skipped steps that are required now; only those that hold others up."""
    found = sorted(
        (step for step in steps if step.is_left_out and unlocks[step.key]),
        key=lambda step: (-unlocks[step.key], step.number),
    )
    return [_of_step("bring_back", step, unlocks[step.key]) for step in found]


def _ready(
    steps: Sequence[TrackedStep], unlocks: Mapping[str, int]
) -> list[Suggestion]:
    locked = blocked_by(steps)
    found = sorted(
        (
            step
            for step in steps
            if step.state == "not_started" and step.key not in locked
        ),
        key=lambda step: (-unlocks[step.key], not step.is_required, step.number),
    )
    return [_of_step("ready", step, unlocks[step.key]) for step in found]


def _renewals(
    certificates: Sequence[ExpiringCertificate], today: date
) -> list[Suggestion]:
    soonest = sorted(certificates, key=lambda one: (one.expires_on, one.key))
    left = [(one, (one.expires_on - today).days) for one in soonest]
    return [
        Suggestion(kind="renew", key=one.key, title=one.title, days_left=days)
        for one, days in left
        if one.is_renewal_open and 0 <= days <= EXPIRY_DAYS
    ]


def _of_step(kind: Kind, step: TrackedStep, unlocks: int) -> Suggestion:
    return Suggestion(
        kind=kind,
        key=step.key,
        title=step.title,
        since=_since(step),
        unlocks=unlocks,
        ticked_hours=step.ticked_hours,
        hours=step.hours,
    )


def _since(step: TrackedStep) -> datetime | None:
    if step.state == "in_progress":
        return step.last_activity_at or step.state_since
    return step.state_since


def _waiting_since(step: TrackedStep) -> float:
    # A step nobody touched since it was begun has been idle longest.
    since = _since(step)
    return since.timestamp() if since else float("-inf")


def _settled(steps: Sequence[TrackedStep]) -> Collection[str]:
    return {
        step.key
        for step in steps
        if step.state in {"done", "waived", "skipped", "submitted"}
    }
