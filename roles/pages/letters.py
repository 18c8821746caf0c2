"""Letters of sources, assigned per page in order of first use."""

from collections.abc import Iterable
from string import ascii_uppercase

from roles.models import Source


class Letters:
    """Hands out A, B, C … to sources as a page first names them."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._sources = {source.pk: source for source in sources}
        self._letters: dict[int, str] = {}

    def of(self, source_id: int) -> str:
        """Return the letter of a source, a new one at its first use."""
        if source_id not in self._letters:
            self._letters[source_id] = _letter(len(self._letters))
        return self._letters[source_id]

    def source(self, source_id: int) -> Source:
        """Return the source itself."""
        return self._sources[source_id]

    def cited(self, *source_ids: int | None) -> str:
        """Name origins as they are cited, each once; nothing where none is named."""
        named = dict.fromkeys(source_id for source_id in source_ids if source_id)
        return "; ".join(self._sources[source_id].cited_name for source_id in named)

    def used(self) -> list[tuple[str, Source]]:
        """Return each letter with its source, in order of first use."""
        return [
            (letter, self._sources[source_id])
            for source_id, letter in self._letters.items()
        ]


def _letter(index: int) -> str:
    """A to Z, then AA, AB and so on."""
    head, tail = divmod(index, len(ascii_uppercase))
    return (_letter(head - 1) if head else "") + ascii_uppercase[tail]
