"""Requests through connectors of PHP's Saloon: a class tells where all goes, and resources that it hands itself to send."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_returns import returns
from flowdown.scan.sent_request import sent_request
from flowdown.scan.trace import CONNECTOR, SENDER, Binding, Reference, Space, Trace, Yield

_TOLD_BY = "resolveBaseUrl"
"""The method by which a connector says where its requests go."""
_SENDS = r"(?:send|sendAsync|sendAndRetry|paginate|pool)"
_CLASS = re.compile(r"\b(?:class|trait)\s+(\w+)")
_HANDED = re.compile(r"\bnew\s+([A-Z]\w*)\s*\(\s*(?:connector\s*:\s*)?\$this\s*[,)]")
_OWN = re.compile(rf"\$this->(connector(?:\(\))?->)?{_SENDS}\s*(?=\()")
_MADE = re.compile(rf"\(\s*new\s+([A-Z]\w*)\s*(?:\([^()]*\))?\s*\)\s*->{_SENDS}\s*(?=\()")
_ASSIGNED = re.compile(r"(\$(?:this->)?\w+)\s*=\s*new\s+([A-Z]\w*)")
_UPON = re.compile(rf"(\$(?:this->)?\w+)->{_SENDS}\s*(?=\()")
_SENT = ("->send(", "->sendAsync(", "->sendAndRetry(", "->paginate(", "->pool(")
_MOST = 60


def read_connectors(file: CodeFile) -> Iterator[Yield]:
    """Where the connectors of a file send everything, whom they hand themselves to, and what is sent through connectors."""
    if file.lexer.language != "php":
        return
    masked = file.masked
    if _TOLD_BY in masked:
        yield from _told(file)
    if any(sent in masked for sent in _SENT):
        yield from islice(_sent(file), _MOST)


def _told(file: CodeFile) -> Iterator[Binding]:
    """The address of a file's connector, under its own name and under those of the classes that it hands itself to."""
    owners = [each.group(1) for each in _CLASS.finditer(file.masked)]
    if len(owners) != 1:
        return
    names = dict.fromkeys((*owners, *(each.group(1) for each in _HANDED.finditer(file.masked))))
    for told in returns(file, [_TOLD_BY]):
        for name in names:
            yield Binding(Space.CODE, f"{SENDER}{CONNECTOR}{name}", told.value, told.place, file.module, scope=_TOLD_BY)


def _sent(file: CodeFile) -> Iterator[Trace]:
    masked = file.masked
    for match in _OWN.finditer(masked):
        if match.group(1) is None and "Saloon" not in masked:
            continue  # a mailer, a queue: whatever sends
        yield _request(file, _class_round(file, match.start()), match)
    for match in _MADE.finditer(masked):
        yield _request(file, match.group(1), match)
    made = {each.group(1): each.group(2) for each in _ASSIGNED.finditer(masked)}
    for match in _UPON.finditer(masked) if made else ():
        if match.group(1) in made:
            yield _request(file, made[match.group(1)], match)


def _request(file: CodeFile, owner: str, match: re.Match[str]) -> Trace:
    return sent_request(file, Reference(Space.CODE, f"{SENDER}{CONNECTOR}{owner}"), *match.span())


def _class_round(file: CodeFile, at: int) -> str:
    """The last class that begins before an offset; empty if none does."""
    return next((each.group(1) for each in reversed([*_CLASS.finditer(file.masked, 0, at)])), "")
