"""Finds whole names and calls in masked code far quicker than one pattern of many alternatives would."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache

_NAME = re.compile(r"([\w$]+)")
_PART_LIMIT = 1000
"""Characters before a call that are looked at for the owners of what is called."""
_CALLEE_REVERSED = re.compile(r"[\w$]+(?:(?:\.\??|::|>-)(?:\)\()?[\w$]+)*")


def is_word_character(char: str) -> bool:
    """Whether a character can stand in a name (`[\\w$]`)."""
    return char.isalnum() or char in "_$"


def places_of(text: str, words: Iterable[str]) -> list[tuple[int, str]]:
    """Every place where one of some words stands, even inside another, in order; at one place sorted by word."""
    found: list[tuple[int, str]] = []
    for word in words:
        at = text.find(word) if word else -1
        while at >= 0:
            found.append((at, word))
            at = text.find(word, at + 1)
    found.sort()
    return found


class WordPlaces:
    """Where words stand by themselves in one text, perhaps behind a `$`.

    A few are sought one by one; when much has been asked, all words of the text are noted once.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._noted: dict[str, list[int]] | None = None
        self._asked = 0

    def of(self, words: Iterable[str]) -> list[tuple[int, str]]:
        """Every place of some words, in order; a word that is more than letters is found inside others too."""
        if self._noted is None and self._asked > len(self.text) // _ASKED_MUCH:
            self._noted = _note_words(self.text)
        found: list[tuple[int, str]] = []
        for word in words:
            if _NAME.fullmatch(word) is None:
                found += places_of(self.text, (word,))
            elif self._noted is None:
                self._seek(word, found)
            else:
                found += [(at, word) for at in self._noted.get(word, ())]
                found += [(at + 1, word) for at in self._noted.get("$" + word, ())]
        found.sort()
        return found

    def _seek(self, word: str, found: list[tuple[int, str]]) -> None:
        text, size = self.text, len(word)
        at = text.find(word)
        self._asked += 2
        while at >= 0:
            self._asked += 1
            after = text[at + size : at + size + 1]
            if not (after and is_word_character(after)):
                before = at - 1 if at and text[at - 1] == "$" else at
                if before == 0 or not is_word_character(text[before - 1]):
                    found.append((at, word))
            at = text.find(word, at + 1)


_ASKED_MUCH = 50
"""Characters of a text for which one word may be sought, or one place looked at, before all are noted."""
_WORD = re.compile(r"[\w$]+")


def _note_words(text: str) -> dict[str, list[int]]:
    noted: dict[str, list[int]] = {}
    for match in _WORD.finditer(text):
        noted.setdefault(match.group(), []).append(match.start())
    return noted


def whole_words(places: WordPlaces, words: Iterable[str]) -> Iterator[re.Match[str]]:
    """A match (group 1: the word) for every place where one of some words stands by itself, perhaps behind a `$`."""
    text = places.text
    size = len(text)
    done = 0
    for start, word in places.of(words):
        end = start + len(word)
        if end < size and is_word_character(text[end]):
            continue
        before = start - 1
        if before >= 0 and text[before] == "$":
            before -= 1
        if (before >= 0 and is_word_character(text[before])) or before + 1 < done:
            continue
        done = end
        match = _NAME.match(text, start)
        if match is None or match.end() != end:
            match = re.compile(f"({re.escape(word)})").match(text, start)
        if match is not None:
            yield match


def find_calls(
    text: str, pattern: re.Pattern[str], endings: tuple[str, ...], beginnings: tuple[str, ...]
) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` finds, where the pattern is a dotted name and `(`.

    The name's last part must end with one of `endings` or hold one of `beginnings` (lower case).
    """
    low = text.lower()
    if len(low) != len(text):  # a letter whose small form is two: places would not hold
        yield from pattern.finditer(text)
        return
    begun = places_of(low, (word for stem, words in _by_stem(beginnings) if stem in low for word in words))
    starts = [start for start, _ in begun]
    tails = _by_tail(endings)
    at = low.find("(")
    done = 0
    while at >= 0:
        end = at
        while end and low[end - 1].isspace():
            end -= 1
        if end and low[end - 1] == "!":
            end -= 1
        ending = tails.get(low[end - 2 : end] if end > 1 else "")
        if (ending and low.endswith(ending, 0, end)) or (
            starts and _is_begun(begun, bisect_left(starts, max(0, end - 80)), end)
        ):
            before = _CALLEE_REVERSED.match(text[max(0, end - _PART_LIMIT) : end][::-1])
            match = pattern.match(text, max(done, end - before.end())) if before else None
            if match is not None:
                yield match
                done = match.end()
                at = done - 1
        at = low.find("(", at + 1)


@lru_cache(maxsize=16)
def _by_tail(endings: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Endings (of two characters or more) by their last two."""
    found: dict[str, tuple[str, ...]] = {}
    for ending in endings:
        found[ending[-2:]] = (*found.get(ending[-2:], ()), ending)
    return found


_STEMS = ("request", "fetch", "http", "json", "api", "")
"""Parts of many names of calls; a text in which one is missing holds none of those names."""


@lru_cache(maxsize=16)
def _by_stem(words: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Words by the first stem that they hold."""
    found: dict[str, tuple[str, ...]] = {}
    for word in words:
        stem = next(stem for stem in _STEMS if stem in word)
        found[stem] = (*found.get(stem, ()), word)
    return tuple(found.items())


def _is_begun(begun: list[tuple[int, str]], index: int, end: int) -> bool:
    """Whether one of some words, from an index on, ends before an offset."""
    while index < len(begun) and begun[index][0] < end:
        if begun[index][0] + len(begun[index][1]) <= end:
            return True
        index += 1
    return False


def starting_with(text: str, pattern: re.Pattern[str], words: Iterable[str]) -> Iterator[re.Match[str]]:
    """What a pattern finds whose every match begins with one of some words."""
    done = 0
    for at, _ in places_of(text, words):
        match = pattern.match(text, at) if at >= done else None
        if match is not None:
            yield match
            done = match.end()


class WordSet:
    """Some words, of which those are found that occur in a text, even inside others."""

    def __init__(self, words: Iterable[str]) -> None:
        import ahocorasick_rs

        self._words = sorted(set(words))
        self._search = ahocorasick_rs.BytesAhoCorasick([word.encode("utf-8", "replace") for word in self._words])

    def found(self, content: bytes | memoryview) -> frozenset[str]:
        """The words that occur."""
        hits = self._search.find_matches_as_indexes(bytes(content), overlapping=True)
        return frozenset(self._words[index] for index, _, _ in hits)

    def places(self, content: bytes) -> list[tuple[int, str]]:
        """Every place where one of the words occurs, in order; the longer first of two at one place."""
        hits = self._search.find_matches_as_indexes(content, overlapping=True)
        found = sorted((start, -end, index) for index, start, end in hits)
        return [(start, self._words[index]) for start, _, index in found]
