"""Tells what a sentence says of a clause that it names: that it is put in, taken out, or only named."""

from __future__ import annotations

import re

from flowdown.evidence.contract.heading import NUMBER
from flowdown.evidence.contract.standing import Standing

_REACH = 600
_BREAK = re.compile(r"\n\s*\n|[.!?]\s+(?=[A-Z\"“(])|;\s*\n|\n(?=\s*[•*-]\s)")
_ADDS = r"add(?:s|ed|ing)?|insert(?:s|ed|ing)?|incorporat(?:e|es|ed|ing)"
_TAKES = r"delet(?:e|es|ed|ing)|remov(?:e|es|ed|ing)|rescind(?:s|ed)?|strik(?:e|es|ing)"
_ACTIVE = re.compile(
    rf"\b(?:(?P<add>{_ADDS}|with|by|in\s+lieu\s+thereof)|(?P<take>{_TAKES}|replac(?:e|es|ing)|supersed(?:e|es|ing)))\b",
    re.IGNORECASE,
)
_REPLACED = re.compile(r"\breplac(?:e|es|ed|ing)\b|\bsupersed\w+\b|\bdelet\w+\b", re.IGNORECASE)
_PASSIVE = re.compile(
    rf"\b(?:is|are|was|were|be|been)\s+(?:hereby\s+|also\s+)?(?:(?P<add>{_ADDS}|made\s+a\s+part|included)|(?P<take>{_TAKES}|replaced|superseded))\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(
    r"\b(?:contract|order|agreement|subcontract|BPA|purchase\s+order|solicitation|modification)\s+(?:also\s+)?"
    r"(?:includes?|contains?|incorporates?)\b",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    r"\b(?:applies|apply)\s+to\s+(?:this|the)\s+(?:contract|order|subcontract|agreement|BPA)\b", re.IGNORECASE
)
_DOUBT = re.compile(
    r"\b(?:not|unless|if|when|whenever|where|whether|may|defined|definitions?|meaning|in\s+accordance\s+with|pursuant|"
    r"except|includ\w+\s+the\s+clause|containing|that\s+includes?|incorporates?\s+paragraph|such\s+as|e\.g|paragraphs?)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:addendum|paragraph)\b|-\d+\s*\([a-z0-9]{1,3}\)", re.IGNORECASE)
_PARAGRAPH = re.compile(r"\s*\([a-z0-9]{1,4}\)")
_NOTHING = (Standing.MENTIONED, "named in a sentence")


def says_of(text: str, start: int, end: int) -> tuple[Standing, str]:
    """What the sentence around a number says of it, and why."""
    first = max(0, start - _REACH)
    for match in _BREAK.finditer(text, first, start):
        first = match.end()
    after = _BREAK.search(text, end, end + _REACH)
    last = after.start() if after else min(len(text), end + _REACH)
    before, behind = text[first:start], text[end:last]
    if _PARAGRAPH.match(behind):
        # What happens to a paragraph does not happen to its clause.
        return _NOTHING
    passive = _PASSIVE.search(behind)
    active = None
    for match in _ACTIVE.finditer(before):
        if match["add"] and match["add"].lower() in ("with", "by", "in lieu thereof"):
            if not _REPLACED.search(before, 0, match.start()):
                continue
            # `replace A with B`: the word goes with the verb, and only if a clause stands between them.
            if not NUMBER.search(before, 0, match.start()):
                continue
        active = match
    if passive and _DOUBT.search(behind, 0, passive.start()) is None and not _is_of_next(behind, passive.start()):
        if passive["take"]:
            return Standing.REMOVED, "a sentence takes it out"
        if not _DOUBT.search(before):
            return Standing.INCORPORATED, "a sentence puts it in"
    if (
        active
        and not _DOUBT.search(before, active.end())
        and (active["take"] or not _DOUBT.search(before, 0, active.start()))
    ):
        if active["take"]:
            return Standing.REMOVED, "a sentence takes it out"
        if active["add"]:
            return Standing.INCORPORATED, "a sentence puts it in"
    if (_HOLDS.search(before) or _APPLIES.search(behind)) and not _DOUBT.search(before):
        return Standing.INCORPORATED, "a sentence says that it is part"
    return _NOTHING


def _is_of_next(behind: str, at: int) -> bool:
    """True if a passive verb belongs to another clause that stands between: `A, and B is deleted` is of both."""
    between = behind[:at]
    found = NUMBER.search(between)
    return found is not None and (
        _OTHER.search(between) is not None or re.search(r"\band\b|[,;&]|\bor\b", between[: found.start()]) is None
    )
