"""Requests by sessions that were told where everything goes: `http = axios.create({ baseURL })`, `http.post(path)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.sent_request import sent_request
from flowdown.scan.trace import Binding, Join, Reference, Space, Text, Trace, Value

_WORDS = (
    "baseURL",
    "base_url",
    "baseUrl",
    "BaseAddress",
    "base_uri",
    "prefixUrl",
    "Faraday",
    "CreateClient",
    "HttpClient ",
)
"""One of these stands in every file that has such a session."""
_MADE = re.compile(
    r"\b(?P<name>(?:axios|ky|got|Axios)\.(?:create|extend)|httpx\.(?:Async)?Client|ClientSession|Async(?:Http)?Client|(?:Http|Rest)Client"
    r"|Faraday\.new|Req\.new|Client)\s*(?:(?P<round>\()|(?:\(\s*\))?\s*(?P<curly>\{))"
)
_BARE_MAKER = {"php": "Client"}
"""A maker's name in languages whose libraries call it by one word."""
_ASSIGNED = re.compile(r"(?<![\w$])(?P<name>[\w$]+)\.(?:BaseAddress|defaults\.baseURL)\s*=(?!=)\s*")
_BUILT = re.compile(r"(?:baseUrl|(?:Rest|Web)Client\s*\.\s*create)\s*(?P<open>\()")
"""A JVM client's builder is told where everything goes: `WebClient.builder().baseUrl(place).build()`."""
_LINKED = re.compile(r"\.\s*\Z")
_GAP = 60
"""Characters between the dot of a chain and the name of its link."""
_GIVEN = re.compile(r"\b([\w$]+)\s*=(?!=)\s*[\w$.,:<>\s()\"]*\Z")
_CHAIN = 300
"""Characters of a builder's chain before it is told the address."""
_REGISTERED = re.compile(r"\.AddHttpClient\s*(?:<\s*(?:\w+\s*,\s*)?(?P<type>\w+)\s*>)?\s*(?P<open>\()")
_POINTED = re.compile(r"(?<![\w.])\w+\.BaseAddress\s*=(?!=)\s*")
_TAKEN = re.compile(r"\.CreateClient\s*(\()")
_CLASS = re.compile(r"\bclass\s+(\w+)")
_HELD = re.compile(r"\bHttpClient\s+(\w+)\s*[;,)=]")
_SENT = re.compile(
    r"(?:\(\))?(?:!)?\s*(?:\??\.|->)\s*(?:get|post|put|patch|delete|request|stream|send|sendAsync|fetch"
    r"|(?:Get|Post|Put|Patch|Delete|Send)\w*Async)\s*(?:<[^<>()]*>)?\s*(?P<open>\()"
)
_TOLD_LATER = re.compile(r"(?<![\w$])(?P<name>\w+)\s*(?:\.|->)\s*(?:begin|set_?url|open)\s*(?P<open>\()", re.IGNORECASE)
"""Languages of small devices: a client is made bare, told its address, then asked to send: `http.begin(url)`, `http.POST(body)`."""
_SENT_BARE = re.compile(r"\s*(?:\.|->)\s*(?:GET|POST|PUT|PATCH|sendRequest|get|post|put|perform|send)\s*(?P<open>\()")
_VERB = r"Req\.(?:get|post|put|patch|delete|request|run)!?"
_REQ_NEW = re.compile(r"\bReq\.new\s*\(")
_PIPE = re.compile(rf"\s*\|>\s*(?:(?P<verb>{_VERB})|[\w.]+[!?]?)\s*\(")
_REQ_HELD = re.compile(
    rf"\b(?P<verb>{_VERB})\s*(?P<open>\()\s*(?P<held>\w+)\s*[,)]|(?:^|=)[ \t]*(?P<piped>[a-z_]\w*)(?=\s*\|>)",
    re.MULTILINE,
)
_LINKS = 8
_CLIENTS = ("HTTPClient", "HttpClient", "http", "Http")
_ARRAY = re.compile(r"\(\s*\[")
_MOST = 60


class _Session(NamedTuple):
    """A name, where it was given its address, and that."""

    name: str
    start: int
    base: Value


