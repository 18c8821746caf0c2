import json
from dataclasses import replace
from itertools import combinations, pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmaps.map_layout import (
    LayoutStage,
    LayoutStep,
    MapLayout,
    lay_out,
    lay_out_version,
    text_width,
    wrap,
)
from roadmaps.ordering import CycleError, transitive_reduction

NODE = (220, 72)
STAGES = [
    LayoutStage("foundations", 1, "Foundations"),
    LayoutStage("core", 2, "Core machine learning"),
    LayoutStage("ship", 3, "Ship it"),
]


def step(number, *prerequisites, stage="foundations", title="Python", hours=10):
    return LayoutStep(
        key=f"s{number}",
        number=number,
        title=title,
        hours=hours,
        category="PR",
        stage=stage,
        prerequisites=tuple(f"s{before}" for before in prerequisites),
    )


@st.composite
def roadmaps(draw, smallest=8, largest=60):
    size = draw(st.integers(smallest, largest))
    # One seed instead of a choice per pair of steps keeps big maps quick to draw.
    random = Random(draw(st.integers(0, 2**32)))  # noqa: S311 (a test)
    per_stage = random.randint(3, 12)
    reach = random.randint(2, 15)
    density = random.random() * 0.5
    steps = []
    for number in range(1, size + 1):
        nearby = range(max(1, number - reach), number)
        steps.append(
            step(
                number,
                *(before for before in nearby if random.random() < density),
                stage=f"stage-{(number - 1) // per_stage}",
                title=" ".join(["Retrieval and serving"] * random.randint(1, 3)),
                hours=random.randint(1, 120) / 2,
            )
        )
    keys = dict.fromkeys(one.stage for one in steps)
    return [LayoutStage(key, at + 1, key) for at, key in enumerate(keys)], steps


def crosses(segment, node):
    """Whether a level or upright segment enters the inside of a node."""
    (x1, y1), (x2, y2) = segment
    return (
        max(x1, x2) > node.x
        and min(x1, x2) < node.x + NODE[0]
        and max(y1, y2) > node.y
        and min(y1, y2) < node.y + NODE[1]
    )


def test_steps_of_a_stage_stand_below_what_they_need():
    layout = lay_out(STAGES, [step(1), step(2), step(3), step(4, 2)])

    assert [node.row for node in layout.nodes] == [0, 0, 0, 1]
    assert (layout.width, layout.columns) == (888, 3)


def test_four_in_a_row_make_the_map_wider_and_a_fifth_goes_below():
    layout = lay_out(STAGES, [step(number) for number in range(1, 6)])

    assert [node.row for node in layout.nodes] == [0, 0, 0, 0, 1]
    assert layout.width == 1136


def test_every_stage_starts_below_the_last():
    layout = lay_out(STAGES, [step(1), step(2, stage="core"), step(3, stage="ship")])

    assert [node.row for node in layout.nodes] == [0, 1, 2]
    assert [stage.rule_y is None for stage in layout.stages] == [True, False, False]
    assert [stage.y for stage in layout.stages] == [node.y for node in layout.nodes]


def test_a_single_chain_is_drawn_as_one_straight_line():
    layout = lay_out(STAGES, [step(1), step(2, 1), step(3, 2)])

    assert {node.x for node in layout.nodes} == {160 + 248}
    assert [len(edge.points) for edge in layout.edges] == [2, 2]
    assert [node.y for node in layout.nodes] == [16, 138, 260]


def test_an_edge_over_more_than_two_rows_is_said_instead_of_drawn():
    steps = [step(1), step(2, 1), step(3, 2), step(9), step(4, 3, 9)]

    layout = lay_out(STAGES, steps)

    fourth = next(node for node in layout.nodes if node.number == 4)
    assert fourth.after == (9,)
    assert fourth.meta == "4 \N{MIDDLE DOT} 10 h \N{MIDDLE DOT} after 9"
    assert ("s9", "s4") not in {(edge.source, edge.target) for edge in layout.edges}


def test_edges_that_others_imply_are_neither_drawn_nor_said():
    layout = lay_out(STAGES, [step(1), step(2, 1), step(3, 1, 2)])

    assert [(edge.source, edge.target) for edge in layout.edges] == [
        ("s1", "s2"),
        ("s2", "s3"),
    ]
    assert layout.nodes[2].after == ()


