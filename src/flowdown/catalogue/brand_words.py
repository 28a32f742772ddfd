"""The words by which people call a vendor and what it makes, as they stand in names of files and settings."""

from __future__ import annotations

import re

from flowdown.catalogue.kinds import SignatureKind
from flowdown.catalogue.vendor import Vendor

_NAMING = frozenset({SignatureKind.MODEL, SignatureKind.PROVIDER, SignatureKind.WORD})
_LETTERS = re.compile(r"[a-z]{3,}")
_PLAIN_WORDS = frozenset(
    (
        "api app assistant audio base chat chinese cloud code coding command computer core deep embed embedding embeddings fair "
        "faster flash image instruct instructor japanese korean latest leo long magic math mini model models multilingual music "
        "network north nova one open point preview pro rose sky spark speech switch table the text think tiny token use vec vision"
    ).split()
)
"""First words of families that say nothing of a vendor in a path."""


def brand_words(vendor: Vendor) -> frozenset[str]:
    """Words in lower case, of three letters or more: of the vendor's names, its model families and its provider words."""
    names = [vendor.id, *vendor.aliases, *vendor.words]
    for product in vendor.products:
        names.extend(each.value for each in product.signatures if each.kind in _NAMING)
    words = {found.group() for name in names if (found := _LETTERS.match(name.lower()))}
    return frozenset(words) - _PLAIN_WORDS
