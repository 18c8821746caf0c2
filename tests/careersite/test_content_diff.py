"""What differs between two states of content, told to an editor."""

from careersite.common.content_diff import as_text, compare


def state(fields, *rows):
    return {"fields": fields, "children": {"duties": list(rows)}}


def row(key, text):
    return {"fields": {"key": key, "text": text}, "children": {}}


def test_rows_that_came_went_and_changed_are_told_apart():
    before = state({"title": "Old"}, row("a", "Stays"), row("b", "Goes"))
    after = state({"title": "New"}, row("a", "Grows"), row("c", "Comes"))

    found = compare(before, after, keys={"duties": ["key"]})

    changed = [(one.field, one.before, one.after) for one in found.fields]
    assert changed == [("title", "Old", "New"), ("text", "Stays", "Grows")]
    assert {(one.kind, one.row) for one in found.rows} == {
        ("added", "c"),
        ("removed", "b"),
    }
    assert not compare(after, after, keys={"duties": ["key"]})


def test_values_are_written_for_a_reader():
    values = [None, True, False, ["a", "b"], [["a", 1], ["b", 2]], "one\r\ntwo"]

    assert [as_text(value) for value in values] == [
        "",
        "yes",
        "no",
        "a, b",
        "a, 1; b, 2",
        "one\ntwo",
    ]
