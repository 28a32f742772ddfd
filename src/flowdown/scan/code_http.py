"""Requests of program code whose address is not written out: held by a name, or put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from flowdown.scan import vocabulary
from flowdown.scan.code_connectors import read_connectors
from flowdown.scan.code_file import CodeFile
from flowdown.scan.code_interfaces import read_interfaces
from flowdown.scan.code_returns import returns
from flowdown.scan.code_sessions import read_sessions
from flowdown.scan.code_wrappers import is_wrapper_name, read_foreign, read_wrapped, sender_of
from flowdown.scan.consume import bindings
from flowdown.scan.env_reader import is_env_reader
from flowdown.scan.sent_request import sent_request
from flowdown.scan.text_patterns import is_method
from flowdown.scan.trace import (
    SENDER,
    Argument,
    Binding,
    Choice,
    Consumption,
    Join,
    Reference,
    Space,
    Text,
    Trace,
    Value,
    Yield,
)
from flowdown.scan.word_search import find_calls, is_word_character, places_of

_JOINTS = re.compile(r"[.:>]")

_ENDINGS = tuple(
    (
        "get post postform put patch delete request stream urlopen preparepost prepareget postasync getasync sendasync "
        "postasjsonasync putasjsonasync getfromjsonasync getstringasync getstreamasync newcall neweventsource newwebsocket do send execute datatask uploadtask data dispatch httprequestmessage websocket eventsource curl_init curl_exec curl_setopt curl_easy_setopt begin beginssl connect ws_connect connect_async dial dialcontext urlrequest loadurl axios got ky uri url "
        "sse eventsourcepolyfill usefetch uselazyfetch ofetch"
    ).split()
)
"""With these the last part of a request's name ends ..."""
_BEGINNINGS = tuple(
    (
        "fetch newrequest sendrequest send_request makerequest make_request dorequest do_request apirequest api_request "
        "callapi call_api postjson post_json getjson get_json httpget http_get httppost http_post sendhttp send_http"
    ).split()
)
"""... or with one of these it begins."""
_REQUEST = re.compile(
    r"(?i)(?<![\w$])((?:[\w$]+(?:\(\))?(?:\??\.|::|->))*"
    + rf"(?:{'|'.join(_ENDINGS)}|(?:{'|'.join(_BEGINNINGS)})\w*)!?)\s*(\()"
)
_SENDER = re.compile(
    r"(?i)https?|httr|excon|rest|request|session|client|axios|fetch|api|conn|\bnet|web|faraday|guzzle|resty|curl|agent|ur[il]|cli\b|dial|socket|\bws|grpc|\br\(\)"
)
"""Words of what sends requests: `get` and the like belong to any container too."""
_CONTAINER_METHODS = frozenset(
    "get put delete patch request stream url uri begin connect dial dialcontext do send execute data dispatch".split()
)
_CHAINED = re.compile(r"[\w$]+(?:(?:\??\.|::|->)[\w$]+)*\s*\Z")
_CHAINED_NAME = re.compile(r"[\w$]+(?:(?:\??\.|::|->)[\w$]+)*")
_LINKS = 6
"""Calls of a chain that are followed back to what it begins with."""
_VERB = re.compile(r"([\"'])(?:GET|POST|PUT|PATCH|DELETE|get|post|put|patch|delete)\1(?=\s*[,)])")
"""A method of the protocol as an argument: whatever is called, with an address beside it sends a request."""
_VERBS = tuple(f"{quote}{verb}{quote}" for verb in ("GET", "POST", "PUT", "get", "post", "put") for quote in "\"'")
_CALLED = re.compile(r"((?:[\w$]+(?:\(\))?(?:\??\.|::|->))*[\w$]+!?)(?:<[^<>()]*>)?\s*\Z")
_SPEAKS = re.compile(
    r"(?i)(?:log|print|debug|info|warn|error|assert|expect|equal|mock|stub|intercept|handle|route|regist)\w*\Z"
)
_MOST = 60
_DEFINED = re.compile(r"\b(?:def|function|func|fun|fn)\s+(?:\([^()]*\)\s*)?$")
_ASKING_PATH = re.compile(
    r"(?i)(?:^|/)(?:chat|(?:chat/)?completions?|messages|responses|generate\w*|embed(?:dings?)?|rerank|images?/generations|speech"
    r"|transcriptions?)(?:[/?:.]|$)"
)
_SPREAD = re.compile(r"\(\s*(?:\*\*|\.\.\.)\s*([A-Za-z_]\w*)\s*[,)]")
"""All that a request is given stands in one map: `request(**given)`."""
_ADDRESS_PARTS = 3
"""Arguments of a request among which its address stands."""
_ROUNDS = 3
"""How often names that an address is made of are looked up in turn."""


