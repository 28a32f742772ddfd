"""Requests of program code whose address is not written out: held by a name, or put together."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flowdown.scan import vocabulary
from flowdown.scan.code_file import CodeFile
from flowdown.scan.consume import bindings
from flowdown.scan.expression import is_env_reader
from flowdown.scan.trace import (
    Argument,
    Binding,
    Choice,
    Join,
    Reference,
    Role,
    Space,
    Text,
    Trace,
    TraceKind,
    Value,
    Yield,
)
from flowdown.scan.word_search import find_calls

_ENDINGS = tuple(
    (
        "get post put patch delete request stream urlopen preparepost prepareget postasync getasync sendasync "
        "httprequestmessage curl_init curl_setopt curl_easy_setopt begin connect urlrequest axios got ky uri url"
    ).split()
)
"""With these the last part of a request's name ends ..."""
_BEGINNINGS = ("fetch", "newrequest")
"""... or with one of these it begins."""
_REQUEST = re.compile(
    r"(?i)(?<![\w$])((?:[\w$]+(?:\(\))?(?:\??\.|::|->))*"
    + rf"(?:{'|'.join(_ENDINGS)}|(?:{'|'.join(_BEGINNINGS)})\w*)!?)\s*(\()"
)
_SENDER = re.compile(
    r"(?i)https?|httr|excon|rest|request|session|client|axios|fetch|api|conn|\bnet|web|faraday|guzzle|resty|curl|agent|ur[il]"
)
"""Words of what sends requests: `get` and the like belong to any container too."""
_CONTAINER_METHODS = frozenset("get put delete patch request stream url uri begin connect".split())
_MOST = 60
_FUNCTION = re.compile(r"\b(?:def|function|func|fun|fn)\b[^(\n]*\(([^()]*)\)|\(([^()]*)\)\s*(?::[^=\n]{1,40})?=>")
_WORD = re.compile(r"[\w$]+")
_ADDRESS_PARTS = 3
"""Arguments of a request among which its address stands."""
_ROUNDS = 3
"""How often names that an address is made of are looked up in turn."""


def read_requests(file: CodeFile, bound: Iterable[str]) -> Iterator[Yield]:
    """The requests of a file to addresses that names hold, and what the file binds to those names.

    `bound` are the names that are known to be bound already.
    """
    names: set[str] = set()
    for number, match in enumerate(find_calls(file.masked, _REQUEST, _ENDINGS, _BEGINNINGS)):
        if number >= _MOST:
            break
        value = _address(file, match.start(2)) if _sends(match.group(1)) else None
        if value is None or _is_handed_in(file, value, match.start(1)):
            continue
        names.update(names_in(value))
        yield Trace(
            TraceKind.ENDPOINT,
            value,
            file.source.place(match.start(1), match.end(1)),
            Role.CALLED,
            language=file.lexer.language,
            name="url",
            callee=match.group(1),
            scope=file.scope_of(match.start(1)),
            because=(f"is requested by `{match.group(1)}`",),
        )
    yield from bindings_round(file, names - set(bound))


def bindings_round(file: CodeFile, names: set[str]) -> Iterator[Binding]:
    """What a file binds to names, and to the names that those are made of."""
    known: set[str] = set()
    for _ in range(_ROUNDS):
        names = {name for name in names if name not in known}
        if not names:
            return
        known |= names
        found = list(bindings(file, names))
        yield from found
        names = {name for binding in found for name in names_in(binding.value)}


def names_in(value: Value) -> Iterator[str]:
    """The last parts of the names that a value of code is made of."""
    match value:
        case Reference(space=space, name=name, default=default):
            if space is Space.CODE:
                yield re.split(r"[.:>]", name)[-1]
            if default is not None:
                yield from names_in(default)
        case Choice(parts) | Join(parts):
            for part in parts:
                yield from names_in(part)
        case _:
            return


def _sends(callee: str) -> bool:
    owner, _, last = re.sub(r"->|::", ".", callee).rpartition(".")
    if is_env_reader(callee):
        return False
    if last.isupper() and not owner:
        return True  # a function named after a method of the protocol: `GET(url)`
    return last.lower() not in _CONTAINER_METHODS or _SENDER.search(owner or last) is not None


def _is_handed_in(file: CodeFile, value: Value, offset: int) -> bool:
    """Whether an address is a parameter of the function round it: what others of its file call so is another matter."""
    names = set(names_in(value))
    headers = list(_FUNCTION.finditer(file.masked, max(0, offset - 3000), offset))
    if not headers:
        return False
    header = headers[-1]
    parameters = (header.group(1) or header.group(2) or "").split(",")
    # A parameter with a default has a value here.
    given = {words[0] for part in parameters if "=" not in part and (words := _WORD.findall(part))}
    return not names.isdisjoint(given)


def _address(file: CodeFile, opener: int) -> Value | None:
    """The argument that a request's address is: named as one, else the first that names stand in."""
    arguments = file.expressions.arguments(opener)[:8]
    named = [each for each in arguments if vocabulary.is_host_key(each.name)]
    first = next((each.value for each in arguments[1:2] if isinstance(each.value, Reference)), None)
    if first is not None and first.name.startswith("CURLOPT_"):
        # One option of a handle: only that of the address tells where it goes.
        arguments = arguments[2:3] if first.name == "CURLOPT_URL" else ()
    opened = [each.value for each in named or arguments[:_ADDRESS_PARTS] if _is_open(each)]
    told = [value for value in opened if any(vocabulary.is_host_key(name) for name in names_in(value))]
    return next(iter(told or opened), None)


def _is_open(argument: Argument) -> bool:
    value = argument.value
    if isinstance(value, Text):
        return False
    if isinstance(value, Join) and isinstance(value.parts[0], Text) and vocabulary.urls_in(value.parts[0].text + "x"):
        return False  # the host is written out: the literal itself is seen
    return any(True for _ in names_in(value))
