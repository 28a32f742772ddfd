"""Finds whole names and calls in masked code far quicker than one pattern of many alternatives would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

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


def whole_words(text: str, words: Iterable[str]) -> Iterator[re.Match[str]]:
    """A match (group 1: the word) for every place where one of some words stands by itself, perhaps behind a `$`."""
    size = len(text)
    done = 0
    for start, word in places_of(text, words):
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
    is_open = any(word in low for word in beginnings)
    at = low.find("(")
    done = 0
    while at >= 0:
        end = at
        while end and low[end - 1].isspace():
            end -= 1
        if end and low[end - 1] == "!":
            end -= 1
        if low.endswith(endings, 0, end) or (
            is_open and any(low.find(word, max(0, end - 80), end) >= 0 for word in beginnings)
        ):
            before = _CALLEE_REVERSED.match(text[max(0, end - _PART_LIMIT) : end][::-1])
            match = pattern.match(text, max(done, end - before.end())) if before else None
            if match is not None:
                yield match
                done = match.end()
                at = done - 1
        at = low.find("(", at + 1)


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
