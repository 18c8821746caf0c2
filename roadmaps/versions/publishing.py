"""What keeps a version from being published, every reason at once."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from roadmaps.ordering import find_cycle
from roadmaps.versions.diff import VersionStep

REVIEW_STEPS_MAX = 8


@dataclass(frozen=True, slots=True)
class Cost:
    """What a resource of a step costs: free, card or paid, and a note about it."""

    cost: Literal["free", "card", "paid"]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason, for machines as a code and for editors as a message.

    `path` are the step keys that it is about, in order.
    """

    code: Literal[
        "no_steps",
        "duplicate_key",
        "cycle",
        "forward_prerequisite",
        "unknown_prerequisite",
        "too_many_reviews",
        "paid_only",
        "no_time",
    ]
    message: str
    path: tuple[str, ...] = ()


def publish_problems(
    steps: Sequence[VersionStep],
    *,
    costs: Mapping[str, Sequence[Cost]] | None = None,
    cost_notes: Mapping[str, str] | None = None,
) -> tuple[Problem, ...]:
    """All reasons against publishing; `costs` are of resources, by step key.

    `cost_notes` are the notes that stand with the steps themselves.
    """
    if not steps:
        return (Problem("no_steps", "The version has no steps."),)
    cycle = find_cycle(steps)
    in_cycle = set(pairwise(cycle or ()))
    return (
        *_duplicates(steps),
        *_cycles(steps, cycle),
        *_wrong_prerequisites(steps, in_cycle),
        *_reviews(steps),
        *_paid_only(steps, costs or {}, cost_notes or {}),
    )


def _duplicates(steps: Sequence[VersionStep]) -> Iterator[Problem]:
    for key, count in Counter(step.key for step in steps).items():
        if count > 1:
            yield Problem("duplicate_key", f"{count} steps have the key {key}.", (key,))


def _cycles(
    steps: Sequence[VersionStep], cycle: tuple[str, ...] | None
) -> Iterator[Problem]:
    if cycle:
        names = {step.key: _name(step) for step in steps}
        path = " needs ".join(names[key] for key in cycle)
        yield Problem("cycle", f"Steps need each other: {path}.", cycle)


def _wrong_prerequisites(
    steps: Sequence[VersionStep], in_cycle: Collection[tuple[str, str]]
) -> Iterator[Problem]:
    by_key = {step.key: step for step in steps}
    for step in steps:
        for key in step.prerequisites:
            before = by_key.get(key)
            if before is None:
                yield Problem(
                    "unknown_prerequisite",
                    f"{_name(step)} needs {key}, which is not in this version.",
                    (step.key, key),
                )
            elif before.number >= step.number and (step.key, key) not in in_cycle:
                yield Problem(
                    "forward_prerequisite",
                    f"{_name(step)} needs {_name(before)}, which comes later.",
                    (step.key, key),
                )


def _reviews(steps: Sequence[VersionStep]) -> Iterator[Problem]:
    reviewed = [step for step in steps if step.needs_review]
    if len(reviewed) > REVIEW_STEPS_MAX:
        names = ", ".join(_name(step) for step in reviewed)
        yield Problem(
            "too_many_reviews",
            f"{len(reviewed)} steps need review, at most {REVIEW_STEPS_MAX} may: "
            f"{names}.",
            tuple(step.key for step in reviewed),
        )


def _paid_only(
    steps: Sequence[VersionStep],
    costs: Mapping[str, Sequence[Cost]],
    cost_notes: Mapping[str, str],
) -> Iterator[Problem]:
    for step in steps:
        own = costs.get(step.key, ())
        has_note = cost_notes.get(step.key) or any(one.note for one in own)
        if own and all(one.cost == "paid" for one in own) and not has_note:
            yield Problem(
                "paid_only",
                f"{_name(step)} has only resources that cost money: add a note "
                "about the cost, or a free one.",
                (step.key,),
            )


def _name(step: VersionStep) -> str:
    return f"{step.number} {step.title}"
