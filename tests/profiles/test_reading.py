"""Which skills a posting or a CV names (rule 16)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from profiles.reading import PHRASE_MAX, TEXT_MAX, Name, Vocabulary, plain, read

NAMES = {
    "python": ["Python", "Python 3", "Python programming"],
    "go": ["Go", "Golang"],
    "r": ["R", "R language"],
    "c": ["C"],
    "cpp": ["C++", "Cpp"],
    "csharp": ["C#"],
    "dotnet": [".NET"],
    "javascript": ["JavaScript", "JS"],
    "nodejs": ["Node.js"],
    "java": ["Java"],
    "sql": ["SQL"],
    "fine-tuning": ["Fine-tuning"],
    "ml": ["Machine learning", "ML"],
    "mlops": ["Machine learning operations", "MLOps"],
    "ci": ["CI/CD pipelines"],
    "cafe": ["Café systems"],
}
VOCABULARY = Vocabulary(
    Name(text, key) for key, texts in NAMES.items() for text in texts
)


def named(text):
    return [mention.key for mention in read(text, VOCABULARY)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We write Python.", ["python"]),
        ("python, PYTHON and Python", ["python"]),
        ("Pythonic pythons", []),
        ("Go the extra mile", []),
        ("Go the extra mile. We use Python.", ["python"]),
        ("Go the extra mile\nPython", ["python"]),
        ("- Go the extra mile\n- Python", ["python"]),
        ("You write Go and Python.", ["go", "python"]),
        ("Languages (e.g. Go, Python)", ["go", "python"]),
        ("go and Python", ["python"]),
        ("Golang", ["go"]),
        ("Go-to-market with Python", ["python"]),
        ("R", []),
        ("R, Python, SQL", ["r", "python", "sql"]),
        ("Head of R&D, knows Python", ["python"]),
        ("Head of R & D, knows Python", ["python"]),
        ("R language", ["r"]),
        ("Plain C.", ["c"]),
        ("C-level talks about C", ["c"]),
        ("C-level talks", []),
        ("C++", ["cpp"]),
        ("C/C++", ["c", "cpp"]),
        ("C++, C# and C", ["cpp", "csharp", "c"]),
        ("C#/.NET", ["csharp", "dotnet"]),
        (".NET", ["dotnet"]),
        ("ASP.NET", []),
        (".Net or .net", []),
        ("We love the net.", []),
        ("c++", []),
        ("Node.js", ["nodejs"]),
        ("node.js and JS", ["nodejs", "javascript"]),
        ("Vue.JS", []),
        ("JavaScript", ["javascript"]),
        ("Java Script", ["java"]),
        ("SQL", ["sql"]),
        ("sql", []),
        ("MySQL, PostgreSQL", []),
        ("PL/SQL", ["sql"]),
        ("machine learning", ["ml"]),
        ("Machine Learning Operations", ["mlops"]),
        ("machine-learning", ["ml"]),
        ("machine\u2011learning", ["ml"]),
        ("machine\u00a0learning", ["ml"]),
        ("fine tuning", ["fine-tuning"]),
        ("- Machine\n- Learning", []),
        ("CI/CD pipelines", ["ci"]),
        ("ci / cd Pipelines", ["ci"]),
        ("CAFE\u0301 SYSTEMS", ["cafe"]),
        ("Py\u00adthon and \u200bSQL", ["python", "sql"]),
        ("我们使用Python开发。要求C++", ["python", "cpp"]),
        ("", []),
        ("   \n\t ", []),
        ("Nothing of this kind", []),
    ],
)
def test_a_text_names_what_it_names_and_nothing_else(text, expected):
    assert named(text) == expected


def test_bulleted_lists_are_read_item_by_item():
    text = "You bring:\n• R and SQL\n* Go\n1. Python programming\n  \u2013 C++\n"

    assert named(text) == ["r", "sql", "python", "cpp"]


def test_a_soft_wrapped_sentence_is_one_sentence():
    text = "Our services that carry the payments are written in Python and\nGo."

    assert named(text) == ["python", "go"]


def test_pasted_html_is_read_as_its_words():
    text = (
        "<div class='x'><h2>Skills</h2><ul><li>R&amp;D with <b>Pyth</b>on</li>"
        "<li>Go</li><li>Go, <em>SQL</em></li></ul>"
        "<script>var Java = 1;</script><style>.C {}</style></div>"
    )

    assert named(text) == ["python", "go", "sql"]


def test_what_only_looks_like_html_is_left_alone():
    assert named("List<Python> if x < y and SQL > 3") == ["python", "sql"]


def test_each_name_comes_with_the_phrase_that_names_it():
    text = f"{'Long ago we began. '}You have {'much ' * 60}Python {'too ' * 60}now."

    mention = read(text, VOCABULARY)[0]

    assert mention.words == "Python"
    assert mention.phrase.startswith("…")
    assert mention.phrase.endswith("…")
    assert len(mention.phrase) <= PHRASE_MAX + 2


def test_what_is_named_often_is_told_once_with_its_count():
    mention = read("Python. More Python.\nPython 3 and SQL.", VOCABULARY)[0]

    assert (mention.key, mention.count, mention.phrase) == ("python", 3, "Python.")


def test_a_number_without_end_in_an_entity_is_no_failure():
    assert named("&#" + "9" * 9000 + "; Python &#x" + "f" * 9000) == ["python"]


HOSTILE = [
    "." * 9,
    "<a ",
    "<",
    "&#9;",
    "e.g. ",
    "- ",
    "C+",
    "Go ",
    "\u0301",
    "a" * 9,
    "\n",
]


@pytest.mark.assure(id="S39")
@pytest.mark.parametrize("piece", [*HOSTILE, "<script>", "machine ", "x. "])
def test_the_longest_text_is_read_to_its_end(piece, figure):
    """A quadratic reading of this would run for minutes."""
    figure(f"{TEXT_MAX} signs of {piece!r} read to the end")
    text = (piece * TEXT_MAX)[: TEXT_MAX - 50] + "</script>\n\n- Python\n"

    assert "python" in named(text)


def test_what_comes_after_the_longest_text_is_not_read():
    assert named("a " * (TEXT_MAX // 2) + "Python") == []


SIGNS = "aCGoR+#.-&;<>/ \n\t•é中\u0301\u200b\u2028!…1)"


@given(st.text(alphabet=SIGNS, max_size=200))
def test_any_text_can_be_read(text):
    for mention in read(text, VOCABULARY):
        assert mention.words
        assert mention.phrase in " ".join(plain(text).split()) or "…" in mention.phrase


WORDS = st.sampled_from(
    ["Python", "Go", "R", "C", "C++", "SQL", "and", "we", "the", "Java", "ship"]
)


@given(st.lists(WORDS, min_size=1, max_size=12))
def test_every_whole_word_is_found_once(words):
    keys = {text: key for key, texts in NAMES.items() for text in texts}
    present = {keys[word] for word in words if word in keys}

    found = set(named(" ".join(words)))

    alone = len(present) == 1 and present <= {"go", "r"}
    assert found == (set() if alone else present)


def test_a_name_without_a_word_is_found_nowhere():
    vocabulary = Vocabulary([Name("!?", "marks"), Name("SQL", "sql")])

    assert [one.key for one in read("SQL!? Really!?", vocabulary)] == ["sql"]


def test_a_script_that_is_never_closed_says_nothing():
    assert named("Python <script>var SQL = 1;") == ["python"]
