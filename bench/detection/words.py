"""The word search that the scanner is measured against: every hit of a vendor's name counts as a use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from labels import Line

LARGEST = 2_000_000


def words_of_vendors() -> dict[str, str]:
    """Each lower-case name, alias or brand word of the catalogue, with its vendor."""
    from flowdown.catalogue import load
    from flowdown.catalogue.kinds import SignatureKind

    words: dict[str, str] = {}
    for vendor in load().vendors.values():
        signatures = [each for product in vendor.products for each in product.signatures]
        brands = [each.value for each in signatures if each.kind is SignatureKind.WORD]
        for word in (vendor.name, *vendor.aliases, *vendor.words, *brands):
            words.setdefault(word.lower(), vendor.id)
    return words


class WordSearch:
    """Finds whole words in any case; `_`, `-` and `.` end a word, so that keys and host names are hit too."""

    def __init__(self, words: dict[str, str]) -> None:
        self._words = words
        longest_first = sorted(words, key=lambda word: (-len(word), word))
        parts = "|".join(re.escape(word) for word in longest_first)
        self._pattern = re.compile(f"(?<![a-z0-9])(?:{parts})(?![a-z0-9])")

    def search(self, tree: Path) -> list[Line]:
        """Every line of the tree that holds a word, once for each vendor."""
        return [line for path in _files(tree) for line in self._search_file(path, path.relative_to(tree).as_posix())]

    def _search_file(self, path: Path, name: str) -> Iterator[Line]:
        try:
            text = path.read_text(encoding="utf-8").lower()
        except (OSError, UnicodeDecodeError):
            return
        for number, line in enumerate(text.split("\n"), start=1):
            for vendor in sorted({self._words[word] for word in self._pattern.findall(line)}):
                yield Line(name, number, vendor)


def _files(tree: Path) -> Iterator[Path]:
    for path in sorted(tree.rglob("*")):
        if ".git" in path.relative_to(tree).parts or path.is_symlink() or not path.is_file():
            continue
        if path.stat().st_size <= LARGEST:
            yield path
