"""Take back keys of a client whose host the same file sets to somebody else's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from flowdown.scan.readers.secret import names_secret
from flowdown.scan.trace import Binding, Join, Role, Space, Text, Trace, TraceKind, Value, Yield, literal
from flowdown.scan.vocabulary import is_host_key, words_of

_TAIL = frozenset(
    "api base url urls uri host hostname endpoint endpoints key keys token secret server address path v1 baseurl".split()
)
_HOST = re.compile(r"[a-z][a-z0-9+.-]*://(?:[^\s/@]*@)?([^\s/]*)", re.IGNORECASE)
_HELD = frozenset({Role.CONFIGURED, Role.DECLARED, Role.READ})
POINTED = "pointed at "
"""Before the host in the name of the trace of such a key: the host may be that vendor's own, under a name that it does not bear."""


def take_back(yields: Sequence[Yield]) -> list[Yield]:
    """The yields of a file; a key whose client is pointed elsewhere in it is only listed."""
    elsewhere = _pointed_elsewhere(yields)
    if not elsewhere:
        return list(yields)
    return [_listed(each, elsewhere) if isinstance(each, Trace) else each for each in yields]


def _listed(trace: Trace, elsewhere: Mapping[tuple[str, ...], str]) -> Trace:
    """The trace, only listed if it is of a key whose client is pointed elsewhere."""
    key = literal(trace.value) or ""
    if trace.kind is not TraceKind.ENV_KEY or trace.role not in _HELD:
        return trace
    host = elsewhere.get(_stem(key), "") if names_secret(key) or _names_host(key) else ""
    if not host:
        return trace
    because = (*trace.because, "the same file points its client elsewhere")
    return replace(trace, role=Role.LISTED, name=f"{POINTED}{host}", because=because)


def _pointed_elsewhere(yields: Iterable[Yield]) -> dict[tuple[str, ...], str]:
    """The stems of names (`ACME` of `ACME_BASE_URL`) whose every address is one that does not bear the name, and the first host."""
    told: dict[tuple[str, ...], str] = {}
    own: set[tuple[str, ...]] = set()
    for each in yields:
        if not isinstance(each, Binding) or each.space is not Space.ENV or each.is_template:
            continue
        host = _host_of(each.value)
        stem = _stem(each.name)
        if host and stem and _names_host(each.name):
            told.setdefault(stem, host)
            if stem[-1] in host:
                own.add(stem)
    return {stem: host for stem, host in told.items() if stem not in own}


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
