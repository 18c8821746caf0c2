"""Which known names a pasted text holds: skills, certifications (rule 16).

Names are found as whole words, the longest first, whatever their capitals. A name
of up to three letters keeps its capitals, and `+ # . -` beside it belong to the word:
"C" is not in "C++" nor in "C-level". "Go" and "R" count only where the same sentence
or list item names something else. The work grows with the text's length,
whatever it says: one walk down a tree of names per word.
"""

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

TEXT_MAX = 100_000
PHRASE_MAX = 160
SHORT_LETTERS = 3
SOFT_WRAP_FROM = 50
NEED_COMPANY = frozenset({"Go", "R"})
# They look like a name and are none; found first, they keep it from being found.
LOOKALIKES = ("R&D", "R & D", "R+D")

# Latin words end where another script begins, so that one found in a Chinese or
# Japanese sentence, which has no spaces, is found too.
TOKEN = re.compile(r"[0-9A-Za-z_\u00c0-\u024f]+|[^\W_]|[^\w\s]")
BULLET = re.compile(
    r"\s{0,16}(?:[-*o\u2022\u2023\u25aa\u25e6\u00b7\u2013\u2014]|\d{1,3}[.)])\s"
)
SHORT_WORD = re.compile(r"[0-9A-Za-z_\u00c0-\u024f+#]")
SENTENCE_END = re.compile(r"[.!?\u2026](?=\s|$)|[\u3002\uff01\uff1f]")
NO_SENTENCE_END = ("e.g.", "i.e.", "incl.", "vs.", "approx.", "z.b.", "p.ex.")
LONGEST_NO_END = max(map(len, NO_SENTENCE_END))
# Python refuses to read a number of thousands of digits.
ENDLESS_ENTITY = re.compile(r"&#[0-9A-Fa-fxX]{9,};?")
TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)(?:\s[^<>]*)?/?>")
INLINE_TAG = re.compile("a|abbr|b|code|em|font|i|mark|small|span|strong|u")
BLOCK_TAG = re.compile(
    "article|aside|body|br|dd|div|dl|dt|footer|h[1-6]|head|header|hr|html|li|main|nav"
    "|ol|p|pre|section|table|tbody|td|th|thead|title|tr|ul"
)
UNSPOKEN_TAG = re.compile("script|style")
KNOWN_TAGS = (INLINE_TAG, BLOCK_TAG, UNSPOKEN_TAG)
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
DASHES = dict.fromkeys(map(ord, "\u2010\u2011"), "-")


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for, and the key of what it names."""

    text: str
    key: str

    @property
    def is_short(self) -> bool:
        """Whether capitals and the signs beside it decide."""
        return sum(map(str.isalnum, self.text)) <= SHORT_LETTERS


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a text names something; the phrase is split around the words found."""

    key: str
    words: str
    before: str
    after: str
    count: int = 1

    @property
    def phrase(self) -> str:
        """The words and what stands around them."""
        return f"{self.before}{self.words}{self.after}"


@dataclass(slots=True)
class _Node:
    """A place in the tree of names: the words that lead on, the names ending here."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)


class Vocabulary:
    """Known names, made ready once for any number of texts."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._root = _Node()
        for name in (*(Name(text, "") for text in LOOKALIKES), *names):
            self._add(name)

    def _add(self, name: Name) -> None:
        node = self._root
        words = [word for word, _, _ in _tokens(name.text)]
        for word in words:
            node = node.next.setdefault(word, _Node())
        if words:
            node.names.append(name)

    def longest(
        self, tokens: Sequence["_Token"], start: int, text: str
    ) -> tuple[Name, int] | None:
        """Return the longest name that begins at a token, and the token after it."""
        node, found = self._root, None
        for at in range(start, len(tokens)):
            following = node.next.get(tokens[at][0])
            if following is None:
                break
            node = following
            begin, end = tokens[start][1], tokens[at][2]
            for name in node.names:
                if not name.is_short or _stands_alone(name.text, text, begin, end):
                    found = (name, at + 1)
                    break
        return found


_Token = tuple[str, int, int]


def _tokens(text: str) -> list[_Token]:
    """Split into words and signs, folded, with their places; hyphens join nothing."""
    return [
        (found.group().casefold(), *found.span())
        for found in TOKEN.finditer(text)
        if found.group() != "-"
    ]


def _stands_alone(name: str, text: str, start: int, end: int) -> bool:
    """Tell whether a short name is written so, with nothing that makes it another."""
    if text[start:end] != name:
        return False
    return not (_continues(text, start - 1, -1) or _continues(text, end, 1))


