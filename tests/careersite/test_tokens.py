"""Text and graphics stand out from what lies behind them, in both themes."""

import re
from itertools import product
from pathlib import Path

import pytest

CSS = Path("careersite/static/careersite/css/tokens.css").read_text()
COLOR = r"(#[0-9a-f]{6})"
TOKENS = {
    name: (light, dark or light)
    for name, light, dark in re.findall(
        rf"--([\w-]+): (?:light-dark\()?{COLOR}(?:, {COLOR}\))?;", CSS
    )
}
TOKENS["on-level-1"] = TOKENS["on-level-2"] = TOKENS["ink"]

PAGES = ("canvas", "surface", "sunken")
SOFT = ("signal-soft", "ok-soft", "info-soft", "warn-soft", "danger-soft")
LINES = tuple(f"line-{n}" for n in range(1, 9))
TEXT = [
    *product(("ink", "ink-2", "ink-3", "link", "danger"), PAGES),
    *product(("ok", "info", "warn"), PAGES),
    *product(("ink", "ink-2", "link"), SOFT),
    *product(("on-fill",), ("ok", "info", "warn", *LINES)),
    *product(("on-bar", "on-bar-2"), ("bar",)),
    ("on-signal", "signal"),
    ("canvas", "ink"),
    ("canvas", "ink-2"),
    ("ink-3", "signal-soft"),
    *((f"on-level-{n}", f"level-{n}") for n in range(1, 6)),
]
GRAPHICS = [
    *product(("rule-strong", "link", "ink", *LINES), PAGES),
    *product(("ok", "info", "warn", "danger"), SOFT),
    ("bar-rule", "bar"),
    ("signal", "bar"),
]


def luminance(color):
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    ]
    return sum(
        weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_text_has_a_contrast_of_4_5(front, back, theme):
    assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), GRAPHICS)
def test_graphics_have_a_contrast_of_3(front, back, theme):
    assert contrast(TOKENS[front][theme], TOKENS[back][theme]) >= 3


def test_black_on_white_has_the_contrast_that_the_standard_names():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
