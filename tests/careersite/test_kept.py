import pytest

from careersite.common.kept import Kept


@pytest.fixture
def reads():
    return []


@pytest.fixture
def kept(reads):
    def read(key):
        reads.append(key)
        return f"{key} {len(reads)}"

    return Kept(read, most=2)


def test_a_value_is_read_once_while_content_stays_as_it_is(kept, reads):
    assert kept.get("plan", stamp=7) == kept.get("plan", stamp=7) == "plan 1"
    assert reads == ["plan"]


def test_changed_content_is_read_anew_and_what_is_older_is_not_kept(kept, reads):
    kept.get("plan", stamp=7)

    assert kept.get("plan", stamp=8) == "plan 2"
    assert kept.get("plan", stamp=7) == "plan 3"
    assert kept.get("plan", stamp=8) == "plan 2"


def test_an_unknown_state_of_content_is_read_each_time(kept):
    assert [kept.get("plan", stamp=0) for _ in range(2)] == ["plan 1", "plan 2"]


def test_what_was_asked_for_longest_ago_makes_room(kept, reads):
    for key in ("one", "two", "one", "three", "one", "two"):
        kept.get(key, stamp=7)

    assert reads == ["one", "two", "three", "two"]
