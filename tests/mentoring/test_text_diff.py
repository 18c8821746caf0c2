from hypothesis import given
from hypothesis import strategies as st

from roadmaps.text_diff import diff_lines

TEXTS = st.text(alphabet="ab \n", max_size=60)


def shown(lines):
    return [(line.kind, "".join(piece.text for piece in line.pieces)) for line in lines]


def test_equal_texts_have_no_changes():
    assert shown(diff_lines("one\ntwo", "one\ntwo")) == [
        ("same", "one"),
        ("same", "two"),
    ]


def test_an_added_line_keeps_its_number_in_the_new_text():
    [same, added] = diff_lines("one", "one\ntwo")

    assert (same.kind, added.kind, added.number) == ("same", "added", 2)


def test_a_changed_word_is_marked_inside_its_line():
    removed, added = diff_lines("the mask is wrong now", "the mask is right now")

    assert [piece.text for piece in removed.pieces if piece.is_changed] == ["wrong"]
    assert [piece.text for piece in added.pieces if piece.is_changed] == ["right"]


def test_unlike_lines_change_as_a_whole():
    removed, added = diff_lines("entirely other", "nothing alike here")

    assert [piece.is_changed for piece in removed.pieces + added.pieces] == [True, True]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_back_from_the_lines(old, new):
    lines = diff_lines(old, new)

    kept = [text for kind, text in shown(lines) if kind != "added"]
    made = [text for kind, text in shown(lines) if kind != "removed"]
    assert len(kept) == len(old.splitlines())
    assert made == new.splitlines()
