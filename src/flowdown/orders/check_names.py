"""Finds what an order file names and nobody has, and what cannot hold together: ids twice, periods that end too early.

It reads the file as it is written, not the order that was made of it: so what names nothing is told together with what
is no order at all, each at its own line.
"""

from __future__ import annotations

import datetime
import difflib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from flowdown.base.errors import FlowdownError, UnusableFile
from flowdown.base.strict_yaml import Document, Path, Plain


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of name: how it is called, and those that there are."""

    called: str
    known: Collection[str]
    has_not: bool = False
    """It may stand after `not`."""
    has_others: bool = False
    """`order/name` means another order's, which is not looked for here."""


def find_dangling(document: Document, contexts: Collection[str], authorities: Collection[str]) -> list[FlowdownError]:
    """Every fault of an order file that its shape alone does not show, in the order in which the file is written."""
    kinds = _kinds(document, contexts, authorities)
    problems: list[FlowdownError] = []
    for path, mapping in mappings(document.value):
        for key, value in mapping.items():
            kind = kinds(path, key)
            if kind is not None:
                problems += _unknown(document, kind, (*path, key), value)
        problems += _backwards(document, path, mapping)
    problems += _repeated(document)
    problems += _lacking(document)
    problems += _odd_pairs(document)
    return problems


def mappings(value: Plain, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Plain]]]:
    """Every mapping of a document, the outer ones first, each with its path."""
    if isinstance(value, dict):
        yield path, value
        for key, each in value.items():
            yield from mappings(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from mappings(each, (*path, index))


def words(value: Plain, path: Path) -> Iterator[tuple[Path, str]]:
    """The names that stand at a key: one, or a list of them, or the keys of a mapping."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        yield from (((*path, index), each) for index, each in enumerate(value) if isinstance(each, str))
    elif isinstance(value, dict):
        yield from (((*path, key), key) for key in value)


def _kinds(
    document: Document, contexts: Collection[str], authorities: Collection[str]
) -> Callable[[Path, str], _Kind | None]:
    """What kind of name stands at a key of a mapping; None where none does."""
    context, authority = _Kind("context", contexts), _Kind("authority", authorities)
    norms = _ids(document, "norms")
    norm = _Kind("norm", norms, has_others=True)
    duty = _Kind("duty", _ids(document, "duties"))
    point = _Kind("open point", _ids(document, "open_points"), has_not=True, has_others=True)
    rule = _Kind("norm", norms | _ids(document, "unformalised"), has_others=True)
    anywhere = {
        "context": context,
        "contexts": context,
        "authority": authority,
        "waivable_by": authority,
        "given": point,
        "purpose": point,
        "follows": duty,
        "because": rule,
        "source": _Kind("source", _ids(document, "sources")),
        "reading": _Kind("reading", _ids(document, "readings"), has_others=True),
        **dict.fromkeys(("replaces", "while_norm", "unless_norm", "overrides"), norm),
    }
    below = {"waivers": {"by": authority, "of": norm}, "stays": {"by": authority, "of": norm}}
    below["clock_examples"] = {"due": duty}

    def of(path: Path, key: str) -> _Kind | None:
        return below.get(str(path[0]), {}).get(key, anywhere.get(key)) if path else None

    return of


def _ids(document: Document, group: str) -> frozenset[str]:
    return frozenset(name for _, name in _identified(document, group))


def _identified(document: Document, group: str) -> Iterator[tuple[Path, str]]:
    """The ids of a list of the document, each with its path."""
    listed = document.value.get(group) if isinstance(document.value, dict) else None
    for index, each in enumerate(listed if isinstance(listed, list) else ()):
        name = each.get("id") if isinstance(each, dict) else None
        if isinstance(name, str):
            yield (group, index, "id"), name


def _unknown(document: Document, kind: _Kind, path: Path, value: Plain) -> Iterator[FlowdownError]:
    for where, word in words(value, path):
        name = word.removeprefix("not ").strip() if kind.has_not else word
        if not name or name in kind.known or (kind.has_others and "/" in name):
            continue
        near = difflib.get_close_matches(name, sorted(kind.known), 1)
        hint = f"did you mean `{near[0]}`?" if near else ""
        yield UnusableFile(f"unknown {kind.called} `{name}`", document.where(where), hint)


def _backwards(document: Document, path: Path, mapping: Mapping[str, Plain]) -> Iterator[FlowdownError]:
    """A period that ends before it begins, or has no day: `to` is the first day after it, `to_day` its last."""
    start, end, last = mapping.get("from"), mapping.get("to"), mapping.get("to_day")
    if not isinstance(start, datetime.date):
        return
    if isinstance(end, datetime.date) and end <= start:
        hint = "`to` is the first day on which it no longer holds"
        yield UnusableFile(f"`to` {end} is not after `from` {start}", document.where((*path, "to")), hint)
    if isinstance(last, datetime.date) and last < start:
        yield UnusableFile(f"`to_day` {last} is before `from` {start}", document.where((*path, "to_day")))


_NAMESPACES = (
    ("norms", "unformalised"),
    ("duties",),
    ("open_points",),
    ("readings",),
    ("sources",),
    ("waivers", "stays"),
    ("links",),
)
"""The lists whose ids must differ, together where the same places name them."""


def _repeated(document: Document) -> Iterator[FlowdownError]:
    for groups in _NAMESPACES:
        seen: set[str] = set()
        for group in groups:
            for path, name in _identified(document, group):
                if name in seen:
                    yield UnusableFile(f"the id `{name}` stands there twice", document.where(path))
                seen.add(name)


_WITHOUT_NORM = ("list", "notice")
"""The kinds that state or report something and may demand nothing of their own."""


def _lacking(document: Document) -> Iterator[FlowdownError]:
    """What every order needs at least one of."""
    value = document.value
    if not isinstance(value, dict):
        return
    if value.get("sources") == []:
        yield UnusableFile("no source", document.where(("sources",)))
    if value.get("kind") not in _WITHOUT_NORM and not any(
        value.get(group) for group in ("norms", "unformalised", "duties")
    ):
        yield UnusableFile("an order without a norm or duty", document.where())
    if not value.get("examples"):
        yield UnusableFile("an order without an example", document.where(("examples",)))


def _odd_pairs(document: Document) -> Iterator[FlowdownError]:
    pairs = document.value.get("incompatible_findings") if isinstance(document.value, dict) else None
    for index, pair in enumerate(pairs if isinstance(pairs, list) else ()):
        if isinstance(pair, list) and len(pair) != 2:
            where = document.where(("incompatible_findings", index))
            yield UnusableFile("findings exclude one another in pairs", where, "write two words in brackets")