def read_sessions(file: CodeFile) -> Iterator[Trace | Binding]:
    """The requests by sessions of a file, each to the address that the session was told; what it tells those of others."""
    if file.lexer.language == "c":
        yield from _told_later(file)
        return
    if file.lexer.language == "elixir" and "Req.new" in file.source.text:
        yield from _piped(file)
    if not any(word in file.source.text for word in _WORDS):
        return
    sessions: dict[str, list[_Session]] = {}
    for session in _sessions(file):
        sessions.setdefault(session.name, []).append(session)
    if file.lexer.language == "jvm":
        for session, opener in _built(file):
            sessions.setdefault(session.name, []).append(session)
            if not isinstance(session.base, Text):
                yield sent_request(file, session.base, session.start, opener, why="is told where everything goes")
    elif file.lexer.language == "dotnet":
        yield from _registered(file)
        for session in _taken(file):
            sessions.setdefault(session.name, []).append(session)
    sent = 0
    for at, name in file.words.of(sessions):
        match = _SENT.match(file.masked, at + len(name))
        if match is None or sent >= _MOST:
            continue
        told = _told(file, sessions[name], at)
        if told is None:
            continue
        sent += 1
        yield _request(file, told, at, match)


def _piped(file: CodeFile) -> Iterator[Trace]:
    """The requests of Elixir by what was told its address before: `Req.new(base_url: place) |> Req.post(url: path)`."""
    told: dict[str, list[tuple[int, Value]]] = {}
    for match in _REQ_NEW.finditer(file.masked):
        opener = match.end() - 1
        options = {each.name: each.value for each in file.expressions.arguments(opener)}
        base = options.get("base_url") or options.get("url")
        if base is None:
            continue
        holder = re.split(r"[.:>]", file.contexts.around(match.start(), match.end()).target)[-1]
        if holder:
            told.setdefault(holder, []).append((match.start(), base))
        yield from _along(file, base, file.frames.close_of(opener) + 1)
    for match in _REQ_HELD.finditer(file.masked) if told else ():
        bases = [base for at, base in told.get(match.group("held") or match.group("piped"), ()) if at < match.start()]
        if bases and match.group("piped"):
            yield from _along(file, bases[-1], match.end("piped"))
        elif bases:
            yield _sent(file, bases[-1], *match.span("verb"), match.start("open"))


def _along(file: CodeFile, base: Value, at: int) -> Iterator[Trace]:
    """The requests at the end of a pipeline that goes on at an offset."""
    for _ in range(_LINKS):
        link = _PIPE.match(file.masked, at)
        if link is None:
            break
        opener = link.end() - 1
        if link.group("verb"):
            yield _sent(file, base, *link.span("verb"), opener)
        at = file.frames.close_of(opener) + 1


def _sent(file: CodeFile, base: Value, start: int, end: int, opener: int) -> Trace:
    paths = [each.value for each in file.expressions.arguments(opener) if each.name == "url"]
    path = paths[0].text if paths and isinstance(paths[0], Text) else ""
    value: Value = Join((base, Text(path if path.startswith("/") else f"/{path}"))) if path else base
    return sent_request(file, Text(path) if vocabulary.urls_in(path) else value, start, end)


def _told_later(file: CodeFile) -> Iterator[Trace]:
    """The requests of clients that are told their address by one call and send by another."""
    if not any(word in file.masked for word in _CLIENTS):
        return
    sessions: dict[str, list[_Session]] = {}
    for match in _TOLD_LATER.finditer(file.masked):
        given = [each.value for each in file.expressions.arguments(match.start("open"))[:3]]
        base = next((each for each in reversed(given) if not isinstance(each, Text) or "://" in each.text), None)
        if base is not None:
            sessions.setdefault(match.group("name"), []).append(_Session(match.group("name"), match.start(), base))
    sent = 0
    for at, name in file.words.of(sessions):
        match_sent = _SENT_BARE.match(file.masked, at + len(name))
        told = _told(file, sessions[name], at) if match_sent is not None and sent < _MOST else None
        if match_sent is not None and told is not None:
            sent += 1
            yield _request(file, told, at, match_sent, takes_path=False)


