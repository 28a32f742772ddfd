"""Reads a package URL as far as it names something: `pkg:type/namespace/name@version?qualifiers#subpath`."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import unquote

from flowdown.catalogue.kinds import PACKAGE_KINDS, SignatureKind

_PACKAGES = frozenset(kind.value for kind in PACKAGE_KINDS)
_CODE = _PACKAGES | {"alpm", "apk", "rpm"}
_ELSEWHERE = {
    "docker": SignatureKind.IMAGE,
    "oci": SignatureKind.IMAGE,
    "github": SignatureKind.ACTION,
    "githubactions": SignatureKind.ACTION,
    "huggingface": SignatureKind.MODEL,
}


class Purl(NamedTuple):
    """The kind of signature that a package URL is looked up by (None: none), and the name, as signatures write it."""

    kind: SignatureKind | None
    name: str


def is_of_code(text: str) -> bool:
    """True if a package URL names a package of a registry of code: no image, no model, no repository."""
    return text[4:].lstrip("/").partition("/")[0].lower() in _CODE


def read_purl(text: str) -> Purl:
    """What a package URL names; its version, qualifiers and subpath do not matter."""
    body = text[4:].lstrip("/").partition("#")[0].partition("?")[0]
    word, _, rest = body.partition("/")
    word = word.lower()
    head, slash, last = rest.strip("/").rpartition("/")
    name = unquote(head + slash + last.partition("@")[0])
    if word in _PACKAGES:
        return Purl(SignatureKind(word), name.replace("/", ":", 1) if word == "maven" else name)
    return Purl(_ELSEWHERE.get(word), name)
