"""Knows what vendors' names also mean."""

from __future__ import annotations

from collections.abc import Iterable

from flowdown.catalogue.catalogue import Catalogue

SHORT_ALIAS = 6
"""Letters; other people's names for a vendor that are this short are often ordinary words."""


class ConfusionTable:
    """The names of vendors and routes, and the warnings of the vendor files."""

    __slots__ = ("_clauses", "_ids", "_names", "_routes")

    def __init__(self, catalogue: Catalogue) -> None:
        self._clauses = tuple(
            (_words(clause), clause, vendor.id)
            for vendor in catalogue.vendors.values()
            for line in vendor.not_to_confuse
            for clause in (part.strip() for part in line.split(";"))
            if clause
        )
        self._ids = frozenset(catalogue.vendors)
        self._names: dict[str, str] = {}
        for vendor in catalogue.vendors.values():
            for name in (vendor.id, vendor.name, *vendor.aliases):
                self._names.setdefault(name.lower(), vendor.id)
        self._routes = frozenset(
            name.lower() for route in catalogue.routes.values() for name in (route.id, route.name, *route.aliases)
        )

    def vendor(self, word: str) -> str | None:
        """The vendor with this id, name or alias; an alias that a warning names means too much to count."""
        vendor = self._names.get(word.lower())
        if vendor is None or (word.lower() not in self._ids and self.find(word, (vendor,))):
            return None
        return vendor

    def is_name(self, word: str) -> bool:
        """Whether a word names a vendor or a route and hardly anything else: a short alias may well."""
        low = word.lower()
        is_alias = low not in self._ids and len(low) <= SHORT_ALIAS
        return low in self._routes or (self.vendor(word) is not None and not is_alias)

    def find(self, text: str, vendors: Iterable[str] = ()) -> tuple[str, ...]:
        """The warnings that begin with this text."""
        words = _words(text)
        allowed = frozenset(vendors)
        if not words:
            return ()
        return tuple(
            clause
            for beginning, clause, vendor in self._clauses
            if beginning[: len(words)] == words and (not allowed or vendor in allowed)
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.lower().replace("-", " ").replace("_", " ").replace(",", " ").split())
