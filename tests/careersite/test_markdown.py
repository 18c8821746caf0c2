"""Markdown of editors and learners, made safe."""

import pytest

from careersite.common.markdown import to_html


def test_emphasis_lists_and_tables_become_html():
    html = to_html("**Bold**\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |")

    assert "<strong>Bold</strong>" in html
    assert "<li>one</li>" in html
    assert "<td>1</td>" in html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,y)",
        "![x](https://example.org/pixel.png)",
        '<p style="color:red" onclick="x()">y</p>',
    ],
)
def test_nothing_that_runs_or_loads_comes_through(text):
    html = to_html(text)

    for danger in ("<script", "<img", 'href="javascript:', 'href="data:', "<p style"):
        assert danger not in html


def test_what_is_too_long_for_marks_is_shown_as_it_was_written():
    html = to_html("**a** <b> [x](https://example.org/)\n\n" * 1000)

    assert "<p>**a** &lt;b&gt; [x](https://example.org/)</p>" in html
    assert "<strong>" not in html


def test_links_tell_nobody_where_they_came_from():
    assert 'rel="noopener nofollow ugc"' in to_html("[x](https://example.org/)")
