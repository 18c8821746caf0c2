"""Hash the eight-word runs of the five documents, so that tests work without them.

    python tests/data/make_seed_phrases.py SEEDS_DIRECTORY

writes tests/data/seed_phrases.txt.gz: a salt, then one short hash to a line. The
documents cannot be read back from it. One sentence of our own is planted among
them, to show that the check catches what it should.
"""

import gzip
import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

LENGTH = 8
HASH_CHARACTERS = 12
PHRASES = Path(__file__).parent / "seed_phrases.txt.gz"
SALT = "careersite wording 1"
PLANTED = "Nine patient herons watched the ferry turn twice before somebody rang."
APOSTROPHE = "\u2019"
WORD = re.compile(rf"[^\W_]+(?:['{APOSTROPHE}][^\W_]+)*")


def words(text: str) -> list[str]:
    """Return lower-case words; punctuation and markup do not count."""
    return [word.replace(APOSTROPHE, "'") for word in WORD.findall(text.lower())]


def runs(text: str) -> Iterator[str]:
    """Yield every run of eight words in a row."""
    found = words(text)
    for start in range(len(found) - LENGTH + 1):
        yield " ".join(found[start : start + LENGTH])


def hash_run(run: str) -> str:
    """Return the salted hash of one run."""
    digest = hashlib.sha256(f"{SALT}\n{run}".encode()).hexdigest()
    return digest[:HASH_CHARACTERS]


def read_phrases() -> set[str]:
    """Return the stored hashes."""
    with gzip.open(PHRASES, "rt") as lines:
        return set(lines.read().split())


def shared_runs(text: str, phrases: set[str]) -> list[str]:
    """Return the runs of `text` that also stand in a document."""
    return [run for run in runs(text) if hash_run(run) in phrases]


def write_phrases(seeds: Path) -> int:
    """Hash every document in `seeds`; return how many hashes were written."""
    texts = [path.read_text() for path in sorted(seeds.glob("*.txt"))]
    if not texts:
        sys.exit(f"No .txt files in {seeds}")
    hashes = {hash_run(run) for text in [*texts, PLANTED] for run in runs(text)}
    content = "\n".join(sorted(hashes)) + "\n"
    PHRASES.write_bytes(gzip.compress(content.encode(), mtime=0))
    return len(hashes)


if __name__ == "__main__":
    count = write_phrases(Path(sys.argv[1]))
    sys.stdout.write(f"{count} hashes in {PHRASES.name}\n")
