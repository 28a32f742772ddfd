"""Reads a document of SPDX 3 in JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused, Yield
from flowdown.evidence.spdx.gather_3 import gather, members
from flowdown.evidence.spdx.meaning import OF_VERSION_3
from flowdown.evidence.spdx.rules_3 import check_graph
from flowdown.evidence.spdx.say import hide_mail, say


def read_spdx_3(incoming: Incoming) -> Iterator[Yield]:
    """Every claim and violation of a document."""
    return hide_mail(_read(incoming))


def _read(incoming: Incoming) -> Iterator[Yield]:
    value = incoming.json()
    if not isinstance(value, dict):
        raise Refused("is no object", incoming.where())
    prefixes = _prefixes(value.get("@context"))
    found = list(members(value, prefixes))
    if not found:
        raise Refused("has no element", incoming.where())
    yield from check_graph(value, found, incoming, prefixes)
    yield from say(gather(found, prefixes), incoming, OF_VERSION_3)


def _prefixes(context: JsonValue) -> Mapping[str, str]:
    """The prefixes that a context brings of its own."""
    return {
        prefix: address
        for each in (context if isinstance(context, list) else [context])
        if isinstance(each, dict)
        for prefix, address in each.items()
        if isinstance(address, str) and not prefix.startswith("@")
    }
