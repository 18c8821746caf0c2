"""Files of public frameworks are read as they are, and only what was named."""

import tracemalloc
from pathlib import Path
from shutil import copytree

import pytest

from roles.frameworks import FrameworkError, read_esco, read_onet
from roles.services.frameworks.known import free_slug, telling_slug

DATA = Path(__file__).parents[1] / "data"
ONET, ESCO = DATA / "onet", DATA / "esco"
SCIENTIST, BUILDER = "15-2051.00", "15-1252.00"


@pytest.fixture
def both():
    return read_onet(ONET, [SCIENTIST, BUILDER])


@pytest.fixture
def altered(tmp_path):
    """Return a function that copies a framework's files and replaces a text in one."""

    def alter(directory, name, old, new):
        copy = tmp_path / directory.name
        copytree(directory, copy, dirs_exist_ok=True)
        data = (copy / name).read_bytes()
        assert old in data
        (copy / name).write_bytes(data.replace(old, new))
        return copy

    return alter


def test_named_occupations_are_read_without_mark_and_trailing_blanks(both):
    scientist = both.occupations[SCIENTIST]

    assert list(both.occupations) == [SCIENTIST, BUILDER]
    assert scientist.title == "Data Sample Scientists"
    assert '"show" it' in scientist.description
    assert not scientist.description.endswith(" ")


def test_importance_and_level_of_an_element_make_one_mention(both):
    maths = next(one for one in both.mentions if one.skill == "2.A.1.e")

    assert maths.label == "Importance 4.12 of 5, level 4.88 of 7"
    assert maths.importance == 4


def test_a_suppressed_row_is_left_out_and_its_pair_stays(both):
    reading = next(one for one in both.mentions if one.skill == "2.A.1.a")

    assert (reading.label, reading.importance) == ("Level 4.00 of 7", None)
    assert both.left_out["Skills.txt: not recommended by the framework"] == 1


def test_what_is_not_relevant_or_wholly_suppressed_is_no_skill(both):
    assert {"2.B.3.a", "2.C.9.z", "2.B.3.z"}.isdisjoint(both.skills)
    assert both.left_out["Skills.txt: not relevant for the occupation"] == 2
    assert both.left_out["Knowledge.txt: not recommended by the framework"] == 2


def test_the_same_name_may_stand_for_two_elements(both):
    names = [skill.title for skill in both.skills.values()]

    assert names.count("Mathematics") == 2


def test_technologies_are_taken_once_and_fit_our_columns(both):
    found = [(one.occupation, one.name, one.note) for one in both.technologies]

    assert found == [
        (SCIENTIST, "Samplon", "Hot, in demand"),
        (SCIENTIST, "Sample Sheets", "Hot"),
        (BUILDER, "Sample Sheets", "Hot"),
    ]
    file = "Technology Skills.txt"
    assert both.left_out[f"{file}: there already"] == 1
    assert both.left_out[f"{file}: with a name over 80 characters"] == 1
    assert both.left_out[f"{file}: without a name"] == 1
    assert both.left_out[f"{file}: of occupations that were not named"] == 1


def test_other_titles_are_joined_and_absent_ones_are_none(both):
    assert both.occupations[SCIENTIST].aliases == [
        "Numbers Detective",
        "Chief Numbers Officer",
        "CNO",
        "Sample Analyst",
    ]
    file = "Alternate Titles.txt"
    assert both.left_out[f"{file}: there already"] == 1
    assert both.left_out[f"{file}: with a name over 80 characters"] == 1


def test_related_occupations_outside_the_named_ones_are_counted(both):
    assert [pair[:2] for pair in both.related] == [(SCIENTIST, BUILDER)]
    file = "Related Occupations.txt"
    assert both.left_out[f"{file}: pointing outside the named occupations"] == 1


@pytest.mark.parametrize("code", ["2511.4", "aaa1"])
def test_esco_is_read_by_code_or_concept_with_its_lines_of_labels(code):
    findings = read_esco(ESCO, [code])

    scientist = findings.occupations["aaa1"]
    assert scientist.aliases == ["number finder", "sample data expert"]
    assert list(findings.skills) == ["s1", "s2"]
    assert findings.skills["s1"].aliases == ["statistics of samples", "sample maths"]
    assert [one.label for one in findings.mentions] == ["Essential", "Optional"]
    file = "occupationSkillRelations_en.csv"
    assert findings.left_out[f"{file}: pointing to what the files do not hold"] == 1
    assert findings.left_out[f"{file}: there already"] == 1
    assert findings.left_out[f"{file}: of occupations that were not named"] == 1


