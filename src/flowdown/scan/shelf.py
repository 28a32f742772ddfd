"""Folders whose entries are called after vendors and local runtimes, one each: what stands there is to be chosen from."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable

_ALTERNATIVES = 3
"""Vendors and runtimes from which on folders that begin alike are alternatives, however they end."""
_SHORT = 3
"""Letters of a name up to which it must stand by itself."""


class Shelves:
    """Where the places of a tree's vendors and the files of local runtimes lie side by side, called after them.

    `places`: a vendor and the path of one of its places each; `words_of`: the words in lower case by which paths call a
    vendor; `paths`: all files of the tree, `runtimes`: the words by which they call a runtime.
    """

    def __init__(
        self,
        places: Iterable[tuple[str, str]],
        words_of: Callable[[str], frozenset[str]],
        paths: Iterable[str],
        runtimes: frozenset[str],
    ) -> None:
        self._folders: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._files: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        self._beginnings: dict[str, tuple[str, str]] = {}
        self._group_of: dict[str, tuple[str, str, str]] = {}
        owners: dict[str, str] = {}
        for owner, path in sorted(set(places)):
            words = words_of(owner)
            owners.update(dict.fromkeys(words, owner))
            self._put(owner, path.lower(), _pattern(words))
        named = _pattern(runtimes)
        for path in paths:
            low = path.lower()
            folder, _, name = low.rpartition("/")
            stem, _, suffix = name.partition(".")
            if stem in owners:
                self._files[folder, "", f".{suffix}"].add(owners[stem])
            if (found := named.search(low)) is not None:
                self._put(f"runtime {found.group()}", low, named)

    def holds(self, path: str) -> bool:
        """Whether a file lies in one of three or more folders that are called alike up to whom they are called after."""
        parts = path.lower().split("/")
        return any(
            (beginning := self._beginnings.get("/".join(parts[:number]))) is not None
            and len(self._folders[beginning]) >= _ALTERNATIVES
            for number in range(1, len(parts))
        )

    def is_beside_runtime(self, path: str) -> bool:
        """Whether a file called after a vendor lies beside one that is called after a local runtime, and alike but for that."""
        group = self._group_of.get(path.lower())
        return group is not None and any(owner.startswith("runtime ") for owner in self._files[group])

    def runtimes_beside_vendors(self) -> int:
        """How many runtimes have a file or a folder that is called as a vendor's is, but for the name."""
        found: set[str] = set()
        for owners in (*self._files.values(), *self._folders.values()):
            runtimes = {owner for owner in owners if owner.startswith("runtime ")}
            if runtimes != owners:
                found |= runtimes
        return len(found)

    def _put(self, owner: str, path: str, pattern: re.Pattern[str]) -> None:
        parts = path.split("/")
        for number, part in enumerate(parts):
            match = pattern.search(part)
            if match is None:
                continue
            folder, head = "/".join(parts[:number]), part[: match.start()]
            if number == len(parts) - 1:
                group = folder, head, part[match.end() :]
                self._files[group].add(owner)
                self._group_of[path] = group
            else:
                self._folders[folder, head].add(owner)
                self._beginnings[f"{folder}/{part}" if folder else part] = folder, head


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(words, key=len, reverse=True)
    return re.compile(
        "|".join(rf"(?<![a-z]){word}(?![a-z])" if len(word) <= _SHORT else rf"(?<![a-z]){word}" for word in ordered)
        or r"(?!)"
    )
