"""O*NET's database as tab-separated text."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from roles.frameworks.parts import (
    NAME_MAX,
    NAMELESS,
    NOT_RELEVANT,
    OTHER_OCCUPATION,
    OUTSIDE,
    REPEATED,
    SUPPRESSED,
    TOO_LONG,
    Concept,
    Findings,
    FrameworkError,
    Line,
    Mention,
    Technology,
    check_codes,
    read_tabs,
)

CODE = "O*NET-SOC Code"
ADDRESS = "https://www.onetonline.org/link/summary/"
RATED = ("Skills", "Knowledge")
# The scales that are read, with their ends: importance and level.
SCALES = {"IM": (1, 5), "LV": (0, 7)}
ABSENT = {"", "n/a"}
RATING_COLUMNS = (
    CODE,
    "Element ID",
    "Element Name",
    "Scale ID",
    "Data Value",
    "Recommend Suppress",
    "Not Relevant",
)


def read_onet(directory: Path, codes: Sequence[str]) -> Findings:
    """Read what the named occupations reach; raises FrameworkError."""
    findings = Findings()
    _read_occupations(directory / "Occupation Data.txt", codes, findings)
    for title in RATED:
        _Ratings(directory / f"{title}.txt", title, findings).read()
    _read_technologies(directory / "Technology Skills.txt", findings)
    _read_titles(directory / "Alternate Titles.txt", findings)
    _read_related(directory / "Related Occupations.txt", findings)
    asked = {mention.skill for mention in findings.mentions}
    findings.skills = {
        code: skill for code, skill in findings.skills.items() if code in asked
    }
    return findings


def _read_occupations(path: Path, codes: Sequence[str], findings: Findings) -> None:
    for line in read_tabs(path, (CODE, "Title", "Description")):
        code = line[CODE]
        if code not in codes:
            findings.leave_out(path.name, OTHER_OCCUPATION)
        elif code in findings.occupations:
            findings.leave_out(path.name, REPEATED)
        else:
            findings.occupations[code] = Concept(
                scheme="onet-soc",
                code=code,
                title=line["Title"],
                place=line.place,
                uri=ADDRESS + code,
                description=line["Description"],
            )
    check_codes(path, codes, set(findings.occupations))


@dataclass
class _Rating:
    """What both scales say of one element for one occupation."""

    place: str
    values: dict[str, Decimal] = field(default_factory=dict)
    rows: int = 0
    is_relevant: bool = True

    @property
    def label(self) -> str:
        """The values as printed, such as `Importance 4.12 of 5, level 3.5 of 7`."""
        words = {"IM": "importance {} of 5", "LV": "level {} of 7"}
        said = [
            text.format(self.values[scale])
            for scale, text in words.items()
            if scale in self.values
        ]
        return ", ".join(said).capitalize()

    @property
    def importance(self) -> int | None:
        """The importance as a whole number of 1 to 5; None where it is not given."""
        value = self.values.get("IM")
        return None if value is None else int(value.quantize(Decimal(1), ROUND_HALF_UP))


class _Ratings:
    """One file of rated elements, of which importance and level are two rows."""

    def __init__(self, path: Path, title: str, findings: Findings) -> None:
        self.path, self.title, self.findings = path, title, findings
        self.found: dict[tuple[str, str], _Rating] = {}

    def read(self) -> None:
        """Take every element that is rated for a named occupation."""
        for line in read_tabs(self.path, RATING_COLUMNS):
            if line[CODE] in self.findings.occupations:
                self._take(line)
            else:
                self.findings.leave_out(self.path.name, OTHER_OCCUPATION)
        for (occupation, element), rating in self.found.items():
            self._finish(occupation, element, rating)

    def _take(self, line: Line) -> None:
        scale = line["Scale ID"]
        if scale not in SCALES:
            raise FrameworkError(f"{line.place}: there is no scale “{scale}” here.")
        key = (line[CODE], line["Element ID"])
        rating = self.found.setdefault(key, _Rating(line.place))
        if scale in rating.values:
            self.findings.leave_out(self.path.name, REPEATED)
            return
        self._note_element(line)
        # The framework marks the level of what is not relevant; both rows go then.
        rating.is_relevant = rating.is_relevant and line["Not Relevant"] != "Y"
        if line["Not Relevant"] != "Y" and line["Recommend Suppress"] == "Y":
            self.findings.leave_out(self.path.name, SUPPRESSED)
        else:
            rating.values[scale] = _value(line, scale)
            rating.rows += 1

    def _note_element(self, line: Line) -> None:
        code = line["Element ID"]
        concept = Concept("onet-element", code, line["Element Name"], line.place)
        self.findings.skills.setdefault(code, concept)

    def _finish(self, occupation: str, element: str, rating: _Rating) -> None:
        if not rating.is_relevant:
            for _ in range(rating.rows):
                self.findings.leave_out(self.path.name, NOT_RELEVANT)
        elif rating.values:
            self.findings.mentions.append(
                Mention(
                    occupation=occupation,
                    skill=element,
                    category=self.title,
                    label=rating.label,
                    importance=rating.importance,
                    place=rating.place,
                )
            )


def _value(line: Line, scale: str) -> Decimal:
    low, high = SCALES[scale]
    try:
        value = Decimal(line["Data Value"])
    except InvalidOperation:
        value = Decimal("NaN")
    if value.is_nan() or not low <= value <= high:
        text = f"{line.place}: “{line['Data Value'][:40]}” is not {low} to {high}."
        raise FrameworkError(text)
    return value


def _read_technologies(path: Path, findings: Findings) -> None:
    seen: set[tuple[str, str]] = set()
    columns = (CODE, "Example", "Commodity Title")
    for line in read_tabs(path, columns):
        code, name = line[CODE], line["Example"]
        reason = _against(findings, code, name, seen)
        if reason:
            findings.leave_out(path.name, reason)
            continue
        seen.add((code, name.casefold()))
        marks = [
            word
            for word, column in (("Hot", "Hot Technology"), ("In demand", "In Demand"))
            if line[column] == "Y"
        ]
        findings.technologies.append(
            Technology(
                occupation=code,
                name=name,
                group=line["Commodity Title"][:NAME_MAX],
                note=", ".join(marks).capitalize(),
                place=line.place,
            )
        )


def _against(
    findings: Findings, code: str, name: str, seen: set[tuple[str, str]]
) -> str:
    """Return why a technology is not taken; empty where it is."""
    if code not in findings.occupations:
        return OTHER_OCCUPATION
    if not name:
        return NAMELESS
    if len(name) > NAME_MAX:
        return TOO_LONG
    return REPEATED if (code, name.casefold()) in seen else ""


def _read_titles(path: Path, findings: Findings) -> None:
    for line in read_tabs(path, (CODE, "Alternate Title", "Short Title")):
        occupation = findings.occupations.get(line[CODE])
        if occupation is None:
            findings.leave_out(path.name, OTHER_OCCUPATION)
            continue
        for name in (line["Alternate Title"], line["Short Title"]):
            if name.casefold() not in ABSENT:
                findings.add_alias(occupation, name, path.name)


def _read_related(path: Path, findings: Findings) -> None:
    seen: set[tuple[str, str]] = set()
    for line in read_tabs(path, (CODE, f"Related {CODE}")):
        code, other = line[CODE], line[f"Related {CODE}"]
        if code not in findings.occupations:
            findings.leave_out(path.name, OTHER_OCCUPATION)
        elif other not in findings.occupations:
            findings.leave_out(path.name, OUTSIDE)
        elif (code, other) in seen or code == other:
            findings.leave_out(path.name, REPEATED)
        else:
            seen.add((code, other))
            findings.related.append((code, other, line.place))
