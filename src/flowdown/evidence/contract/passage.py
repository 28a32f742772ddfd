"""What introduces a list of clauses, and what it says of those that follow."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from dataclasses import dataclass
from enum import StrEnum


class Bearing(StrEnum):
    """What an introduction says of the clauses below it."""

    INCORPORATES = "incorporates"
    CHOOSES = "chooses"
    PASSES_ON = "passes on"
    REMOVES = "removes"
    NONE = ""


@dataclass(frozen=True, slots=True, order=True)
class Introduction:
    """Where an introduction ends, and what it says; `Bearing.NONE` where a list has ended."""

    at: int
    bearing: Bearing
    words: str = ""


_BREAK = re.compile(r"\.\s+(?=[A-Z(])|\n\s*\n")
_GAP = r"[^\0]"
_CHOOSES = re.compile(
    rf"(?:clauses?|provisions?|regulations?|following|items?){_GAP}{{0,260}}?(?:has|have|is|are|was|were)\s+(?:been\s+)?"
    rf"(?:indicated|checked|ticked|selected|marked)\b(?:{_GAP}{{0,200}}?check\s+as\s+appropriate\.?\]?)?"
    r"|\bcheck\s+(?:as|if|all|those|each|the)\b[^.\n]{0,40}\b(?:appropriate|appl\w+)"
    r"|\b(?:only\s+)?(?:if|when|where)\s+(?:checked|marked|ticked|an?\s+[\"'“]?x)",
    re.IGNORECASE,
)
_PASSES_ON = re.compile(
    rf"not\s+required\s+to\s+flow\s*-?down\s+any{_GAP}{{0,160}}?subcontract"
    rf"|(?:contractor|subcontractor|seller|supplier|vendor)\s+(?:shall|must|agrees\s+to|will)\s+(?:insert|include|flow\s*-?down){_GAP}{{0,80}}?following{_GAP}{{0,80}}?subcontract",
    re.IGNORECASE,
)
_REMOVES = re.compile(
    rf"following{_GAP}{{0,80}}?(?:clauses?|provisions?){_GAP}{{0,60}}?\b(?:deleted|removed)\b"
    rf"|\b(?:delete|remove)s?\s+(?:the\s+)?following{_GAP}{{0,60}}?(?:clauses?|provisions?)"
    r"|^[ *#]{0,8}(?:deleted?|removed?)(?:\s+(?:clauses?|provisions?))?\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_INCORPORATES = re.compile(
    rf"following{_GAP}{{0,160}}?(?:clauses?|provisions?|regulations?){_GAP}{{0,160}}?\b(?:incorporated|appl(?:y|ies|icable)|added|part\s+of|flowed)"
    rf"|(?:clauses?|provisions?){_GAP}{{0,120}}?(?:listed|set\s+forth|identified)\s+(?:below|herein){_GAP}{{0,120}}?(?:incorporated|appl(?:y|ies))"
    rf"|comply\s+with\s+the\s+following{_GAP}{{0,60}}?clauses"
    rf"|incorporates{_GAP}{{0,60}}?(?:the\s+following|by\s+reference)"
    r"|(?:clauses?|provisions?)\s+incorporated\s+(?:herein\s+)?(?:by|in)\s+(?:reference|full\s+text)"
    r"|^[ *#]{0,8}(?:add(?:ed)?|insert(?:ed)?)(?:\s+(?:clauses?|provisions?))?\s*:",
    re.IGNORECASE | re.MULTILINE,
)
_ENDS = re.compile(
    r"\(\s*end\s+of\s+(?:the\s+)?(?:clause|provision)s?\s*\)|^[ *#]{0,8}(?:section|part)\s+[A-M]\b(?=\s*[-:.\n])"
    r"|^ {0,8}\(d\)\s+Comptroller\s+General",
    re.IGNORECASE | re.MULTILINE,
)
_KINDS = (
    (_CHOOSES, Bearing.CHOOSES),
    (_PASSES_ON, Bearing.PASSES_ON),
    (_REMOVES, Bearing.REMOVES),
    (_INCORPORATES, Bearing.INCORPORATES),
)


class Introductions:
    """Every introduction of a text, by position."""

    def __init__(self, text: str) -> None:
        # Where a sentence ends, no introduction goes on.
        text = _BREAK.sub(lambda match: "\0" * (len(match[0]) - 1) + match[0][-1], text)
        found = [Introduction(match.end(), Bearing.NONE) for match in _ENDS.finditer(text)]
        taken: list[tuple[int, int]] = []
        for pattern, bearing in _KINDS:
            for match in pattern.finditer(text):
                start, end = match.span()
                if bearing is Bearing.INCORPORATES and _is_one_sentence(text, taken, start, end):
                    continue
                if bearing is not Bearing.INCORPORATES:
                    insort(taken, (start, end))
                found.append(Introduction(end, bearing, " ".join(match[0].split())))
        self._found = sorted(found)
        self._ends = [each.at for each in self._found]

    def before(self, at: int) -> Introduction:
        """The introduction that holds at a position; the empty one if there is none."""
        index = bisect_right(self._ends, at) - 1
        return self._found[index] if index >= 0 else Introduction(0, Bearing.NONE)


def _is_one_sentence(text: str, taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """True if another introduction, one that says more, belongs to the same sentence."""
    at = bisect_left(taken, (start, 0))
    for other_start, other_end in taken[max(0, at - 1) : at + 1]:
        first, last = min(start, other_start), max(end, other_end)
        if last - first < 700 and "\0" not in text[first:last]:
            return True
    return False