def test_an_entry_without_a_name_is_left_out_and_counted(altered):
    directory = altered(ESCO, "skills_en.csv", b"sample statistics", b"")

    findings = read_esco(directory, ["aaa1"])

    assert list(findings.skills) == ["s2"]
    assert findings.left_out["skills_en.csv: without a name"] == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("Skills.txt", b"4.12", b"much", "Skills.txt 2: “much” is not 1 to 5."),
        ("Skills.txt", b"4.12", b"NaN", "Skills.txt 2: “NaN” is not 1 to 5."),
        ("Skills.txt", b"4.88", b"7.01", "Skills.txt 3: “7.01” is not 0 to 7."),
        ("Skills.txt", b"\tIM\t4.12", b"\tXX\t4.12", "no scale “XX”"),
        ("Skills.txt", b"Data Value", b"Value", "no column “Data Value”"),
        ("Skills.txt", b"4.12\t8", b"4.12\r\n8", "Skills.txt line 2 has 5 cells"),
        ("Skills.txt", b"Mathematics", b"\xff\xfe", "Skills.txt is not UTF-8"),
        ("Skills.txt", b"Mathematics", b"\0", "line 2 holds a NUL"),
        ("Skills.txt", b"Mathematics", b"x" * 1_000_001, "line 2 is far too long"),
        ("Occupation Data.txt", b"15-2051", b"15-0000", "holds no 15-2051.00"),
    ],
    ids=range(10),
)
def test_a_file_that_is_broken_is_refused_with_its_place(altered, name, old, new, said):
    directory = altered(ONET, name, old, new)

    with pytest.raises(FrameworkError, match=said.replace("*", r"\*")):
        read_onet(directory, [SCIENTIST])


def test_csv_with_an_open_quote_is_refused(altered):
    directory = altered(ESCO, "skills_en.csv", b'maths"', b"maths")

    with pytest.raises(FrameworkError, match="cannot be read"):
        read_esco(directory, ["aaa1"])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(FrameworkError, match=r"no file Occupation Data\.txt"):
        read_onet(tmp_path, [SCIENTIST])


@pytest.mark.assure(id="framework-memory")
def test_200_000_rows_are_read_in_little_memory(tmp_path, figure):
    copytree(ONET, tmp_path, dirs_exist_ok=True)
    row = (
        "11-{:04}.00\t2.A.1.a\tReading\tIM\t3.5\t8\t0\t3\t4\tN\tn/a\t08/2025\tAnalyst\n"
    )
    with (tmp_path / "Skills.txt").open("a", newline="") as file:
        file.writelines(row.format(number % 10_000) for number in range(200_000))

    tracemalloc.start()
    findings = read_onet(tmp_path, [SCIENTIST])
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()

    skipped = findings.left_out["Skills.txt: of occupations that were not named"]
    figure(f"{skipped} rows passed over, peak {peak:.1f} MB of Python memory")
    assert skipped > 200_000
    assert peak < 5


def test_what_a_file_names_twice_is_taken_once(tmp_path):
    onet, esco = (copytree(one, tmp_path / one.name) for one in (ONET, ESCO))
    for path in (onet / "Occupation Data.txt", *esco.glob("*_en.csv")):
        first, *lines = path.read_bytes().splitlines(keepends=True)
        path.write_bytes(b"".join([first, *lines, *lines]))

    from_onet, from_esco = read_onet(onet, [SCIENTIST]), read_esco(esco, ["aaa1"])

    assert list(from_onet.occupations) == [SCIENTIST]
    assert list(from_esco.skills) == ["s1", "s2"]
    for findings, name in (
        (from_onet, "Occupation Data.txt"),
        (from_esco, "occupations_en.csv"),
        (from_esco, "skills_en.csv"),
    ):
        assert findings.left_out[f"{name}: there already"] > 0


def test_a_slug_that_is_taken_gets_a_number_within_its_length():
    assert free_slug("Data Work", {"other"}) == "data-work"
    assert free_slug("Data Work", {"data-work", "data-work-2"}) == "data-work-3"
    assert free_slug("Data Work", {"data-wor"}, longest=8) == "data-w-2"


def test_a_telling_slug_differs_where_names_do():
    names = ["C", "C++", "C#", "Node.js", "Nodejs", "x" * 40 + "a", "x" * 40 + "b"]

    slugs = [telling_slug(name, 30) for name in names]

    assert slugs[0] == "c"
    assert len(set(slugs)) == len(names)
    assert max(map(len, slugs)) == 30
    assert telling_slug("Sample Sheets", 30) == "sample-sheets"
