"""Take back keys of a client whose host the same file sets to somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from flowdown.scan.readers.secret import names_secret
from flowdown.scan.trace import Binding, Join, Role, Space, Text, Trace, TraceKind, Value, Yield, literal
from flowdown.scan.vocabulary import is_host_key, words_of

_TAIL = frozenset(
    "api base url urls uri host hostname endpoint endpoints key keys token secret server address path v1 baseurl".split()
)
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^\s/@]*@)?([^\s/]*)", re.IGNORECASE)
_HELD = frozenset({Role.CONFIGURED, Role.DECLARED, Role.READ})


def take_back(yields: Sequence[Yield]) -> list[Yield]:
    """The yields of a file; a key whose client is pointed elsewhere in it is only listed."""
    elsewhere = _pointed_elsewhere(yields)
    if not elsewhere:
        return list(yields)
    return [_listed(each) if isinstance(each, Trace) and _is_of(each, elsewhere) else each for each in yields]


def _listed(trace: Trace) -> Trace:
    return replace(trace, role=Role.LISTED, because=(*trace.because, "the same file points its client elsewhere"))


def _is_of(trace: Trace, elsewhere: frozenset[tuple[str, ...]]) -> bool:
    key = literal(trace.value) or ""
    if trace.kind is not TraceKind.ENV_KEY or trace.role not in _HELD:
        return False
    return (names_secret(key) or _names_host(key)) and _stem(key) in elsewhere


def _pointed_elsewhere(yields: Iterable[Yield]) -> frozenset[tuple[str, ...]]:
    """The stems of names (`ACME` of `ACME_BASE_URL`) whose every address is one that does not bear the name."""
    told: dict[tuple[str, ...], bool] = {}
    for each in yields:
        if not isinstance(each, Binding) or each.space is not Space.ENV or each.is_template:
            continue
        host = _host_of(each.value)
        stem = _stem(each.name)
        if host and stem and _names_host(each.name):
            told[stem] = told.get(stem, True) and stem[-1] not in host
    return frozenset(stem for stem, is_elsewhere in told.items() if is_elsewhere)


def _names_host(name: str) -> bool:
    return is_host_key(name) or is_host_key(name.rstrip("sS"))


def _host_of(value: Value) -> str:
    start = value.parts[0] if isinstance(value, Join) else value
    found = _HOST.match(start.text) if isinstance(start, Text) else None
    return found.group(1).lower() if found else ""


def _stem(name: str) -> tuple[str, ...]:
    words = words_of(name)
    end = len(words)
    while end and words[end - 1] in _TAIL:
        end -= 1
    return words[:end]