def _sessions(file: CodeFile) -> Iterator[_Session]:
    masked = file.masked
    bare = _BARE_MAKER.get(file.lexer.language)
    for match in _MADE.finditer(masked):
        name = match.group("name")
        if name == "Client" and name != bare:
            continue
        opener = match.start("round") if match.group("round") else match.start("curly")
        array = _ARRAY.match(masked, opener)
        told = file.expressions.arguments(array.end() - 1 if array is not None else opener)
        base = next((each.value for each in told if _is_base(each.name, name)), None)
        context = file.contexts.around(match.start(), match.end())
        holder = re.split(r"[.:>]", context.target)[-1] or (
            file.function_giving(match.start()) if context.is_returned else ""
        )
        if base is not None and holder:
            yield _Session(holder, match.start(), base)
    for match in _ASSIGNED.finditer(masked):
        value = file.expressions.value(match.end(), file.contexts.statement_end(match.end()))
        yield _Session(match.group("name"), match.start(), value)


def _built(file: CodeFile) -> Iterator[tuple[_Session, int]]:
    """The sessions of the JVM that a builder makes, and where each is told its address."""
    for match in _BUILT.finditer(file.masked):
        if match.group()[0] == "b" and not _LINKED.search(file.masked, max(0, match.start() - _GAP), match.start()):
            continue
        opener = match.start("open")
        base = next((each.value for each in file.expressions.arguments(opener)), None)
        given = _GIVEN.search(file.masked, max(0, match.start() - _CHAIN), match.start())
        if base is not None and given is not None:
            yield _Session(given.group(1), match.start(), base), opener


def _registered(file: CodeFile) -> Iterator[Binding]:
    """Where the clients go that a container makes by a name or for a type: `AddHttpClient("asker", c => c.BaseAddress = ...)`."""
    for match in _REGISTERED.finditer(file.masked):
        opener = match.start("open")
        end = file.frames.close_of(opener)
        pointed = _POINTED.search(file.masked, opener, end)
        name = match.group("type") or _first_text(file, opener)
        if pointed is not None and name:
            value = file.expressions.value(pointed.end(), file.contexts.statement_end(pointed.end()))
            yield Binding(Space.CODE, _client_of(name), value, file.source.place(*match.span()), file.module)


def _taken(file: CodeFile) -> Iterator[_Session]:
    """The clients that a file takes from its container: by a name, or handed to a class."""
    for match in _TAKEN.finditer(file.masked):
        holder = re.split(r"[.:>]", file.contexts.around(match.start(), match.start() + 1).target)[-1]
        name = _first_text(file, match.start(1))
        if holder and name:
            yield _Session(holder, match.start(), Reference(Space.CODE, _client_of(name)))
    owner = _CLASS.search(file.masked)
    if owner is None:
        return
    for match in _HELD.finditer(file.masked):
        yield _Session(match.group(1), match.start(), Reference(Space.CODE, _client_of(owner.group(1))))


def _first_text(file: CodeFile, opener: int) -> str:
    first = next(iter(file.expressions.arguments(opener)), None)
    return first.value.text if first is not None and isinstance(first.value, Text) else ""


def _client_of(name: str) -> str:
    """The name that holds where the clients of one name or type go."""
    return f"http_client_of_{name}"


def _is_base(argument: str, maker: str) -> bool:
    return vocabulary.is_host_key(argument) and (argument.lower() != "url" or maker.startswith("Faraday"))


def _told(file: CodeFile, sessions: list[_Session], at: int) -> _Session | None:
    """The session that a name means at a place: the last that was told before, else the first of the file."""
    line = file.source.line_of(at)
    seen = []
    for each in sessions:
        block = file.block_of(each.name, each.start)
        if not block[1] or block[0] <= line <= block[1]:
            seen.append(each)
    before = [each for each in seen if each.start < at]
    return (before or seen)[-1 if before else 0] if seen else None


def _request(file: CodeFile, session: _Session, at: int, match: re.Match[str], *, takes_path: bool = True) -> Trace:
    first = next(iter(file.expressions.arguments(match.start("open"))), None)
    path = first.value.text if takes_path and first is not None and isinstance(first.value, Text) else ""
    value: Value = session.base
    if vocabulary.urls_in(path):
        value = Text(path)
    elif path:
        value = Join((session.base, Text(path if path.startswith("/") else f"/{path}")))
    line = file.source.line_of(session.start)
    end = match.start("open")
    why = f"is told its address in line {line}"
    return sent_request(file, value, at, end, why=why, scope=file.scope_of(session.start))
