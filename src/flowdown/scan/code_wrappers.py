"""Calls of a tree's own functions that send their requests to where they always do: `self._request("/path")`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from flowdown.scan.code_file import CodeFile
from flowdown.scan.function_header import Header
from flowdown.scan.sent_request import sent_request
from flowdown.scan.trace import SENDER, Binding, Reference, Space, Trace, Value
from flowdown.scan.word_search import is_word_character, places_of

_WORDS = "do send make api http raw json auth authenticated authed base execute perform internal rest call run with retry".split()
_ACTS = "request req call fetch query get post put patch delete send".split()
_TAILS = "api json async raw data internal impl retry sync http".split()
_WRAPS = re.compile(rf"(?i)_*(?:(?:{'|'.join(_WORDS)})_?)*(?:{'|'.join(_ACTS)})(?:_?(?:{'|'.join(_TAILS)}))*[!?]?\Z")
"""Names of functions that send a request for others."""
_TOLD_APART = re.compile(r"_*[a-z]+(?:_[a-z]+|[A-Z])|_+[a-z]|[A-Z][a-z]+[A-Z]")
_OWNER = re.compile(r"(?:(?:self|this)\.|\$this->|@|self::|static::)\Z")
_RECEIVER = re.compile(r"(?<![\w.])([a-z]\w*)\.\Z")
_GO_METHOD = re.compile(r"\bfunc\s*\(\s*(\w+)\s+\*?\w+\s*\)")
_DEFINED = re.compile(r"\b(?:def|defp|function|func|fun|fn)\s+(?:\([^()]*\)\s*)?(?:self\.)?\Z")
_CALLED = re.compile(r"(?:<[^<>()]*>)?\(")
_MOST = 60


def is_wrapper_name(name: str) -> bool:
    """Whether a function of this name sends requests for others."""
    return len(name) > 2 and _WRAPS.match(name) is not None


def is_told_apart(name: str) -> bool:
    """Whether a function has a name of several words, or a private one: called on anything, it is still this function."""
    return _TOLD_APART.match(name) is not None


def sender_of(file: CodeFile, start: int, end: int, value: Value, header: Header) -> Binding | None:
    """The address to which a function of such a name sends that holds a request; None if it is told that."""
    name = header.name
    if isinstance(value, Reference) and value.name in header.parameters:
        return None
    if file.function_named_round(start) not in ("", name):
        return None
    return Binding(Space.CODE, SENDER + name, value, file.source.place(start, end), file.module, scope=name)


def read_wrapped(file: CodeFile, names: Iterable[str]) -> Iterator[Trace]:
    """The calls of functions that send requests for others: of those of the file by these names, and of those told apart."""
    own = set(names)
    if not own:
        return
    masked = file.masked
    sent = 0
    for at, name in places_of(masked, own):
        end = at + len(name)
        if sent >= _MOST or (at and is_word_character(masked[at - 1])) or _CALLED.match(masked, end) is None:
            continue
        if _DEFINED.search(masked, max(0, at - 60), at) or not _is_meant(file, name, at):
            continue
        if file.function_named_round(at) == name or _is_header(file, at, end):
            continue
        sent += 1
        yield _request(file, name, at, end)


_FOREIGN = re.compile(
    r"(?i)_*(?:do|send|make|api|http|perform|execute|call)_?(?:api_?|http_?|raw_?|json_?)?(?:request|req|call|fetch|query)|_+request|callApi"
)
_FOREIGN_ENDS = ("equest(", "Req(", "_req(", "Call(", "_call(", "Fetch(", "_fetch(", "Query(", "_query(", "callApi(")


def read_foreign(file: CodeFile, own: Collection[str]) -> Iterator[Trace]:
    """The calls on objects of functions told apart by their names that another file may define: `api.sendRequest(...)`."""
    masked = file.masked
    for number, (found, ending) in enumerate(places_of(masked, _FOREIGN_ENDS)):
        if number >= _MOST:
            return
        at, end = found, found + len(ending) - 1
        while at and is_word_character(masked[at - 1]):
            at -= 1
        name = masked[at:end]
        if masked[at - 1 : at] in (".", ">") and name not in own and _FOREIGN.fullmatch(name) and is_told_apart(name):
            yield _request(file, name, at, end)


def _is_meant(file: CodeFile, name: str, at: int) -> bool:
    """Whether a call is one of the file's own function, by what it is called on."""
    masked = file.masked
    if masked[at - 1 : at] not in (".", ">", ":", "@"):
        return True
    if is_told_apart(name) or _OWNER.search(masked, max(0, at - 8), at):
        return True
    receiver = _RECEIVER.search(masked, max(0, at - 40), at)
    if receiver is None or file.lexer.language != "go":
        return False
    methods = [found.group(1) for found in _GO_METHOD.finditer(masked, max(0, at - 6000), at)]
    return methods[-1:] == [receiver.group(1)]


def _is_header(file: CodeFile, at: int, end: int) -> bool:
    """Whether a method's own header stands here, in languages that begin it with no word of their own."""
    opener = file.masked.index("(", end)
    close = file.frames.close_of(opener)
    return close > 0 and file.masked[close + 1 : close + 60].lstrip()[:1] == "{" and at == _first(file.masked, at)


def _first(masked: str, at: int) -> int:
    """Where the last word of a header's line begins that only words stand before; -1 if other things do."""
    start = masked.rfind("\n", 0, at) + 1
    return at if re.fullmatch(r"[\w\s<>\[\],.?&*]*", masked[start:at]) else -1


def _request(file: CodeFile, name: str, at: int, end: int) -> Trace:
    start = at
    while start and (is_word_character(file.masked[start - 1]) or file.masked[start - 1] in ".>-$@"):
        start -= 1
    callee = file.masked[start:end].lstrip(".>-")
    return sent_request(file, Reference(Space.CODE, SENDER + name), at, end, callee=callee)
