"""Looks up values other than model ids: packages, imports, keys, images, words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import BASIS_OF_CLASS, Basis, SignatureKind
from flowdown.catalogue.reading import Hit
from flowdown.catalogue.spelling import spell
from flowdown.catalogue.vendor import Signature

SEPARATORS: dict[SignatureKind, str] = {
    SignatureKind.NPM: "/",
    SignatureKind.MAVEN: ".",
    SignatureKind.GOLANG: "/",
    SignatureKind.PYTHON_IMPORT: ".",
    SignatureKind.JVM_IMPORT: ".",
    SignatureKind.DOTNET_IMPORT: ".",
    SignatureKind.PHP_IMPORT: "\\",
    SignatureKind.RUBY_IMPORT: "/",
    SignatureKind.SWIFT_IMPORT: ".",
    SignatureKind.CONFIG_KEY: ".",
    SignatureKind.ACTION: "/",
    SignatureKind.SWIFT: "/",
}
"""Kinds whose values take everything below them, and what stands between the segments."""


PATH_LIMIT = 4096
"""Characters of a path that are looked at."""


class LookupTable:
    """The hits of one kind: by exact value, by prefix of whole segments, by what stands before a `*`.

    A value with a `*` elsewhere than at its end is a pattern.
    """

    __slots__ = ("_beginnings", "_exact", "_patterns", "_separator", "_stars", "_tails")

    def __init__(self, separator: str = "") -> None:
        self._exact: dict[str, tuple[Hit, ...]] = {}
        self._stars: dict[str, tuple[Hit, ...]] = {}
        self._beginnings: tuple[str, ...] = ()
        """The keys of those, the longest first: asked of every value that is looked up."""
        self._patterns: dict[str, tuple[Hit, ...]] = {}
        self._tails: tuple[tuple[str, str], ...] = ()
        """What stands last in each pattern, and the pattern: few values hold it, and only those are matched."""
        self._separator = separator

    def add(self, value: str, hit: Hit) -> None:
        """Keep a hit under a value already spelled for its kind."""
        table, key = self._exact, value
        if "*" in value[:-1]:
            table = self._patterns
        elif value.endswith("*"):
            table, key = self._stars, value[:-1]
        known = table.get(key)
        if table is self._stars and known is None:
            self._beginnings = tuple(sorted((*table, key), key=len, reverse=True))
        if table is self._patterns and known is None:
            self._tails = (*self._tails, (key.rpartition("*")[2], key))
        table[key] = (hit,) if known is None else tuple(sorted({*known, hit}, key=lambda each: each.order))

    def find(self, value: str) -> tuple[Hit, ...]:
        """The hits of the most specific signature that takes this value."""
        exact = self._exact
        hits = exact.get(value)
        if hits is not None:
            return hits
        if self._separator:
            at = value.rfind(self._separator)
            while at > 0:
                hits = exact.get(value[:at])
                if hits is not None:
                    return hits
                at = value.rfind(self._separator, 0, at)
        if value.startswith(self._beginnings):
            return self._stars[next(filter(value.startswith, self._beginnings))]
        for tail, pattern in self._tails:
            if tail in value and _starred(pattern, self._separator).fullmatch(value):
                return self._patterns[pattern]
        return ()


@cache
def _starred(pattern: str, separator: str) -> re.Pattern[str]:
    """A pattern as a regular expression; like an exact value it takes what stands below it (`separator`) too."""
    below = f"(?:{re.escape(separator)}.*)?" if separator else ""
    return re.compile(".+".join(map(re.escape, pattern.split("*"))) + below)


def hits_of(catalogue: Catalogue, only: SignatureKind | None = None) -> Iterator[tuple[Signature, Hit]]:
    """Every signature of a catalogue (or those of one kind), with what it says."""
    for vendor in catalogue.vendors.values():
        for word in vendor.words if only in (None, SignatureKind.WORD) else ():
            signature = Signature(SignatureKind.WORD, word)
            yield signature, Hit(vendor.id, "", Basis.SERVICE, "", SignatureKind.WORD, f"word:{word}")
        for product in vendor.products:
            basis = BASIS_OF_CLASS[product.class_]
            for signature in product.signatures:
                if only in (None, signature.kind):
                    label = f"{signature.kind.value}:{signature.value}"
                    yield signature, Hit(vendor.id, product.id, basis, signature.route, signature.kind, label)
    for route in catalogue.routes.values():
        for signature in route.signatures:
            if only in (None, signature.kind):
                label = f"{signature.kind.value}:{signature.value}"
                yield signature, Hit(route.operator, "", Basis.HOST, route.id, signature.kind, label)


def build_tables(signatures: Iterable[tuple[Signature, Hit]]) -> dict[SignatureKind, LookupTable]:
    """One table a kind; models and hosts have tables of their own shape elsewhere."""
    tables: dict[SignatureKind, LookupTable] = {
        kind: LookupTable(SEPARATORS.get(kind, ""))
        for kind in SignatureKind
        if kind not in (SignatureKind.MODEL, SignatureKind.HOST, SignatureKind.AGENT_FILE)
    }
    for signature, hit in signatures:
        table = tables.get(signature.kind)
        if table is not None:
            table.add(spell(signature.kind, signature.value), hit)
    return tables


class FileTable:
    """Agent files: globs on a path, or on a file's name when they hold no slash. A glob may begin in any folder."""

    __slots__ = ("_cased", "_globs", "_names")

    def __init__(self, signatures: Iterable[tuple[Signature, Hit]]) -> None:
        self._names: dict[str, list[Hit]] = {}
        self._cased: dict[str, str] = {}
        self._globs: list[tuple[str, str, Hit]] = []
        for signature, hit in signatures:
            if signature.kind is not SignatureKind.AGENT_FILE:
                continue
            value = signature.value.lower().lstrip("/").removeprefix("**/")
            if any(char in value for char in "*?/"):
                # What stands between the wildcards is sought first: most paths hold none of it.
                literal = max(re.split(r"[*?]+", value), key=len)
                self._globs.append((literal, _glob(value), hit))
            else:
                self._names.setdefault(value, []).append(hit)
                if signature.value != value:
                    self._cased[value] = signature.value.rpartition("/")[2]

    def find(self, path: str) -> tuple[Hit, ...]:
        """The hits of the globs that take this path."""
        written = path.replace("\\", "/").removeprefix("./")[:PATH_LIMIT]
        path = written.lower()
        folder, _, name = path.rpartition("/")
        found = self._names.get(name, [])
        if folder and name in self._cased and not written.endswith(self._cased[name]):
            found = []  # `docs/acme.md` is a page; `ACME.md` instructs
        for literal, glob, hit in self._globs:
            if literal in path and _compiled(glob).fullmatch(path):
                found = [*found, hit]
        return tuple(sorted(set(found), key=lambda each: each.order)) if found else ()


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _glob(value: str) -> str:
    """A regular expression for a glob; `*` stays inside one folder, `**` does not."""
    pattern = r"(?:.*/)?"
    for piece in re.split(r"(\*\*/|\*\*|\*|\?)", value):
        pattern += {"**/": r"(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(piece, re.escape(piece))
    return pattern
