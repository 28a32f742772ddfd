"""Reads the order library, the forest of contexts and the table of authorities."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flowdown.base import strict_yaml
from flowdown.base.canonical import digest
from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.openset import load_documents
from flowdown.base.strict_yaml import Document
from flowdown.base.structure import decode, decode_at
from flowdown.orders.authority import Authority
from flowdown.orders.check_names import find_dangling
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
        return read_order(document, known_contexts, known_authorities)

    orders = load_documents([HERE / "library", *extra], read)
    return Library(orders, contexts, authorities, digest([list(orders.values()), contexts, authorities]), acts_as)


def read_order(document: Document, contexts: Collection[str], authorities: Collection[str]) -> Order:
    """One order file as an order; raises `Problems` with every fault of it."""
    problems: list[FlowdownError] = []
    order = decode_at(Order, document, (), document.value, problems)
    problems += find_dangling(document, contexts, authorities)
    if problems or order is None:
        raise Problems(problems)
    return order


def load_settings() -> tuple[tuple[Context, ...], Mapping[str, str]]:
    """The contexts, and of what kind somebody is who acts in some of them."""
    settings = decode(_Contexts, _read(HERE / "contexts.yaml"))
    return settings.contexts, settings.acts_as


def _read(file: Path) -> Document:
    return strict_yaml.load(file.read_bytes(), str(file))