def read_requests(file: CodeFile) -> Iterator[Yield]:
    """The requests of a file to addresses that names hold, and what the file binds to those names."""
    names: set[str] = set()
    helpers: dict[str, tuple[Mapping[str, int], Value]] = {}
    senders: set[str] = set()
    for start, end, opener in _calls(file):
        value = _address(file, opener)
        header = file.headers.before(start)
        sent_to = value or _written_address(file, opener) if is_wrapper_name(header.name) else None
        sender = sender_of(file, start, end, sent_to, header) if sent_to is not None else None
        if sender is not None:
            senders.add(sender.name.removeprefix(SENDER))
            yield sender
        if value is None:
            continue
        if any(name in header.parameters for name in names_in(value)):
            # The address is handed in: the function sends the request, and who calls it says where to.
            helpers.setdefault(header.name, (header.parameters, value))
            if all(name in header.parameters for name in names_in(value)):
                continue
        names.update(names_in(value))
        yield sent_request(file, value, start, end)
    for each in _sent_by(file, {name: told for name, told in helpers.items() if name}):
        names.update(names_in(each.value))
        yield each
    for told in read_sessions(file):
        names.update(names_in(told.value))
        yield told
    yield from read_wrapped(file, senders - set(helpers))
    yield from read_foreign(file, {*senders, *helpers})
    for passed in read_connectors(file):
        names.update(names_in(passed.value) if isinstance(passed, Binding) else ())
        yield passed
    for found in read_interfaces(file):
        names.update(names_in(found.value) if not isinstance(found, Consumption) else ())
        yield found
    yield from bindings_round(file, names)


def _calls(file: CodeFile) -> Iterator[tuple[int, int, int]]:
    """The calls that send requests: where the name of each begins and ends, and where its arguments open."""
    openers: set[int] = set()
    for number, match in enumerate(find_calls(file.masked, _REQUEST, _ENDINGS, _BEGINNINGS)):
        if number >= _MOST:
            break
        openers.add(match.start(2))
        if _sends(_chain(file, match) + match.group(1)):
            yield *match.span(1), match.start(2)
    text = file.source.text
    if not any(verb in text for verb in _VERBS):
        return
    for match in islice(_VERB.finditer(text), _MOST):
        frame = file.frames.around(match.start(), 1)[0]
        if frame.char != "(" or frame.opener in openers or text[frame.segment : match.start()].strip():
            continue
        called = _CALLED.search(file.masked, max(0, frame.opener - 120), frame.opener)
        if called is not None and _SPEAKS.search(called.group(1)) is None:
            openers.add(frame.opener)
            yield *called.span(1), frame.opener


def _chain(file: CodeFile, match: re.Match[str]) -> str:
    """What a call hangs on that other calls make: `Http.` in `Http::with(key)->post(url)`; empty if it hangs on none."""
    masked, at = file.masked, match.start()
    start = at
    for _ in range(_LINKS):
        before = masked[max(0, at - 40) : at].rstrip()
        link = next((sign for sign in ("?.", "->", "::", ".") if before.endswith(sign)), "")
        closed = before.removesuffix(link).rstrip()
        if not link or not closed.endswith(")"):
            break
        opener = file.frames.open_of(at - (len(masked[max(0, at - 40) : at]) - len(closed)) - 1)
        name = _CHAINED.search(masked, max(0, opener - 80), opener) if opener >= 0 else None
        if name is None:
            break
        at = name.start()
    return re.sub(r"->|::", ".", _CHAINED_NAME.match(masked, at).group()) + "." if at < start else ""  # type: ignore[union-attr]


def _leads(value: Value, parameters: Mapping[str, int]) -> bool:
    """Whether an address begins with what is handed in: else only its tail is, and the request goes where it always does."""
    first = value.parts[0] if isinstance(value, Join) else value
    return isinstance(first, Text) or any(name in parameters for name in names_in(first))


def _asks(value: Value) -> bool:
    """Whether a path that a function is handed is one at which models answer, and none of its service's chores."""
    text = value.parts[-1] if isinstance(value, Join) else value
    return isinstance(text, Text) and _ASKING_PATH.search(text.text) is not None


