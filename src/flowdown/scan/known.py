"""What scanning asks of a catalogue beyond look-ups by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from flowdown.catalogue.catalogue import Catalogue
from flowdown.catalogue.kinds import PACKAGE_KINDS, Basis, SignatureKind
from flowdown.catalogue.match import Index
from flowdown.catalogue.reading import Hit
from flowdown.scan import vocabulary
from flowdown.scan.trace import Trace, literal

_LANGUAGES = ("python", "javascript", "jvm", "dotnet", "php", "ruby", "swift")
_ANY = (
    SignatureKind.WORD,
    SignatureKind.ENV_KEY,
    SignatureKind.SYMBOL,
    SignatureKind.NAMESPACE,
    SignatureKind.CLI,
    SignatureKind.ACTION,
    SignatureKind.IMAGE,
    SignatureKind.TERRAFORM,
    SignatureKind.CONFIG_KEY,
    SignatureKind.PROVIDER,
)


class Known:
    """One catalogue with its index."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.index = Index(catalogue)
        self._operators = {route.id: route.operator for route in catalogue.routes.values()}
        self._host_keys: dict[tuple[str, str], set[str]] = defaultdict(set)
        for vendor in catalogue.vendors.values():
            for product in vendor.products:
                for shape in product.shapes:
                    self._host_keys[vendor.id, product.id].update(shape.host_env_keys)
        self.is_quiet = lru_cache(maxsize=4096)(self._is_quiet)
        self.any_of = lru_cache(maxsize=4096)(self._any_of)

    def operator_of(self, route: str) -> str:
        """The vendor that runs a route; empty if nobody of the catalogue does."""
        return self._operators.get(route, "")

    def host_env_keys(self, hits: Iterable[Hit]) -> frozenset[str]:
        """The environment variables by which the clients of these products are redirected."""
        keys: set[str] = set()
        for hit in hits:
            keys |= self._host_keys.get((hit.vendor, hit.product), set())
        return frozenset(keys)

    def package(self, ecosystem: str, name: str) -> tuple[Hit, ...]:
        """Look up a package by its purl type."""
        if ecosystem == "conda":
            return self.index.package(SignatureKind.CONDA, name) or self.index.package(SignatureKind.PYPI, name)
        return self.index.package(SignatureKind(ecosystem), name) if ecosystem in PACKAGE_KINDS else ()

    def library_hits(self, trace: Trace) -> tuple[Hit, ...]:
        """Whose library a called or constructed name is from."""
        last = trace.callee.rsplit(".", 1)[-1]
        hits = self.index.symbol(last)
        text = literal(trace.value) or ""
        if text and text != trace.callee:
            hits = hits + self.index.symbol(text)
        if not hits and trace.callee:
            hits = self.index.import_name(trace.language, trace.callee)
        return hits

    def _is_quiet(self, text: str) -> bool:
        """Whether a word stands for nothing but libraries."""
        hits = self._any_of(text)
        return bool(hits) and all(hit.basis is Basis.LIBRARY for hit in hits)

    def _any_of(self, text: str) -> tuple[Hit, ...]:
        """Whatever a word could stand for: used for mentions, where nothing says what kind it is."""
        index = self.index
        for host, path, _ in vocabulary.urls_in(text):
            return index.host(host, path)
        reading = index.model(text)
        if reading is not None:
            return reading.hits
        for kind in _ANY:
            hits = index.find(kind, text)
            if hits:
                return hits
        hits = index.host(text) if "." in text else ()
        if hits:
            return hits
        for package_kind in sorted(PACKAGE_KINDS):
            hits = index.package(package_kind, text)
            if hits:
                return hits
        for language in _LANGUAGES:
            hits = index.import_name(language, text)
            if hits:
                return hits
        return index.namespace(text.partition("/")[0])
