"""Validate order files that somebody wrote: every fault of every file in one pass, then the files' own examples."""

from __future__ import annotations

import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base import strict_yaml
from flowdown.base.errors import FlowdownError, Problems, UnusableFile, Where
from flowdown.base.strict_yaml import SIZE_LIMIT, Document
from flowdown.base.structure import decode_at
from flowdown.orders.check_names import find_dangling, mappings, words
from flowdown.orders.load import Library, load
from flowdown.orders.order import Order
from flowdown.report.order_faults import ValidatedFile

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue

_VENDORS = frozenset({"made_by", "developed_by", "provided_by", "vendors"})
_OF_ORDERS = frozenset({"related", "orders"})
_OF_NORMS = frozenset({"of", "because", "replaces", "while_norm", "unless_norm", "overrides"})
_BASES = frozenset({"model", "service", "host", "library", "device", "derivative"})


def validate_orders(
    files: Sequence[Path], folders: Sequence[Path] = (), catalogues: Sequence[Path] = (), cache: Path | None = None
) -> tuple[ValidatedFile, ...]:
    """Each file with its faults; the files know one another, the library, and the orders of `folders`."""
    from flowdown.catalogue import load as load_catalogue

    catalogue = load_catalogue(catalogues, cache)
    library = _library(files, folders)
    contexts = {context.id for context in library.contexts}
    authorities = {authority.id for authority in library.authorities}
    read = [_read(file) for file in files]
    orders: dict[str, Order] = {}
    faults: list[list[FlowdownError]] = []
    for file, (document, problems) in zip(files, read, strict=True):
        found = list(problems)
        if document is not None:
            order = decode_at(Order, document, (), document.value, found)
            found += find_dangling(document, contexts, authorities)
            found += _unknown_vendors(document, catalogue)
            found += _misnamed(file, document, library, {*orders}, (*folders,))
            if order is not None:
                orders[order.id] = order
        faults.append(found)
    wider = replace(library, orders={**library.orders, **orders})
    for (document, _), found in zip(read, faults, strict=True):
        if document is not None:
            found.extend(_unknown_of_others(document, wider))
            order = orders.get(_id_of(document))
            if order is not None and not found:
                found.extend(_failing_examples(order, document, wider, catalogue))
    return tuple(
        ValidatedFile(str(file), _id_of(document), _count(document), Problems(found).problems)
        for file, (document, _), found in zip(files, read, faults, strict=True)
    )


def _library(files: Sequence[Path], folders: Sequence[Path]) -> Library:
    """The library; faults of files that are validated anyway do not keep the rest from being read."""
    try:
        return load(folders)
    except Problems as error:
        asked = {str(file.resolve()) for file in files}
        others = [
            each for each in error.problems if each.where is None or str(Path(each.where.file).resolve()) not in asked
        ]
        if others:
            raise Problems(others) from None
        return load()


def _read(file: Path) -> tuple[Document | None, tuple[FlowdownError, ...]]:
    """What can be read of a file, and what is wrong with its YAML."""
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            return None, (UnusableFile("not a file", Where(str(file))),)
        with file.open("rb") as opened:
            text = opened.read(SIZE_LIMIT + 1)
        return strict_yaml.load_with_problems(text, str(file))
    except Problems as error:
        return None, error.problems
    except FlowdownError as error:
        return None, (error,)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no such name"
        return None, (UnusableFile(f"cannot be read: {reason}", Where(str(file))),)


def _misnamed(
    file: Path, document: Document, library: Library, read_before: Collection[str], folders: Sequence[Path]
) -> Iterator[FlowdownError]:
    """An id that is not the file's name, or that another order has."""
    import flowdown.orders.load as place

    identity = _id_of(document)
    if not identity:
        return
    if identity != file.stem:
        yield UnusableFile(f"the id `{identity}` is not the file's name", document.where(("id",)))
    homes = {(place.HERE / "library").resolve(), *(folder.resolve() for folder in folders)}
    if identity in read_before or (identity in library.orders and file.resolve().parent not in homes):
        yield UnusableFile(
            f"`{identity}` is there already", document.where(("id",)), "ids are for ever: choose another"
        )


def _unknown_vendors(document: Document, catalogue: Catalogue) -> Iterator[FlowdownError]:
    """Vendors that the catalogue does not know: a norm about them would never be met."""
    for path, mapping in mappings(document.value):
        for key in sorted({*_VENDORS, "product", "uses"} & mapping.keys()):
            value = mapping[key]
            if isinstance(value, dict):
                continue  # `owned_by`: owners need not sell anything
            for where, word in words(value, (*path, key)):
                vendor = word.partition("/")[0].partition(":")[0]
                if vendor not in catalogue.vendors:
                    hint = "see `flowdown vendors`, or add it with `--catalogue`"
                    yield UnusableFile(f"the catalogue has no vendor `{vendor}`", document.where(where), hint)
                elif key == "uses" and ":" in word and word.partition(":")[2] not in _BASES:
                    hint = f"one of {', '.join(sorted(_BASES))}"
                    yield UnusableFile(f"`{word.partition(':')[2]}` is no basis of a use", document.where(where), hint)


def _unknown_of_others(document: Document, library: Library) -> Iterator[FlowdownError]:
    """Other orders, their norms and open points, that are named and not there."""
    for path, mapping in mappings(document.value):
        for key, value in mapping.items():
            if key in _OF_ORDERS:
                for where, word in words(value, (*path, key)):
                    if word not in library.orders:
                        yield UnusableFile(f"unknown order `{word}`", document.where(where), "see `flowdown orders`")
            elif key == "given" or key in _OF_NORMS:
                for where, word in words(value, (*path, key)):
                    yield from _unknown_there(document, where, word, library, is_point=key == "given")


def _unknown_there(
    document: Document, where: strict_yaml.Path, word: str, library: Library, *, is_point: bool
) -> Iterator[FlowdownError]:
    name = word.removeprefix("not ").strip() if is_point else word
    if "/" not in name:
        return
    identity, _, rest = name.partition("/")
    order = library.orders.get(identity)
    if order is None:
        yield UnusableFile(f"unknown order `{identity}`", document.where(where), "see `flowdown orders`")
        return
    known = {each.id for each in order.open_points} if is_point else {each.id for each in order.norms}
    if rest not in known:
        kind = "open point" if is_point else "norm"
        yield UnusableFile(f"`{identity}` has no {kind} `{rest}`", document.where(where))


def _failing_examples(
    order: Order, document: Document, library: Library, catalogue: Catalogue
) -> Iterator[FlowdownError]:
    from flowdown.pipeline.clock_examples import fail_clock_examples
    from flowdown.pipeline.order_examples import fail_examples

    for group, fail in (("examples", fail_examples), ("clock_examples", fail_clock_examples)):
        try:
            for number, why in fail(order, library, catalogue):
                yield UnusableFile(f"the example does not come out: {why}", document.where((group, number)))
        except FlowdownError as error:
            yield UnusableFile(f"an example cannot be asked: {error.message}", document.where((group,)), error.hint)


def _id_of(document: Document | None) -> str:
    value = document.value.get("id") if document is not None and isinstance(document.value, dict) else None
    return value if isinstance(value, str) else ""


def _count(document: Document | None) -> int:
    value = document.value.get("examples") if document is not None and isinstance(document.value, dict) else None
    return len(value) if isinstance(value, list) else 0
