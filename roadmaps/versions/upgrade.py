"""Take a learner's states from one version to a later one, and back.

Marks of the versions passed over compose in order: the plan goes through each of
them. Nothing is written here; a service carries the plan out.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from roadmaps.versions.diff import Version, VersionStep, changed_fields, sources_of

# From least to most advanced; a skipped step counts as not begun in a merge.
ADVANCEMENT = (
    "skipped",
    "not_started",
    "in_progress",
    "changes_requested",
    "submitted",
    "waived",
    "done",
)


@dataclass(frozen=True, slots=True)
class LearnerStep:
    """A learner's row at a step; `has_content`: notes, ticks, time or rounds."""

    key: str
    state: str
    is_changed: bool = False
    kept_from: int | None = None
    has_content: bool = False


@dataclass(frozen=True, slots=True)
class MappedStep:
    """A row of the new version.

    `sources` are the learner's old keys whose notes, rounds, ticks and time go
    here; of the sources in `copied`, another part of a split takes the originals
    and this step gets copies. A waiting round of the sources in `takes_back` is
    taken back, since the step is no longer in review or another round of it is.
    `is_left_out`: the learner skipped it while it was optional, and the new version
    requires it; it stays skipped until the learner brings it back.
    """

    key: str
    state: str
    sources: tuple[str, ...] = ()
    is_changed: bool = False
    is_reopened: bool = False
    copied: tuple[str, ...] = ()
    takes_back: tuple[str, ...] = ()
    is_left_out: bool = False


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A row whose step is gone: shown as kept from version n, never lost."""

    key: str
    state: str
    from_version: int
    sources: tuple[str, ...]
    is_changed: bool
    copied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UpgradePlan:
    """What an upgrade does; the same plan is previewed and carried out."""

    steps: tuple[MappedStep, ...]
    kept: tuple[KeptStep, ...]

    @property
    def reopened(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps if step.is_reopened)

    @property
    def changed(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps if step.is_changed)

    @property
    def added(self) -> tuple[str, ...]:
        return tuple(step.key for step in self.steps if not step.sources)


@dataclass(frozen=True, slots=True)
class UndoneStep:
    """A row after undoing an upgrade; touched ones keep their newer state."""

    key: str
    state: str
    keeps_newer: bool


def plan_upgrade(
    versions: Sequence[Version], rows: Iterable[LearnerStep]
) -> UpgradePlan:
    """Map a learner's rows through all versions, from the present to the last.

    done stays done; removed steps are kept; changed ones keep their state with
    a mark; split parts inherit the state; merged is done only if all were, else
    the least advanced; submitted stays submitted; "must be redone" reopens.
    """
    learner = list(rows)
    plan = _start(versions[0], learner)
    for old, new in pairwise(versions):
        plan = _next(plan, old, new)
    empty = {row.key for row in learner if _is_untouched(row)}
    return replace(
        plan, kept=tuple(row for row in plan.kept if not empty.issuperset(row.sources))
    )


def plan_undo(
    before: Sequence[LearnerStep],
    plan: UpgradePlan,
    *,
    states_now: Mapping[str, str],
    touched: Collection[str],
) -> tuple[UndoneStep, ...]:
    """The old rows again; where a step was touched since, its newer state stays.

    `states_now` are the present states by new key. Of several touched steps that
    came from one old step, the least advanced decides.
    """
    return tuple(_undone(row, plan, states_now, touched) for row in before)


def least_advanced(states: Collection[str]) -> str:
    """The state of a merged step: done only if all were."""
    return min(states, key=ADVANCEMENT.index)


def _is_untouched(row: LearnerStep) -> bool:
    return row.state == "not_started" and not row.has_content


def _start(version: Version, rows: Sequence[LearnerStep]) -> UpgradePlan:
    by_key = {row.key: row for row in rows}  # no kept row has a key of the version
    return UpgradePlan(
        steps=tuple(
            _as_it_is(step.key, by_key.get(step.key)) for step in version.steps
        ),
        kept=tuple(
            KeptStep(row.key, row.state, row.kept_from, (row.key,), row.is_changed)
            for row in rows
            if row.kept_from is not None
        ),
    )


def _as_it_is(key: str, row: LearnerStep | None) -> MappedStep:
    if row is None:
        return MappedStep(key, "not_started")
    return MappedStep(key, row.state, (key,), is_changed=row.is_changed)


def _next(plan: UpgradePlan, old: Version, new: Version) -> UpgradePlan:
    rows = {row.key: row for row in plan.steps}
    was = {step.key: step for step in old.steps}
    in_order = sorted(new.steps, key=lambda step: (step.number, step.key))
    sources = {step.key: sources_of(step, old) for step in in_order}
    carriers = _carriers(sources)
    back = {row.key: (_returned(row),) for row in plan.kept if row.key in sources}
    steps = [
        _mapped(
            step,
            [*(rows[key] for key in sources[step.key]), *back.get(step.key, ())],
            was=was,
            carriers=carriers,
        )
        for step in in_order
    ]
    removed = [row for key, row in rows.items() if key not in carriers]
    kept_before = [row for row in plan.kept if row.key not in back]
    return UpgradePlan(
        steps=tuple(steps),
        kept=(
            *kept_before,
            *(_kept(row, old.number) for row in removed if row.sources),
        ),
    )


def _carriers(sources: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Which new step takes the notes and rounds of an old one.

    The step that keeps the key, else the first by number.
    """
    found: dict[str, str] = {}
    for key, olds in sources.items():
        for old in olds:
            if old == key or old not in found:
                found[old] = key
    return found


