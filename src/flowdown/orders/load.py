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
from flowdown.orders.pack import is_pack, read_pack

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

    `acts_as` says of what kind somebody is who acts in a context, where that is not a `contractor`. `origins` tells where an
    order comes from that is not the program's own.
    """

    orders: Mapping[str, Order]
    contexts: tuple[Context, ...]
    authorities: tuple[Authority, ...]
    digest: str
    acts_as: Mapping[str, str] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)

    def kind_in(self, context: str) -> str:
        """The kind of actor that somebody is in a context."""
        return self.acts_as.get(context, "contractor")


def load(extra: Sequence[Path] = (), cache: Path | None = None) -> Library:
    """Load the built-in library and every folder of `extra`; raise `Problems` with the faults of all files.

    A folder that is a pack brings the library up to date; one of any other kind adds orders of other ids. `cache` is a folder
    in which what was read is kept.
    """
    missing = [folder for folder in extra if not folder.is_dir()]
    if missing:
        raise UnusableFile(f"no such folder of orders `{missing[0]}`")
    own = load_kept(cache, load_own)
    for folder in extra:
        if is_pack(folder):
            own = _put_pack(own, folder, cache)
    more_folders = [folder for folder in extra if not is_pack(folder)]
    if not more_folders:
        return own
    more = _read_orders(more_folders, own)
    twice = sorted(more.keys() & own.orders.keys())
    if twice:
        raise UnusableFile(f"the order `{twice[0]}` is in the library already", hint="give it an id of its own")
    origins = {**own.origins, **dict.fromkeys(more, "your own")}
    return _join(own, more, origins)


def _put_pack(own: Library, folder: Path, cache: Path | None) -> Library:
    """The library with the orders of a pack, but for those that the library itself has followed further."""
    pack = read_pack(folder)
    key = digest([own.digest, pack.files])
    more = load_kept(cache, lambda: dict(_read_orders([folder], own)), key)
    newer = {
        name: order
        for name, order in more.items()
        if name not in own.orders or order.checked_until >= own.orders[name].checked_until
    }
    return _join(own, newer, {**own.origins, **dict.fromkeys(newer, pack.origin)})


def _read_orders(folders: Sequence[Path], own: Library) -> Mapping[str, Order]:
    contexts = {context.id for context in own.contexts}
    authorities = {authority.id for authority in own.authorities}
    return load_documents(folders, lambda document: read_order(document, contexts, authorities))


def _join(own: Library, more: Mapping[str, Order], origins: Mapping[str, str]) -> Library:
    whole = {**own.orders, **more}
    orders = {name: whole[name] for name in sorted(whole)}
    return replace(own, orders=orders, digest=digest([own.digest, list(more.values())]), origins=origins)


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
