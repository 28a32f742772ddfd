"""Tells an object that a service answered, or a program stored of a talk, from one that asks a service."""

from __future__ import annotations

import re

from flowdown.scan.code_file import CodeFile

_FIELD = re.compile(r"\s*[\"']?:?([A-Za-z_$][\w$]*)[\"']?\s*(?::(?!:)|=>|=(?![=>]))")
_SAID = frozenset(
    (
        "choices usage systemfingerprint finishreason stopreason usagemetadata candidates created createdat updatedat createtime "
        "ownedby completiontokens prompttokens inputtokens outputtokens totaltokens latency durationms"
    ).split()
)
"""Fields that only an answer, or what is kept of one, has beside the model's name."""
_ASKED = frozenset(
    (
        "messages prompt contents input inputs maxtokens temperature stream apikey system instructions tools baseurl "
        "maxcompletiontokens topp apibase endpoint"
    ).split()
)
"""Fields that a request has."""
_ASKING = re.compile(r"(?:Input|Request|Query|Params|Arguments|Args)\s*\Z")
"""How classes are called whose objects ask: `MessageInput(role=..., content=..., model=...)`."""
_MOST = 40


def is_in_answer(file: CodeFile, offset: int) -> bool:
    """Whether the value at an offset is a field of an answer's body or of a stored message."""
    frame = next(iter(file.frames.around(offset, 1)), None)
    if frame is None or frame.opener < 0 or frame.char == "[":
        return False
    if frame.char == "(" and _ASKING.search(file.masked, max(0, frame.opener - 40), frame.opener):
        return False
    names = set()
    for start, end in file.frames.parts_of(frame.opener, _MOST):
        match = _FIELD.match(file.source.text, start, end)
        if match is not None:
            names.add(match.group(1).replace("_", "").lower())
    if names & _ASKED:
        return False
    return bool(names & _SAID) or ("object" in names and "id" in names) or ({"role", "content"} <= names)