def _kept(row: MappedStep, version: int) -> KeptStep:
    return KeptStep(
        row.key, row.state, version, row.sources, row.is_changed, row.copied
    )


def _mapped(
    step: VersionStep,
    rows: Sequence[MappedStep],
    *,
    was: Mapping[str, VersionStep],
    carriers: Mapping[str, str],
) -> MappedStep:
    if not rows:
        return MappedStep(step.key, "not_started")
    state = _state(step, [row.state for row in rows])
    is_same = len(rows) == 1 and rows[0].key == step.key
    # What came back from an older version is changed, so `was` holds the others.
    is_changed = (
        not is_same or rows[0].is_changed or bool(changed_fields(was[step.key], step))
    )
    redone = _redone(step, state)
    sources = tuple(dict.fromkeys(key for row in rows for key in row.sources))
    originals = {
        key
        for row in rows
        if carriers.get(row.key, step.key) == step.key
        for key in row.sources
        if key not in row.copied
    }
    return MappedStep(
        key=step.key,
        state=redone,
        sources=sources,
        is_changed=is_changed,
        is_reopened=redone != state or any(row.is_reopened for row in rows),
        copied=tuple(key for key in sources if key not in originals),
        takes_back=_taken_back(rows, state),
        is_left_out=redone == "skipped" and step.is_required,
    )


def _returned(row: KeptStep) -> MappedStep:
    """A step kept from an older version that came back: with a mark."""
    return MappedStep(
        row.key, row.state, row.sources, is_changed=True, copied=row.copied
    )


def _state(step: VersionStep, states: Sequence[str]) -> str:
    found = least_advanced(states)
    # What was left out as optional cannot stay left out once others joined it.
    if found == "skipped" and len(states) > 1:
        is_still_optional = not step.is_required and set(states) == {"skipped"}
        return "skipped" if is_still_optional else "not_started"
    return found


def _redone(step: VersionStep, state: str) -> str:
    if not step.must_redo:
        return state
    return {"done": "in_progress", "waived": "not_started"}.get(state, state)


def _taken_back(rows: Sequence[MappedStep], state: str) -> tuple[str, ...]:
    earlier = tuple(key for row in rows for key in row.takes_back)
    if len(rows) < 2:
        return earlier
    waiting = [row for row in rows if row.state == "submitted"]
    over = waiting[1:] if state == "submitted" else waiting
    return (*earlier, *(key for row in over for key in row.sources))


def _undone(
    row: LearnerStep,
    plan: UpgradePlan,
    states_now: Mapping[str, str],
    touched: Collection[str],
) -> UndoneStep:
    newer = [
        states_now[step.key]
        for step in plan.steps
        if row.key in step.sources and step.key in touched
    ]
    if newer:
        return UndoneStep(row.key, least_advanced(newer), keeps_newer=True)
    return UndoneStep(row.key, row.state, keeps_newer=False)
