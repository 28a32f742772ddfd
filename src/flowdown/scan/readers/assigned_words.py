"""Read settings that are handed to a tool as words, `Name=value`, and the programs that a list of tools asks for."""

from __future__ import annotations

import re

from flowdown.scan.readers.interpolation import Dialect
from flowdown.scan.readers.node import Mapping, Node, Pair, Scalar, pairs_of, scalars_of
from flowdown.scan.readers.reading import Reading
from flowdown.scan.readers.requirement import npm_name
from flowdown.scan.readers.settings import Manner, judge
from flowdown.scan.trace import Role, TraceKind

OVERRIDES = frozenset("parameteroverrides parameteroverride".split())
"""Keys for what the parameters of a template are set to, a word each."""

_ASSIGNED = re.compile(r"(?<![\w=])(?P<name>[A-Za-z]\w*)=\\?[\"']?(?P<value>[^\s\"'\\]+)")
_BACKENDS = {"npm": "npm", "pipx": "pypi", "cargo": "cargo", "go": "golang", "gem": "gem", "dotnet": "nuget"}
"""Where a manager of tools gets one from, said before its name: `npm:@acme/code`."""


def read_overrides(reading: Reading, node: Node, manner: Manner) -> bool:
    """Every parameter that a word sets, as a setting of that name; say whether there was any."""
    found = [each for word in scalars_of(node) for each in _ASSIGNED.finditer(reading.text, word.start, word.end)]
    for each in found:
        key = Scalar(each.group("name"), *each.span("name"))
        value = Scalar(each.group("value"), *each.span("value"), True)
        if reading.has_hit(*each.span()):
            judge(reading, Mapping(key.start, [Pair(key, value)]), Manner(manner.cap, manner.group, Dialect.PLAIN))
    return bool(found)


def read_tools(reading: Reading, node: Node) -> None:
    """The tools that a manager of them installs: those of a package index, and programs by their own names."""
    for pair in pairs_of(node):
        backend, colon, rest = pair.key.text.partition(":")
        if not reading.has_hit(pair.key.start, pair.key.end):
            continue
        language = _BACKENDS.get(backend, "generic") if colon else "generic"
        name = rest if colon else backend
        name = (npm_name(name) or name) if language == "npm" else name.partition("[")[0].rpartition("/")[2]
        at = pair.key.start + max(reading.text[pair.key.start : pair.key.end].find(name), 0)
        reading.trace(TraceKind.DEPENDENCY, name, at, pair.key.end, Role.DECLARED, language=language, group="dev")
