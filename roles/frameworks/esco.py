"""ESCO's dataset as CSV, in English."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from roles.frameworks.parts import (
    NAMELESS,
    OTHER_OCCUPATION,
    REPEATED,
    UNKNOWN,
    Concept,
    Findings,
    Line,
    Mention,
    check_codes,
    read_commas,
)

LABELS = ("conceptUri", "preferredLabel", "altLabels", "description")
OCCUPATIONS, SKILLS = "occupations_en.csv", "skills_en.csv"
RELATIONS = "occupationSkillRelations_en.csv"


def read_esco(directory: Path, codes: Sequence[str]) -> Findings:
    """Read what the named occupations reach; raises FrameworkError.

    An occupation is named by its code (2511.4), its concept's address, or the last
    part of that address, which is the code that findings hold.
    """
    findings = Findings()
    _read_occupations(directory / OCCUPATIONS, codes, findings)
    wanted = _read_relations(directory / RELATIONS, findings)
    _read_skills(directory / SKILLS, wanted, findings)
    findings.mentions = [one for one in findings.mentions if _is_held(one, findings)]
    return findings


def _read_occupations(path: Path, codes: Sequence[str], findings: Findings) -> None:
    named: set[str] = set()
    for line in read_commas(path, LABELS):
        own = {line["code"], line["conceptUri"], _last_part(line["conceptUri"])}
        asked = own.intersection(codes)
        if not asked:
            findings.leave_out(path.name, OTHER_OCCUPATION)
        elif _last_part(line["conceptUri"]) in findings.occupations:
            findings.leave_out(path.name, REPEATED)
        else:
            named |= asked
            concept = _concept(line, findings, path.name)
            findings.occupations[concept.code] = concept
    check_codes(path, codes, named)


def _read_relations(path: Path, findings: Findings) -> set[str]:
    """Take the relations of named occupations; return the skills they reach."""
    seen: set[tuple[str, str]] = set()
    for line in read_commas(path, ("occupationUri", "relationType", "skillUri")):
        occupation = _last_part(line["occupationUri"])
        skill = _last_part(line["skillUri"])
        if occupation not in findings.occupations:
            findings.leave_out(path.name, OTHER_OCCUPATION)
        elif (occupation, skill) in seen:
            findings.leave_out(path.name, REPEATED)
        else:
            seen.add((occupation, skill))
            findings.mentions.append(
                Mention(
                    occupation=occupation,
                    skill=skill,
                    category=line["skillType"].capitalize(),
                    label=line["relationType"].capitalize(),
                    importance=None,
                    place=line.place,
                )
            )
    return {skill for _, skill in seen}


def _read_skills(path: Path, wanted: set[str], findings: Findings) -> None:
    for line in read_commas(path, LABELS):
        code = _last_part(line["conceptUri"])
        if code not in wanted:
            continue
        if code in findings.skills:
            findings.leave_out(path.name, REPEATED)
        elif not line["preferredLabel"]:
            findings.leave_out(path.name, NAMELESS)
        else:
            findings.skills[code] = _concept(line, findings, path.name)


def _is_held(mention: Mention, findings: Findings) -> bool:
    if mention.skill in findings.skills:
        return True
    findings.leave_out(RELATIONS, UNKNOWN)
    return False


def _concept(line: Line, findings: Findings, file: str) -> Concept:
    concept = Concept(
        scheme="esco",
        code=_last_part(line["conceptUri"]),
        title=line["preferredLabel"],
        place=line.place,
        uri=line["conceptUri"],
        description=line["description"],
    )
    for name in _labels(line["altLabels"]):
        findings.add_alias(concept, name, file)
    return concept


def _labels(cell: str) -> Iterator[str]:
    """Yield the labels of a cell, which stand on a line each."""
    yield from filter(None, (" ".join(text.split()) for text in cell.splitlines()))


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
