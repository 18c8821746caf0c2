"""What no template may hold under the content security policy."""

import re
from pathlib import Path

import pytest

TEMPLATES = sorted(
    path
    for app in ("careersite", "roles", "profiles", "roadmaps")
    for path in Path(app).rglob("*.html")
)
STYLES = sorted(Path().glob("*/static/**/*.css"))
SCRIPTS = sorted(Path().glob("*/static/**/*.js"))
# What the template language itself holds, such as {% if only == "x" %}.
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
HANDLER = re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE)
STYLE = re.compile(r"<[^>]*\sstyle\s*=|<style\b", re.IGNORECASE)
INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", re.IGNORECASE)
OUTSIDE = re.compile(
    r"<(?:script|img|iframe|source|link)\b[^>]*(?:src|href)=[\"'](?:https?:)?//",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "forbidden",
    [HANDLER, STYLE, INLINE_SCRIPT, OUTSIDE],
    ids=["handlers", "styles", "inline scripts", "outside assets"],
)
def test_no_template_holds(forbidden):
    guilty = [
        str(path)
        for path in TEMPLATES
        if forbidden.search(TAG.sub("", path.read_text()))
    ]

    assert TEMPLATES
    assert guilty == []


def test_links_to_other_sites_vouch_for_nothing():
    """Learners, mentors and editors write them: S30 names the three words."""
    told = [
        (str(path), set(words.split()))
        for path in TEMPLATES
        for words in re.findall(
            r'\brel="([^"]*(?:noopener|nofollow)[^"]*)"', path.read_text()
        )
    ]

    assert len(told) > 10
    assert [one for one in told if not one[1] >= {"noopener", "nofollow", "ugc"}] == []


def test_no_style_sheet_asks_another_host():
    other_host = re.compile(r"(?:https?:)?//[a-z]")

    assert STYLES
    assert not [str(path) for path in STYLES if other_host.search(path.read_text())]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_stays_under_6_kilobytes(script):
    assert script.stat().st_size < 6000
