"""Fit labels into nodes by a table of letter widths.

Widths are pixels at 14 px semibold; 10 % is kept to spare, since faces differ.
"""

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
SPARE = 1.1
TABLE_SIZE = 14
_CLASSES = (
    (4.0, " .,:;'!|`ijlI"),
    (5.4, 'frt()[]{}-/\\"' + "\N{MIDDLE DOT}"),
    (6.6, "acekszvxyJ?*_^1"),
    (8.3, "bdghnopqu023456789#$+<=>~L"),
    (9.9, "ABCDEFGHKNOPQRSTUVXYZ&"),
    (12.0, "mwMW@%" + ELLIPSIS),
)
_WIDTHS = {letter: width for width, letters in _CLASSES for letter in letters}
_WIDEST = 12.0


def text_width(text: str, *, size: float = TABLE_SIZE) -> float:
    """Pixels that a text needs, the spare included; unknown letters count widest."""
    table = sum(_WIDTHS.get(letter, _WIDEST) for letter in text)
    return table * SPARE * size / TABLE_SIZE


def fit_line(text: str, *, width: float, size: float = TABLE_SIZE) -> str:
    """The text, or as much of it as fits with an ellipsis after it."""
    if text_width(text, size=size) <= width:
        return text
    shortened = text
    while shortened and text_width(shortened + ELLIPSIS, size=size) > width:
        shortened = shortened[:-1]
    return shortened.rstrip(" -") + ELLIPSIS


def wrap(
    text: str, *, width: float, lines: int, size: float = TABLE_SIZE
) -> tuple[str, ...]:
    """Break a text between words into at most so many lines, ellipsis after."""
    words = text.split()
    wrapped: list[str] = []
    while words and len(wrapped) < lines - 1:
        taken = _words_that_fit(words, width=width, size=size)
        wrapped.append(fit_line(" ".join(words[:taken]), width=width, size=size))
        words = words[taken:]
    if words:
        wrapped.append(fit_line(" ".join(words), width=width, size=size))
    return tuple(wrapped)


def _words_that_fit(words: list[str], *, width: float, size: float) -> int:
    taken = 1
    while (
        taken < len(words)
        and text_width(" ".join(words[: taken + 1]), size=size) <= width
    ):
        taken += 1
    return taken