def _sent_by(file: CodeFile, helpers: Mapping[str, tuple[Mapping[str, int], Value]]) -> Iterator[Trace]:
    """Calls of the file's own functions that send a request to an address which they are given."""
    masked = file.masked
    for number, (at, name) in enumerate(places_of(masked, helpers)):
        end = at + len(name)
        if number >= _MOST or masked[end : end + 1] != "(" or (at and is_word_character(masked[at - 1])):
            continue
        if _DEFINED.search(masked, max(0, at - 40), at):
            continue
        parameters, value = helpers[name]
        given = {each.name: each.value for each in file.expressions.arguments(end)}
        filled = _fill(value, {name: given.get(name, given.get(str(index))) for name, index in parameters.items()})
        outer = file.headers.before(at).parameters
        if filled is None or any(name in outer for name in names_in(filled)):
            continue
        if not (_leads(value, parameters) or any(_asks(each) for each in given.values())):
            continue
        yield sent_request(file, filled, at, end)


def _fill(value: Value, given: Mapping[str, Value | None]) -> Value | None:
    """A value with the parameters of a function replaced by what a call gives; None if one is not given."""
    match value:
        case Reference(space=Space.CODE, name=name) if name in given:
            return given[name]
        case Choice(parts) | Join(parts):
            filled = [_fill(part, given) for part in parts]
            return (
                None
                if any(part is None for part in filled)
                else type(value)(tuple(part for part in filled if part is not None))
            )
        case _:
            return value


def bindings_round(file: CodeFile, names: set[str]) -> Iterator[Binding]:
    """What a file binds to names, and to the names that those are made of."""
    known: set[str] = set()
    for _ in range(_ROUNDS):
        names = {name for name in names if name not in known}
        if not names:
            return
        known |= names
        found = [*bindings(file, names), *returns(file, names)]
        yield from found
        names = {name for binding in found for name in names_in(binding.value)}


def names_in(value: Value) -> Iterator[str]:
    """The last parts of the names that a value of code is made of."""
    match value:
        case Reference(space=space, name=name, default=default):
            if space is Space.CODE:
                yield _JOINTS.split(name)[-1]
            if default is not None:
                yield from names_in(default)
        case Choice(parts) | Join(parts):
            for part in parts:
                yield from names_in(part)
        case _:
            return


def _takes_setting(value: Value) -> bool:
    """Whether a value is made of a setting that the program takes by its path."""
    match value:
        case Reference(space=space):
            return space is Space.SETTING
        case Choice(parts) | Join(parts):
            return any(_takes_setting(part) for part in parts)
        case _:
            return False


def _sends(callee: str) -> bool:
    owner, _, last = re.sub(r"->|::", ".", callee).rpartition(".")
    if is_env_reader(callee):
        return False
    if last.isupper() and not owner:
        return True  # a function named after a method of the protocol: `GET(url)`
    return last.lower() not in _CONTAINER_METHODS or _SENDER.search(owner or last) is not None


def _address(file: CodeFile, opener: int) -> Value | None:
    """The argument that a request's address is: named as one, else the first that names stand in."""
    arguments = file.expressions.arguments(opener)[:8]
    named = [each for each in arguments if vocabulary.is_host_key(each.name)]
    first = next((each.value for each in arguments[1:2] if isinstance(each.value, Reference)), None)
    if first is not None and first.name.startswith("CURLOPT_"):
        # One option of a handle: only that of the address tells where it goes.
        arguments = arguments[2:3] if first.name == "CURLOPT_URL" else ()
    opened = [
        each.value for each in named or arguments[:_ADDRESS_PARTS] if _is_open(each) and not is_method(each.value)
    ]
    told = [value for value in opened if any(vocabulary.is_host_key(name) for name in names_in(value))]
    spread = _SPREAD.match(file.masked, opener) if not opened else None
    return Reference(Space.CODE, spread.group(1)) if spread is not None else next(iter(told or opened), None)


def _written_address(file: CodeFile, opener: int) -> Text | None:
    """The address of a request that is written out."""
    for each in file.expressions.arguments(opener)[:_ADDRESS_PARTS]:
        if isinstance(each.value, Text) and vocabulary.urls_in(each.value.text):
            return each.value
    return None


def _is_open(argument: Argument) -> bool:
    value = argument.value
    if isinstance(value, Text):
        return False
    if isinstance(value, Join) and isinstance(value.parts[0], Text) and vocabulary.urls_in(value.parts[0].text + "x"):
        return False  # the host is written out: the literal itself is seen
    return any(True for _ in names_in(value)) or _takes_setting(value)
