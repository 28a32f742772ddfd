"""Tells an object that a service answered, or a program stored of a talk, from one that asks a service."""

from __future__ import annotations

import re

from flowdown.scan.code_file import CodeFile

_FIELD = re.compile(r"\s*[\"']?:?([A-Za-z_$][\w$]*)[\"']?\s*(?::(?!:)|=>|=(?![=>]))")
_SHORTHAND = re.compile(r"\s*([A-Za-z_$][\w$]*)\s*\Z")
"""A field that is given what a variable of its name holds."""
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
_DECLARED = frozenset(("default", "defaultvalue"))
"""Fields of an option that is declared with its choices."""
_ASKING = re.compile(r"(?:Input|Request|Query|Params|Arguments|Args)\s*\Z")
"""How classes are called whose objects ask: `MessageInput(role=..., content=..., model=...)`."""
_MOST = 40


_REPORTED = frozenset(
    "sessionid requestid kind event authenticated installed email error success status reason timestamp connected available healthy".split()
)
"""Fields of what a program reports of somebody: who has which state, or what happened where."""
_CHOSEN = frozenset("model modelid modelname models llm".split())


def is_in_report(file: CodeFile, offset: int) -> bool:
    """Whether the value at an offset only says of whom something is reported: `notify({kind: "done", provider: "acme"})`."""
    names = _fields(file, offset)
    return bool(names & _REPORTED) and not names & (_ASKED | _CHOSEN)


_TUNED = frozenset("temperature topp presencepenalty frequencypenalty systemprompt systemmessage".split())
"""Fields of what a model is to be asked with ..."""
_KNOWN_OF = ("price", "pricing", "cost", "context", "support", "capabilit", "deprecat", "release")
"""... and parts of those by which a table tells what is known of it."""


def is_tuned(file: CodeFile, offset: int) -> bool:
    """Whether the value at an offset stands beside how a model is to be asked: a preset, and no row of what is known of models."""
    names = _fields(file, offset)
    return bool(names & _TUNED) and not any(part in name for name in names for part in _KNOWN_OF)


def is_in_answer(file: CodeFile, offset: int) -> bool:
    """Whether the value at an offset is a field of an answer's body or of a stored message."""
    names = _fields(file, offset)
    if names & (_ASKED | _DECLARED) or _is_asking(file, offset):
        return False
    return bool(names & _SAID) or ("object" in names and "id" in names) or ({"role", "content"} <= names)


def _is_asking(file: CodeFile, offset: int) -> bool:
    """Whether the value at an offset is given to an object that asks."""
    frame = next(iter(file.frames.around(offset, 1)), None)
    if frame is None or frame.opener < 0 or frame.char != "(":
        return False
    return _ASKING.search(file.masked, max(0, frame.opener - 40), frame.opener) is not None


def _fields(file: CodeFile, offset: int) -> frozenset[str]:
    """The names of the fields of the object that holds an offset, in small letters."""
    frame = next(iter(file.frames.around(offset, 1)), None)
    if frame is None or frame.opener < 0 or frame.char == "[":
        return frozenset()
    parts = file.frames.parts_of(frame.opener, _MOST)
    starts = ((file.lexed.behind_comments(start, end), end) for start, end in parts)
    found = (
        _FIELD.match(file.source.text, start, end) or _SHORTHAND.match(file.source.text, start, end)
        for start, end in starts
    )
    return frozenset(match.group(1).replace("_", "").lower() for match in found if match is not None)
