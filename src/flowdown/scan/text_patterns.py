"""Texts that calls of program code make of patterns and parts, and the calls that make requests."""

from __future__ import annotations

import re
from dataclasses import replace

from flowdown.scan import vocabulary
from flowdown.scan.trace import KEPT, Argument, Join, Reference, Space, Text, Value

REQUEST_MAKER = re.compile(
    r"(?:(?:^|[.\s])(?:NewRequest(?:WithContext)?|URLRequest|HttpRequestMessage|HttpGet|HttpPost|Request|HttpRequest\.newBuilder|curl_init)$"
    r"|(?:Request\.Builder|HttpRequest\.newBuilder|UriBuilder)\([^()]*\)[\s\S]*\.(?:build|get|post|GET|POST)$)"
)
ADDRESS_LINK = re.compile(r"\.(?:url|uri|setUri|setUrl)\s*\(")
_METHODS = frozenset(("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"))
_METHOD_NAMES = frozenset(("method", "verb", "httpmethod", "requestmethod"))
"""Names of what holds the method of a request."""
FORMATTERS = frozenset("Sprintf sprintf format Format formatted".split())
JOINERS = frozenset("paste0 glue str_glue str_c concat".split())
"""Functions that write their arguments one after another, with names in braces filled in."""
_BRACED = re.compile(r"\{([A-Za-z_.][\w.$]*)\}")
_HOLE = re.compile(r"%[sdvq]|%\((\w+)\)s|\{(?:\d*|[A-Za-z_]\w*)\}")


LOOK_UP = re.compile(r"(?:^|\.)(?:Keyword|Map|Access)\.(?:get|fetch!)$")
"""Functions that take a value out of a map by its key."""
_KEPT = re.compile(r"(?:[^\"',()]{0,60},)?\s*(?::([a-z]\w*)|([\"'])(\w+)\2)\s*(?:,\s*([\"'])([^\"']*)\4\s*)?\Z")


def host_kept(inside: str) -> Reference | None:
    """The address that a map keeps under a key: `options[:base_url]`, `Keyword.fetch!(options, :base_url)`."""
    match = _KEPT.match(inside) if len(inside) < 160 else None
    key = (match.group(1) or match.group(3)) if match is not None else ""
    if match is None or not vocabulary.is_host_key(key):
        return None
    default = match.group(5)
    return Reference(Space.CODE, KEPT + key, None if default is None else Text(default))


_READER = re.compile(
    r"(?i)(?:^|[._])?(?:get|read|env|viper|config|conf|setting|string|value|lookup|default|or_?else)\w*$"
)


def address_otherwise(callee: str, arguments: tuple[Argument, ...]) -> Value | None:
    """The address that a reader of settings is told to take where nothing is set: `getEnv("PLACE", "https://...")`."""
    last = arguments[-1].value if len(arguments) > 1 else None
    is_told = isinstance(last, Text) and "://" in last.text and isinstance(arguments[0].value, Text)
    return last if is_told and _READER.search(re.split(r"[.:>]", callee)[-1]) else None


def passed_through(made: Reference | None, arguments: tuple[Argument, ...]) -> Reference | None:
    """What a function that makes an address returns, or the address that it is given to work over: `throughGateway(`${baseUrl}${path}`)`."""
    given = arguments[0].value if made is not None and arguments else None
    head = given.parts[0] if isinstance(given, Join) else given
    if made is None or not isinstance(head, Reference) or head.space is not Space.CODE:
        return made
    return replace(made, default=given) if vocabulary.is_host_key(re.split(r"[.:>]", head.name)[-1]) else made


def is_method(value: Value) -> bool:
    """Whether a value is the method of a request, or what carries its context."""
    if isinstance(value, Text):
        return value.text.upper() in _METHODS
    return isinstance(value, Reference) and (
        re.split(r"[.:>]", value.name)[-1].lower().replace("_", "") in _METHOD_NAMES
        or value.name.rsplit(".", 1)[-1].upper().removeprefix("METHOD") in _METHODS
        or value.name in ("ctx", "context")
    )


def formatted(arguments: tuple[Argument, ...]) -> Value | None:
    """The text that a formatter makes of a pattern and its values."""
    if not arguments:
        return None
    if isinstance(arguments[0].value, Join | Reference):
        return arguments[0].value  # a pattern that is put together: what it begins with tells the host
    if not isinstance(arguments[0].value, Text):
        return None
    pattern = arguments[0].value.text
    named = {each.name: each.value for each in arguments[1:] if not each.name.isdigit()}
    waiting = [each.value for each in arguments[1:] if each.name.isdigit()]
    parts: list[Value] = []
    at = taken = 0
    for hole in _HOLE.finditer(pattern):
        name = hole.group(1) or hole.group().strip("{}")
        index = int(name) if name.isdigit() else taken
        value = named.get(name)
        if value is None and hole.group()[0] == "{" and name.isidentifier():
            value = Reference(Space.CODE, name)  # named where it stands: `format!("{base}/path")`
        elif value is None:
            value = waiting[index] if index < len(waiting) else None
            taken += 1
        if value is None:
            continue
        if hole.start() > at:
            parts.append(Text(pattern[at : hole.start()]))
        parts.append(value)
        at = hole.end()
    if at < len(pattern):
        parts.append(Text(pattern[at:]))
    return Join(tuple(parts)) if parts else None


def pasted(arguments: tuple[Argument, ...]) -> Value | None:
    """The text that a function makes of its arguments in their order."""
    parts: list[Value] = []
    for argument in arguments:
        if not argument.name.isdigit():
            continue
        if not isinstance(argument.value, Text):
            parts.append(argument.value)
            continue
        at, text = 0, argument.value.text
        for hole in _BRACED.finditer(text):
            parts.append(Text(text[at : hole.start()]))
            parts.append(Reference(Space.CODE, hole.group(1)))
            at = hole.end()
        parts.append(Text(text[at:]))
    kept = tuple(part for part in parts if part != Text(""))
    return Join(kept) if kept else None
