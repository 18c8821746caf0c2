"""What changed between two versions, by step key.

A step of the new version comes from the steps that its `origins` name and from the
old step with its own key. Several origins of one step mean merged, one origin of
several steps split, one origin of one other key renamed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

# The number is left out: a step put in front of others does not change them.
COMPARED_FIELDS = (
    "title",
    "stage",
    "kind",
    "hours",
    "is_required",
    "needs_review",
    "prerequisites",
    "criteria",
    "taught",
    "certification",
)


@dataclass(frozen=True, slots=True)
class VersionStep:
    """A step as a version has it.

    `taught` are (skill, level) pairs; `origins` are step keys of the version just
    before; `must_redo` asks those who finished it in an older version to redo it.
    """

    key: str
    number: int
    title: str
    stage: str
    hours: float
    kind: str = "learn"
    is_required: bool = True
    needs_review: bool = False
    prerequisites: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    taught: tuple[tuple[str, int], ...] = ()
    certification: str = ""
    origins: tuple[str, ...] = ()
    must_redo: bool = False


@dataclass(frozen=True, slots=True)
class Version:
    """One version with its steps."""

    number: int
    steps: tuple[VersionStep, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's value before and after."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class StepChange:
    """A step that stays, with what changed."""

    key: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Split:
    """One old step that became several."""

    source: str
    into: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """Several old steps that became one."""

    key: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rename:
    """An old step that goes on under another key."""

    source: str
    key: str


@dataclass(frozen=True, slots=True)
class VersionDiff:
    """Keys added and removed, and what happened to the others."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[StepChange, ...]
    split: tuple[Split, ...]
    merged: tuple[Merge, ...]
    renamed: tuple[Rename, ...]
    unchanged: tuple[str, ...]
    must_redo: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed that a learner would notice."""
        parts = (self.added, self.removed, self.changed, self.split, self.merged)
        return not any((*parts, self.renamed, self.must_redo))


def diff(old: Version, new: Version) -> VersionDiff:
    """Compare two versions, in number order; the old one comes just before."""
    before = {step.key: step for step in old.steps}
    in_order = sorted(new.steps, key=lambda step: (step.number, step.key))
    sources = {step.key: sources_of(step, old) for step in in_order}
    targets = {
        key: tuple(step.key for step in in_order if key in sources[step.key])
        for key in sorted(before, key=lambda key: (before[key].number, key))
    }
    kept = [
        (step, before[step.key])
        for step in in_order
        if sources[step.key] == (step.key,) and len(targets[step.key]) == 1
    ]
    compared = [StepChange(step.key, changed_fields(was, step)) for step, was in kept]
    return VersionDiff(
        added=tuple(key for key, found in sources.items() if not found),
        removed=tuple(key for key, found in targets.items() if not found),
        changed=tuple(change for change in compared if change.fields),
        split=tuple(
            Split(key, found) for key, found in targets.items() if len(found) > 1
        ),
        merged=tuple(
            Merge(key, found) for key, found in sources.items() if len(found) > 1
        ),
        renamed=tuple(
            Rename(found[0], key)
            for key, found in sources.items()
            if len(found) == 1 and found[0] != key and len(targets[found[0]]) == 1
        ),
        unchanged=tuple(change.key for change in compared if not change.fields),
        must_redo=tuple(
            step.key for step in in_order if step.must_redo and sources[step.key]
        ),
    )


def sources_of(step: VersionStep, old: Version) -> tuple[str, ...]:
    """Keys of the old steps that a new step comes from, in number order."""
    return tuple(
        was.key
        for was in sorted(old.steps, key=lambda one: (one.number, one.key))
        if was.key == step.key or was.key in step.origins
    )


def changed_fields(was: VersionStep, step: VersionStep) -> tuple[FieldChange, ...]:
    """Fields that differ; the order of prerequisites and taught skills does not."""
    pairs = (
        (name, getattr(was, name), getattr(step, name)) for name in COMPARED_FIELDS
    )
    return tuple(
        FieldChange(name, before, after)
        for name, before, after in pairs
        if _comparable(name, before) != _comparable(name, after)
    )


def _comparable(name: str, value: Any) -> Any:
    return _sorted(value) if name in {"prerequisites", "taught"} else value


def _sorted(values: Sequence[Any]) -> list[Any]:
    return sorted(values)
