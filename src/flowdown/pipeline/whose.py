"""Says who is behind one string: a model id, package, host, key, image, action, program or word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.match import Index
from flowdown.pipeline.query import BASES, Reading, read_query

SCHEMA = "flowdown.whose/1"
LENGTH_LIMIT = 4096
"""Characters; nothing longer is a name of anything."""
_NAMES_IN_WORDS = frozenset({"word", "vendor", "provider", "cli", "package", "import", "image", "namespace"})
"""Kinds of reading by which an ordinary word can be taken for a vendor."""
_BY_CHANCE = frozenset({"provider", "cli", "import", "vendor"})
"""Kinds whose values are often ordinary words."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Who is behind a query (contracts.md section 5).

    `makers` made the named artefact, `vendors` are the makers and every ancestor; of an ambiguous query those of all
    readings. `basis` is null when no vendor is known.
    """

    query: str
    kind: str
    makers: tuple[str, ...]
    vendors: tuple[str, ...]
    routes: tuple[str, ...]
    basis: str | None
    ambiguous: bool
    readings: tuple[Reading, ...]
    why: tuple[str, ...]


def open_index(catalogues: Sequence[Path] = (), cache: Path | None = None) -> Index:
    """The index of the built-in catalogue and of more folders; raises `Problems` for broken files."""
    from flowdown.catalogue import load

    return Index(load(catalogues, cache))


def whose(text: str, index: Index) -> Answer:
    """Say who is behind a string. Never fails: what nobody knows is answered with no makers, and says so."""
    query = text.strip()
    if not query or len(query) > LENGTH_LIMIT:
        return _unknown(text, (), "empty" if not query else f"longer than {LENGTH_LIMIT} characters")
    readings = list(dict.fromkeys(read_query(query, index)))
    if not readings:
        return _unknown(text, _others(index.confusions(query)), "no signature of the catalogue takes it")
    if query.isalpha() and all(reading.kind in _NAMES_IN_WORDS for reading in readings):
        makers = {maker for reading in readings for maker in reading.makers}
        readings += _others(index.confusions(query, makers))
        if all(reading.kind in _BY_CHANCE for reading in readings) and not index.is_name(query):
            readings.append(Reading("other", (), (), (), None, ("also an ordinary word",)))
    return _answer(text, readings)


def _answer(text: str, readings: Sequence[Reading]) -> Answer:
    bases = [Basis(reading.basis) for reading in readings if reading.basis]
    best = min(bases, key=BASES.index).value if bases else None
    first = next(reading for reading in readings if reading.basis == best)
    return Answer(
        query=text,
        kind=first.kind,
        makers=tuple(sorted({maker for reading in readings for maker in reading.makers})),
        vendors=tuple(sorted({vendor for reading in readings for vendor in reading.vendors})),
        routes=tuple(dict.fromkeys(route for reading in readings for route in reading.routes)),
        basis=best,
        ambiguous=len({reading.makers for reading in readings}) > 1,
        readings=tuple(readings),
        why=tuple(dict.fromkeys(line for reading in readings for line in reading.why)),
    )


def _others(lines: Sequence[str]) -> tuple[Reading, ...]:
    return tuple(Reading("other", (), (), (), None, (line,)) for line in lines)


def _unknown(text: str, readings: tuple[Reading, ...], why: str) -> Answer:
    lines = tuple(line for reading in readings for line in reading.why)
    return Answer(text, "unknown", (), (), (), None, False, readings, lines or (why,))