def test_ports_of_one_node_are_24_pixels_apart_in_the_order_of_targets():
    layout = lay_out(STAGES, [step(1), step(2, 1), step(3, 1), step(4, 1)])

    starts = sorted(edge.points[0][0] for edge in layout.edges)
    ends = {edge.target: edge.points[-1][0] for edge in layout.edges}
    by_start = sorted(layout.edges, key=lambda edge: edge.points[0][0])
    assert [b - a for a, b in pairwise(starts)] == [24, 24]
    assert sorted(ends.values()) == [ends[edge.target] for edge in by_start]


def test_a_long_title_wraps_into_two_lines_with_an_ellipsis():
    lines = wrap("Linear algebra and probability for the curious", width=150, lines=2)

    assert lines[0] == "Linear algebra and"
    assert lines[1].endswith("\N{HORIZONTAL ELLIPSIS}")
    assert all(text_width(line) <= 150 for line in lines)


def test_a_word_without_breaks_is_cut_at_the_edge():
    (line,) = wrap("W" * 60, width=150, lines=2)

    assert text_width(line) <= 150


def test_the_layout_survives_json():
    layout = lay_out(STAGES, [step(1), step(2, 1), step(3, 1, stage="core")])

    assert MapLayout.from_json(json.loads(json.dumps(layout.to_json()))) == layout


def test_above_sixty_steps_every_stage_gets_a_map_of_its_own():
    steps = [step(number, *([number - 1] * (number > 1))) for number in range(1, 41)]
    steps += [step(number, 40, stage="core") for number in range(41, 62)]

    maps = lay_out_version(STAGES[:2], steps)

    assert [len(one.nodes) for one in maps] == [40, 21]
    assert maps[1].nodes[0].after == (40,)
    assert len(lay_out_version(STAGES[:2], steps[:60])) == 1


def test_a_cycle_is_refused():
    with pytest.raises(CycleError):
        lay_out(STAGES, [step(1, 2), step(2, 1)])


def test_an_empty_version_has_an_empty_map():
    assert lay_out(STAGES, []).nodes == ()


@given(roadmaps())
def test_no_nodes_overlap_and_no_line_runs_through_a_node(case):
    layout = lay_out(*case)

    for one, other in combinations(layout.nodes, 2):
        assert abs(one.x - other.x) >= NODE[0] or abs(one.y - other.y) >= NODE[1]
    for edge in layout.edges:
        for segment in pairwise(edge.points):
            assert segment[0][0] == segment[1][0] or segment[0][1] == segment[1][1]
            assert not any(crosses(segment, node) for node in layout.nodes)


@given(roadmaps())
def test_every_needed_step_has_a_line_or_is_said(case):
    stages, steps = case
    layout = lay_out(stages, steps)

    numbers = {one.key: one.number for one in steps}
    drawn = {(edge.source, edge.target) for edge in layout.edges}
    said = {(before, node.number) for node in layout.nodes for before in node.after}
    for key, direct in transitive_reduction(steps).items():
        for before in direct:
            is_said = (numbers[before], numbers[key]) in said
            assert ((before, key) in drawn) != is_said


@given(roadmaps())
def test_everything_stays_inside_the_map(case):
    layout = lay_out(*case)

    for node in layout.nodes:
        assert node.x >= 160
        assert node.x + NODE[0] + 12 <= layout.width
        assert node.y + NODE[1] <= layout.height
    for edge in layout.edges:
        assert all(148 <= x <= layout.width for x, _ in edge.points)


@given(roadmaps(largest=30), st.randoms(use_true_random=False))
def test_the_layout_does_not_depend_on_the_order_of_steps(case, random):
    stages, steps = case

    shuffled = random.sample(steps, len(steps))

    assert lay_out(stages, shuffled) == lay_out(stages, steps)


@given(roadmaps(largest=30))
def test_horizontal_runs_never_lie_on_each_other(case):
    runs = [
        (first, second)
        for edge in lay_out(*case).edges
        for first, second in pairwise(edge.points)
        if first[1] == second[1]
    ]

    for one, other in combinations(runs, 2):
        if one[0][1] == other[0][1]:
            left, right = sorted(
                [sorted(x for x, _ in one), sorted(x for x, _ in other)]
            )
            assert right[0] >= left[1] + 14


def test_hours_of_a_title_do_not_move_a_node():
    plain = [step(1), step(2, 1)]
    renamed = [replace(plain[0], title="Other", hours=99), plain[1]]

    assert [(node.x, node.y) for node in lay_out(STAGES, plain).nodes] == [
        (node.x, node.y) for node in lay_out(STAGES, renamed).nodes
    ]
