"""Gives what documents name its node, and says who makes it as far as the catalogue knows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from flowdown.evidence.examine import LONGEST
from flowdown.evidence.profile.read_profile import make_id

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.catalogue.match import Index

_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
STRONG = ("uei", "lei", "cage", "duns", "cik")
"""Identifiers that only one firm has, the strongest first."""


class Names:
    """The names of one catalogue, for all documents of an import."""

    def __init__(self, catalogue: Catalogue) -> None:
        from flowdown.evidence.profile.maker import Makers

        self.catalogue = catalogue
        self._makers = Makers(catalogue)
        self._index: Index | None = None
        self.package = lru_cache(maxsize=65536)(self._package)
        self.vendor_of = lru_cache(maxsize=65536)(self._vendor_of)
        self.makers_of_package = lru_cache(maxsize=65536)(self._makers_of_package)

    @property
    def index(self) -> Index:
        """Every look-up of the catalogue."""
        if self._index is None:
            from flowdown.catalogue.match import Index

            self._index = Index(self.catalogue)
        return self._index

    def _package(self, purl: str) -> str:
        """The node of a package URL in its one spelling (package-url specification); raises `ValueError` for none."""
        from packageurl import PackageURL

        return node("package", PackageURL.from_string(purl).to_string())

    def _vendor_of(self, name: str) -> tuple[str, bool]:
        """The vendor node that a firm's name means, and whether that is sure; empty for none."""
        found = self._makers.recognise(name)
        return (f"vendor:{found.vendor}", found.is_sure) if found else ("", False)

    def firm(self, name: str, kind: str = "organisation", **identifiers: str) -> str:
        """The node of a firm: the vendor that its name surely means, else by its strongest identifier, else by its name.

        `identifiers` are those of `STRONG`.
        """
        vendor, is_sure = self.vendor_of(name) if name else ("", False)
        if is_sure:
            return vendor
        for scheme in STRONG:
            if value := identifiers.get(scheme, "").strip():
                return node(kind, f"{scheme}/{value.upper()}")
        return node(kind, make_id(name) or plain(name)) if plain(name) else ""

    def model(self, text: str) -> str:
        """The node of a model id."""
        return node("model", plain(text))

    def makers_of_model(self, text: str) -> Iterator[tuple[str, str]]:
        """Each vendor in the line of a model, as node, with `maker` or `ancestor`."""
        reading = self.index.model(text, is_model=True)
        if reading is not None:
            for vendor in reading.makers:
                yield f"vendor:{vendor}", "maker"
            for vendor in reading.vendors:
                if vendor not in reading.makers:
                    yield f"vendor:{vendor}", "ancestor"

    def is_code(self, thing: str) -> bool:
        """True for the node of a package of code: who makes it supplies code, and nothing that is called over a wire."""
        from flowdown.catalogue.purl import is_of_code

        return thing.startswith("package:pkg:") and is_of_code(thing.removeprefix("package:"))

    def _makers_of_package(self, purl: str) -> tuple[tuple[str, str, str], ...]:
        """Each vendor behind a package URL: node, product and basis, as the catalogue knows it; mostly none."""
        from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind
        from flowdown.catalogue.purl import read_purl

        kind, name = read_purl(purl)
        if kind is SignatureKind.MODEL:
            return tuple((vendor, "", "model") for vendor, _ in self.makers_of_model(name))
        # A repository of that name is not the action in it.
        if kind is SignatureKind.IMAGE:
            hits = self.index.find(kind, name)
        else:
            hits = self.index.package(kind, name) if kind in PACKAGE_KINDS else ()
        return tuple(
            dict.fromkeys((f"vendor:{hit.vendor}", hit.product, hit.basis.value) for hit in hits if hit.vendor)
        )


def name_thing(name: str, version: str, maker: str, apart: str) -> str:
    """What a thing is called that no package URL names, whatever format tells of it.

    With a maker it is the same in all documents. A name alone is too common ("main", "hello"): something sets it `apart`, its
    place, its digest, or the document that it is in.
    """
    whole = f"{plain(name)}@{plain(version)}" if plain(version) else plain(name)
    if plain(maker):
        return f"{make_id(maker) or plain(maker)}/{whole}"
    return f"{whole} ({apart})" if apart else whole


def node(kind: str, name: str) -> str:
    """A node's name, fit to be kept: what is too long for a database ends in a digest of the whole."""
    whole = f"{kind}:{plain(name)}"
    if len(whole.encode("utf-8", "replace")) <= LONGEST:
        return whole
    return f"{whole[:200]}#{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def plain(text: str) -> str:
    """A text without characters that are not shown (or that turn the writing round), and without spaces at its ends."""
    return _NOT_SHOWN.sub(" ", text).strip()