def _continues(text: str, at: int, step: int) -> bool:
    """Tell whether the sign beside a short name belongs to the same word.

    A full stop or a hyphen does where the word goes on behind it.
    """
    if _is_word_at(text, at):
        return True
    return text[at : at + 1] in {".", "-"} and at >= 0 and _is_word_at(text, at + step)


def _is_word_at(text: str, at: int) -> bool:
    return 0 <= at < len(text) and SHORT_WORD.match(text[at]) is not None


def read(text: str, vocabulary: Vocabulary) -> tuple[Mention, ...]:
    """Return what the text names, in order of first mention, each with its phrase.

    Reads at most 100,000 characters. Pasted HTML is read as its words.
    """
    found: dict[str, Mention] = {}
    for unit in units(plain(text[:TEXT_MAX])):
        for mention in _in_unit(unit, vocabulary):
            known = found.get(mention.key, mention)
            count = known.count + (known is not mention)
            found[mention.key] = Mention(
                known.key, known.words, known.before, known.after, count
            )
    return tuple(found.values())


def _in_unit(unit: str, vocabulary: Vocabulary) -> Iterator[Mention]:
    """Yield what one sentence or list item names."""
    tokens, at = _tokens(unit), 0
    hits: list[tuple[Name, int, int]] = []
    while at < len(tokens):
        longest = vocabulary.longest(tokens, at, unit)
        if longest is None:
            at += 1
            continue
        name, after = longest
        hits.append((name, tokens[at][1], tokens[after - 1][2]))
        at = after
    hits = [hit for hit in hits if hit[0].key]
    keys = {name.key for name, _, _ in hits}
    for name, start, end in hits:
        if name.text not in NEED_COMPANY or len(keys) > 1:
            yield _mention(name.key, unit, start, end)


def _mention(key: str, unit: str, start: int, end: int) -> Mention:
    """Cut the phrase around the words found to a length that a list can show."""
    room = max(PHRASE_MAX - (end - start), 0)
    left = max(start - room // 2, 0)
    right = min(end + room - (start - left), len(unit))
    before = "…" * (left > 0) + unit[left:start].lstrip()
    after = unit[end:right].rstrip() + "…" * (right < len(unit))
    return Mention(key, unit[start:end], before, after)


def units(text: str) -> Iterator[str]:
    """Yield sentences and list items, each with its spaces made single.

    A line that is long and does not end a sentence goes on in the next one: mail
    breaks lines so.
    """
    for paragraph in _paragraphs(text):
        start = 0
        for end in SENTENCE_END.finditer(paragraph):
            tail = paragraph[max(start, end.end() - LONGEST_NO_END) : end.end()]
            if tail.lower().endswith(NO_SENTENCE_END):
                continue
            yield from _if_any(paragraph[start : end.end()])
            start = end.end()
        yield from _if_any(paragraph[start:])


def _if_any(text: str) -> Iterator[str]:
    stripped = text.strip()
    if stripped:
        yield stripped


def _paragraphs(text: str) -> Iterator[str]:
    """Yield lines, those joined that only a soft wrap divides."""
    held: list[str] = []
    goes_on = False
    for line in text.splitlines():
        bullet = BULLET.match(line)
        words = " ".join(line[bullet.end() if bullet else 0 :].split())
        if held and (bullet or not goes_on or not words):
            yield " ".join(held)
            held = []
        if words:
            held.append(words)
        goes_on = len(words) >= SOFT_WRAP_FROM and words[-1] not in ".!?:;…"
    if held:
        yield " ".join(held)


def plain(text: str) -> str:
    """Return the words of a text or of pasted HTML, in composed Unicode."""
    text = html.unescape(ENDLESS_ENTITY.sub(" ", "".join(_spoken(text))))
    return unicodedata.normalize("NFC", text.translate(INVISIBLE).translate(DASHES))


def _spoken(text: str) -> Iterator[str]:
    """Yield what stands between tags; a block begins a line, a list item a bullet."""
    start, unspoken = 0, ""
    for tag in TAG.finditer(text):
        name = tag.group(1).lower()
        if not any(known.fullmatch(name) for known in KNOWN_TAGS):
            continue
        if not unspoken:
            yield text[start : tag.start()]
        start = tag.end()
        unspoken = _still_unspoken(unspoken, name, is_end=tag.group()[1] == "/")
        if BLOCK_TAG.fullmatch(name):
            yield "\n- " if name == "li" else "\n"
    if not unspoken:
        yield text[start:]


def _still_unspoken(unspoken: str, name: str, *, is_end: bool) -> str:
    """Return the script or style that is open after a tag, if one is."""
    if unspoken:
        return "" if is_end and name == unspoken else unspoken
    return name if UNSPOKEN_TAG.fullmatch(name) and not is_end else ""
