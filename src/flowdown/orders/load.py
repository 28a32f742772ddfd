"""Reads the order library, the forest of contexts and the table of authorities."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from flowdown.orders.kept_library import load_kept
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


def load(extra: Sequence[Path] = (), cache: Path | None = None) -> Library:
    """Load the built-in library and every folder of `extra`; raise `Problems` with the faults of all files.

    `cache` is a folder in which the built-in library is kept as it was read.
    """
    missing = [folder for folder in extra if not folder.is_dir()]
    if missing:
        raise UnusableFile(f"no such folder of orders `{missing[0]}`")
    own = load_kept(cache, load_own)
    if not extra:
        return own
    contexts = {context.id for context in own.contexts}
    authorities = {authority.id for authority in own.authorities}
    more = load_documents(extra, lambda document: read_order(document, contexts, authorities))
    twice = sorted(more.keys() & own.orders.keys())
    if twice:
        raise UnusableFile(f"the order `{twice[0]}` is in the library already", hint="give it an id of its own")
    orders = {name: {**own.orders, **more}[name] for name in sorted((*own.orders, *more))}
    return replace(own, orders=orders, digest=digest([own.digest, list(more.values())]))


def load_own() -> Library:
    """Read the files of the built-in library."""
    contexts, acts_as = load_settings()
    authorities = decode(_Authorities, _read(HERE / "authorities.yaml")).authorities
    known_contexts = {context.id for context in contexts}
    known_authorities = {authority.id for authority in authorities}
    orders = dict(
        load_documents([HERE / "library"], lambda document: read_order(document, known_contexts, known_authorities))
    )
    made_of = digest([list(orders.values()), contexts, authorities])
    return Library(orders, contexts, authorities, made_of, dict(acts_as))


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
