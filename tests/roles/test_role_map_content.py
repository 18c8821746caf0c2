"""The map of roles on the home page can be read: nothing lies over a name."""

from itertools import combinations, pairwise

from roadmaps.map_layout.labels import text_width
from roles.models import Role, RoleMapLine, RoleMapStop
from roles.pages.role_map import LABEL_DROP, LABEL_GAP, LABEL_RISE
from tests.content import fixture_records

WIDTH, HEIGHT = 712, 408
LINE_HALF = 3.5
# The widest face of the site's list needs so much more than the table says.
WIDE_FACE = 1.15
TEXT_RISE, TEXT_DROP = 12, 3
BADGE_HALF = (14, 10)
RECORDS = fixture_records()
STOPS = [record.values for record in RECORDS if record.model is RoleMapStop]
LINES = [record.values for record in RECORDS if record.model is RoleMapLine]
TITLES = {
    record.values["slug"]: record.values["title"]
    for record in RECORDS
    if record.model is Role
}


def label_box(stop):
    """Left, top, right and bottom of a stop's name."""
    width = text_width(TITLES[stop["role"][0]], size=15) * WIDE_FACE
    x, y, half = stop["x"], stop["y"], stop["height"] / 2
    left, base = {
        "start": (x + LABEL_GAP + 2, y + 5),
        "end": (x - LABEL_GAP - 2 - width, y + 5),
        "above": (x - width / 2, y - half - LABEL_RISE),
        "below": (x - width / 2, y + half + LABEL_DROP),
    }[stop["anchor"]]
    return (left, base - TEXT_RISE, left + width, base + TEXT_DROP)


def points_along(line):
    """Points of a line, at most two units apart."""
    corners = line["points"]
    for (x, y), (to_x, to_y) in pairwise(corners):
        steps = max(abs(to_x - x), abs(to_y - y)) // 2 + 1
        for step in range(steps + 1):
            yield (x + (to_x - x) * step / steps, y + (to_y - y) * step / steps)


def meet(one, other, *, by=0.0):
    return (
        one[0] - by < other[2]
        and other[0] < one[2] + by
        and one[1] - by < other[3]
        and other[1] < one[3] + by
    )


def test_every_role_has_a_stop():
    assert {stop["role"][0] for stop in STOPS} == set(TITLES)


def test_every_name_lies_on_the_board():
    for stop in STOPS:
        left, top, right, bottom = label_box(stop)
        assert 0 <= left < right <= WIDTH, stop["role"]
        assert 0 <= top < bottom <= HEIGHT, stop["role"]


def test_no_name_lies_over_another():
    for one, other in combinations(STOPS, 2):
        assert not meet(label_box(one), label_box(other)), (one["role"], other["role"])


def test_no_line_runs_through_a_name():
    for stop in STOPS:
        box = label_box(stop)
        for line in LINES:
            for x, y in points_along(line):
                assert not meet(box, (x, y, x, y), by=LINE_HALF), (stop, line)


def test_no_badge_covers_a_name_or_a_stop():
    across, down = BADGE_HALF
    for line in LINES:
        x, y = line["badge"]
        badge = (x - across, y - down, x + across, y + down)
        for stop in STOPS:
            half = stop["height"] / 2
            capsule = (stop["x"] - 8, stop["y"] - half, stop["x"] + 8, stop["y"] + half)
            assert not meet(badge, label_box(stop)), (line["category"], stop["role"])
            assert not meet(badge, capsule), (line["category"], stop["role"])


def test_every_stop_sits_on_a_line():
    for stop in STOPS:
        reach = stop["height"] / 2
        assert any(
            abs(x - stop["x"]) <= 2 and abs(y - stop["y"]) <= reach
            for line in LINES
            for x, y in points_along(line)
        ), stop["role"]
