"""Read the settings of the environment that a command writes into a file: `NAME=value`, a line each."""

from __future__ import annotations

import re

from flowdown.scan.readers.environment import set_environment
from flowdown.scan.readers.interpolation import Dialect, read_value
from flowdown.scan.readers.reading import Reading

_SETS = re.compile(
    r"""(?:^|(?<=\\n)|(?<=["']))[ \t]*(?:export[ \t]+|set[ \t]+-gx[ \t]+)?([A-Z][A-Z0-9_]{2,})=""", re.MULTILINE
)
_SETTING = re.compile(r"(?:export[ \t]+)?[A-Z][A-Z0-9_]{2,}=")
_ASIDE = ("#", "{{", "{%", "%{")
"""How comments and the steps of a template begin that stand on lines of their own."""
_MOST_LINES = 400
_END = re.compile(r"\\n|\r?\n|\Z")
_QUOTES = "\"'"
_OTHERS = re.compile(
    r"\.(?:py|[cm]?[jt]sx?|rb|go|java|kts?|php|rs|cs|cc?|cpp|h|r|sql|md|txt|html?|css|json|ya?ml|toml|tf|xml|csv|log)[\"']*\Z"
    r"|\A/dev/",
    re.IGNORECASE,
)


def may_set_environment(target: str) -> bool:
    """Whether a file of this name may hold settings of the environment: none whose kind is another."""
    return _OTHERS.search(target) is None


def sets_environment(text: str, target: str) -> bool:
    """Whether a text that is written into a file of this name begins with a setting of the environment."""
    return _SETS.match(text) is not None and may_set_environment(target)


def holds_environment(text: str) -> bool:
    """Whether a text is nothing but settings of the environment, a line each."""
    lines = [line.strip() for line in text.splitlines()[:_MOST_LINES]]
    told = [line for line in lines if line and not line.startswith(_ASIDE)]
    return bool(told) and all(_SETTING.match(line) for line in told)


def read_written(reading: Reading, start: int, end: int) -> None:
    """Bindings and traces for every setting in a span that is written into a file, and mentions for the rest."""
    text = reading.text
    for found in _SETS.finditer(text, start, end):
        stop = _END.search(text, found.end(), end)
        at, to = found.end(), stop.start() if stop else end
        while to > at and (text[to - 1] in _QUOTES or text[to - 1].isspace()):
            to -= 1
        if at < to and text[at] in _QUOTES:
            at += 1
        set_environment(reading, found.group(1), *found.span(1), read_value(text[at:to], Dialect.SHELL), at, to)
