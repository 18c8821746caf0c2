"""What was not known comes back first."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.practice import GROUPS, SPACING, Standing, misses_after, queue, tally

START = datetime(2026, 1, 1, tzinfo=UTC)


@st.composite
def standings(draw):
    """A list of questions, some of them answered, each at another time."""
    marks = draw(st.lists(st.sampled_from(list(GROUPS)), min_size=1, max_size=9))
    hours = draw(st.permutations(range(len(marks))))
    return [
        Standing(
            question=number + 100,
            place=number,
            mark=mark,
            marked_at=START + timedelta(hours=hours[number]) if mark else None,
        )
        for number, mark in enumerate(marks)
    ]


def answered(rows):
    """Return the ids of answered questions, the newest first."""
    known = [row for row in rows if row.marked_at]
    return [row.question for row in sorted(known, key=lambda row: row.marked_at)[::-1]]


def at(question, mark, hour):
    return Standing(question, question, mark, marked_at=START + timedelta(hours=hour))


@given(standings())
def test_every_question_is_asked_once_whatever_the_order_of_rows(rows):
    order = queue(rows)

    assert sorted(order) == sorted(row.question for row in rows)
    assert queue(rows[::-1]) == order


def recent_of(rows):
    """Return the ids of what was answered too lately to come at once."""
    return set(answered(rows)[: min(SPACING, len(rows) // 2)])


@given(standings())
def test_what_was_not_known_comes_before_what_was(rows):
    recent, newest = recent_of(rows), answered(rows)[:1]
    groups = {row.question: GROUPS[row.mark] for row in rows}
    order = [pk for pk in queue(rows) if pk not in newest]

    asked = [groups[pk] for pk in order if pk not in recent]
    late = [groups[pk] for pk in order if pk in recent]

    assert (asked, late) == (sorted(asked), sorted(late))


@given(standings())
def test_what_was_answered_lately_waits_behind_all_others(rows):
    recent = recent_of(rows)
    late = [pk in recent for pk in queue(rows)]

    assert late == sorted(late)


@pytest.mark.parametrize(
    ("marks", "then"),
    [
        (["know", "not", "know"], 1),
        (["not", "know", "know"], 0),
        (["know", "know", "not"], 0),
        (["know", "partly", "not", "know"], 1),
        (["not", "know"], 0),
    ],
)
def test_of_few_questions_too_what_was_not_known_comes_first(marks, then):
    rows = [at(number, mark, number) for number, mark in enumerate(marks)]

    assert queue(rows)[0] == then


@given(standings())
def test_the_question_just_answered_comes_last(rows):
    newest = answered(rows)[:1]

    assert not newest or queue(rows)[-1] == newest[0]


@given(standings(), st.integers(100, 108))
def test_a_skipped_question_waits_behind_all_others(rows, skipped):
    order = queue(rows, skipped=skipped)

    assert sorted(order) == sorted(row.question for row in rows)
    assert skipped not in order or order[-1] == skipped


def test_within_a_group_the_longest_ago_comes_first_and_new_ones_keep_their_order():
    old = [at(number, "not", number) for number in (2, 1)]
    recent = [at(number, "know", number) for number in (7, 8, 9)]
    new = [Standing(5, 5), Standing(4, 4)]

    assert queue([*new, *recent, *old]) == [1, 2, 4, 5, 7, 8, 9]


def test_not_twice_since_it_was_known_asks_for_teaching():
    misses = 0
    for mark in ("not", "know", "not", "partly", "not"):
        misses = misses_after(mark, misses)

    assert misses == 2
    assert Standing(1, 1, "not", misses).needs_teaching
    assert not Standing(1, 1, "not", 1).needs_teaching


def test_tally_counts_each_standing():
    found = tally([Standing(1, 1), at(2, "know", 1), at(3, "not", 1)])

    assert (found.total, found.know, found.partly, found.missed, found.new) == (
        *(3, 1, 0, 1, 1),
    )
