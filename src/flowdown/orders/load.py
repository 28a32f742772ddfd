"""Reads the order library, the forest of contexts and the table of authorities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flowdown.base import strict_yaml
from flowdown.base.canonical import digest
from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.openset import load_documents
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode
from flowdown.orders.authority import Authority
from flowdown.orders.context import Context
from flowdown.orders.order import Order

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True, kw_only=True)
class _Contexts:
    contexts: tuple[Context, ...]
    acts_as: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Authorities:
    authorities: tuple[Authority, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """Every order by id, with the contexts and authorities that their norms name, and a digest of it all.

    `acts_as` says of what kind somebody is who acts in a context, where that is not a `contractor`.
    """

    orders: Mapping[str, Order]
    contexts: tuple[Context, ...]
    authorities: tuple[Authority, ...]
    digest: str
    acts_as: Mapping[str, str] = field(default_factory=dict)

    def kind_in(self, context: str) -> str:
        """The kind of actor that somebody is in a context."""
        return self.acts_as.get(context, "contractor")


def load(extra: Sequence[Path] = ()) -> Library:
    """Load the built-in library and every folder of `extra`; raise `Problems` with the faults of all files."""
    missing = [folder for folder in extra if not folder.is_dir()]
    if missing:
        raise UnusableFile(f"no such folder of orders `{missing[0]}`")
    contexts, acts_as = load_settings()
    authorities = decode(_Authorities, _read(HERE / "authorities.yaml")).authorities
    known_contexts = {context.id for context in contexts}
    known_authorities = {authority.id for authority in authorities}

    def read(document: Document) -> Order:
        order = decode(Order, document)
        problems = list(_dangling(order, document, known_contexts, known_authorities))
        if problems:
            raise Problems(problems)
        return order

    orders = load_documents([HERE / "library", *extra], read)
    return Library(orders, contexts, authorities, digest([list(orders.values()), contexts, authorities]), acts_as)


def load_settings() -> tuple[tuple[Context, ...], Mapping[str, str]]:
    """The contexts, and of what kind somebody is who acts in some of them."""
    settings = decode(_Contexts, _read(HERE / "contexts.yaml"))
    return settings.contexts, settings.acts_as


def _read(file: Path) -> Document:
    return strict_yaml.load(file.read_bytes(), str(file))


def _dangling(order: Order, document: Document, contexts: set[str], authorities: set[str]) -> list[FlowdownError]:
    problems: list[FlowdownError] = []
    points = {point.id for point in order.open_points}
    for index, norm in enumerate(order.norms):
        where = document.where(("norms", index))
        named = (norm.contexts,) if isinstance(norm.contexts, str) else norm.contexts or ()
        problems.extend(UnusableFile(f"unknown context `{name}`", where) for name in named if name not in contexts)
        if norm.authority is not None and norm.authority not in authorities:
            problems.append(UnusableFile(f"unknown authority `{norm.authority}`", where))
        given = (norm.given,) if isinstance(norm.given, str) else norm.given
        problems.extend(
            UnusableFile(f"unknown open point `{name}`", where)
            for name in given
            if name.removeprefix("not ") not in points
        )
    problems.extend(
        UnusableFile(f"unknown context `{example.context}`", document.where(("examples", index)))
        for index, example in enumerate(order.examples)
        if example.context not in contexts
    )
    return problems
