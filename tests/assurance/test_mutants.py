"""Faults in the modules that calculate are found by their tests."""

import pytest
import yaml

from tests.assurance.mutants import ROOT, is_found, mutants_of, path_of

PROGRESS = ["roadmaps/test_progress.py", "roadmaps/test_schedule_properties.py"]
PACE = [
    "roadmaps/test_pace.py",
    "roadmaps/test_projection.py",
    "roadmaps/test_schedule_properties.py",
]
VERSIONS = [
    "roadmaps/test_versions.py",
    "roadmaps/test_version_problems.py",
    "roadmaps/test_version_properties.py",
]
MODULES = {
    "profiles.gap": ["profiles/test_gap.py"],
    "roadmaps.ordering": ["roadmaps/test_ordering.py"],
    **{
        f"roadmaps.progress.{name}": PROGRESS
        for name in ("actions", "calculation", "next_thing", "steps")
    },
    **{f"roadmaps.pace.{name}": PACE for name in ("days", "plan", "projection")},
    **{
        f"roadmaps.versions.{name}": VERSIONS
        for name in ("diff", "publishing", "upgrade")
    },
}
# Faults that change no result, each with the reason: module -> line as it is written.
SAME = ROOT / "tests" / "assurance" / "same_results.yaml"


# Part by part, since a part alone takes some minutes.
PARTS = {
    "profiles.gap": "mutation-gap",
    "roadmaps.ordering": "mutation-planning",
    "roadmaps.pace": "mutation-planning",
    "roadmaps.progress": "mutation-progress",
    "roadmaps.versions": "mutation-versions",
}


def in_parts():
    """Mark each module with the measurement that it belongs to."""
    for module in MODULES:
        part = PARTS[".".join(module.split(".")[:2])]
        yield pytest.param(module, marks=pytest.mark.assure(id=part))


@pytest.mark.parametrize("module", list(in_parts()))
def test_every_fault_that_changes_a_result_is_found(module, figure):
    source = path_of(module).read_text()
    lines = source.splitlines()
    same = (yaml.safe_load(SAME.read_text()) or {}).get(module, {})
    assert not is_found(module, None, MODULES[module]), "they fail without a fault"

    survivors, known, count = [], 0, 0
    for line, what, tree in mutants_of(source):
        count += 1
        if is_found(module, tree, MODULES[module]):
            continue
        written = lines[line - 1].strip()
        if f"{written} | {what}" in same:
            known += 1
        else:
            survivors.append(f"{written} | {what}")

    figure(
        f"{module}: {count} faults, {count - known - len(survivors)} found, {known}"
        f" change no result, {len(survivors)} survive"
    )
    assert survivors == []
