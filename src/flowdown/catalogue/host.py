"""Looks up hosts, with the paths below them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.reading import Hit
from flowdown.catalogue.vendor import Signature


class HostTable:
    """Exact hosts in a dictionary; hosts with a `*` by their last two labels. A path must match whole segments."""

    __slots__ = ("_exact", "_wild")

    def __init__(self, signatures: Iterable[tuple[Signature, Hit]]) -> None:
        self._exact: dict[str, list[tuple[str, Hit]]] = {}
        self._wild: dict[str, list[tuple[str, str, Hit]]] = {}
        for signature, hit in signatures:
            if signature.kind is not SignatureKind.HOST:
                continue
            host, _, path = signature.value.lower().partition("/")
            if "*" in host:
                self._wild.setdefault(_ending(host), []).append((host, path.strip("/"), hit))
            else:
                self._exact.setdefault(host, []).append((path.strip("/"), hit))

    def find(self, host: str, path: str = "") -> tuple[Hit, ...]:
        """The hits of the most specific host and path that take this address."""
        host = bare_host(host)
        path = path.strip("/").lower()
        found = _deepest(self._exact.get(host, ()), path)
        if found:
            return found
        best: list[tuple[str, Hit]] = []
        length = 0
        for pattern, below, hit in self._wild.get(_ending(host), ()):
            if len(pattern) < length or not re.fullmatch(_expression(pattern), host) or not _is_below(path, below):
                continue
            if len(pattern) > length:
                best, length = [], len(pattern)
            best.append((below, hit))
        return _deepest(best, path)

    def every(self, host: str) -> tuple[Hit, ...]:
        """The hits on a host under whatever path."""
        host = bare_host(host)
        wild = self._wild.get(_ending(host), ())
        fitting = [hit for pattern, _, hit in wild if re.fullmatch(_expression(pattern), host)]
        return tuple(sorted({*fitting, *(hit for _, hit in self._exact.get(host, ()))}, key=lambda each: each.order))


def bare_host(host: str) -> str:
    """A host in lower case, without scheme, user, port and closing dot."""
    host = host.lower().rpartition("://")[2].rpartition("@")[2].partition("/")[0]
    return host.partition(":")[0].rstrip(".")


def _ending(host: str) -> str:
    return ".".join(host.rsplit(".", 2)[-2:])


def _expression(pattern: str) -> str:
    """`*` takes one or more labels, or the beginning of one; also a template's braces."""
    return "[^/]+".join(map(re.escape, pattern.split("*")))


def _is_below(path: str, below: str) -> bool:
    return not below or path == below or path.startswith(below + "/")


def _deepest(candidates: Iterable[tuple[str, Hit]], path: str) -> tuple[Hit, ...]:
    matching = [(below, hit) for below, hit in candidates if _is_below(path, below)]
    if not matching:
        return ()
    depth = max(len(below) for below, _ in matching)
    return tuple(sorted({hit for below, hit in matching if len(below) == depth}, key=lambda each: each.order))
