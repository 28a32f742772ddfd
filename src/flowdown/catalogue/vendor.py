"""A vendor or a route as its file states it: names, affiliates, products and the signatures they leave."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from flowdown.base.errors import UnusableFile
from flowdown.catalogue.kinds import BASIS_OF_CLASS, Basis, ProductClass, Relation, RouteKind, SignatureKind


@dataclass(frozen=True, slots=True)
class Source:
    """A document that somebody opened; `mark: U` instead says that nobody did (contracts.md section 6)."""

    id: str
    publisher: str = ""
    title: str = ""
    url: str = ""
    commit: str = ""
    path: str = ""
    date: datetime.date | None = None
    read: datetime.date | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if self.mark not in ("", "U", "P", "L", "N", "S"):
            raise UnusableFile(f"`{self.mark}` is no evidence mark", hint="one of P, L, N, S, U")
        if self.mark != "U" and not (self.publisher and self.title and (self.url or self.path) and self.read):
            raise UnusableFile(f"the source `{self.id}` says not enough to be found again", hint="or mark it U")


@dataclass(frozen=True, slots=True)
class Signature:
    """What trace a product leaves: a kind and a value; for a model family also what must follow its stem.

    `tail` is a regular expression matched directly behind the stem. `route` names the route by which the
    product is reached when this trace is seen. `derived_from` lists the vendors in the line of a model
    family other than its maker. `product_of` of a route's signature is its operator's (set by the loader).
    """

    kind: SignatureKind
    value: str
    source: str = ""
    tail: str = ""
    route: str = ""
    derived_from: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ApiShape:
    """How a client takes its host and its model, in any language.

    `symbols` are the class or function names that build the client; the argument and key names say where a
    host or a model is given; `default_host` is used when none is.
    """

    symbols: tuple[str, ...]
    host_arguments: tuple[str, ...] = ()
    host_env_keys: tuple[str, ...] = ()
    model_arguments: tuple[str, ...] = ()
    model_env_keys: tuple[str, ...] = ()
    default_host: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """Something a vendor supplies, its class, and the traces by which it is known."""

    id: str
    name: str
    class_: ProductClass
    source: str
    signatures: tuple[Signature, ...] = ()
    shapes: tuple[ApiShape, ...] = ()
    derived_from: tuple[str, ...] = ()
    note: str = ""

    @property
    def basis(self) -> Basis:
        """The basis of a use of this product, unless the route says otherwise."""
        return BASIS_OF_CLASS[self.class_]


@dataclass(frozen=True, slots=True)
class Affiliate:
    """Another company that stands in a relation to this vendor; `percent` of shares where a source says it."""

    relation: Relation
    source: str
    vendor: str = ""
    name: str = ""
    percent: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A file that must be found, or must not: `finds` holds `vendor/product` of the uses, in any order.

    With `query` in place of `path` and `text`, a string whose makers (`whose`) must be `finds`.
    """

    finds: tuple[str, ...]
    path: str = ""
    text: str = ""
    query: str = ""
    mentions: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A supplier as the catalogue knows it."""

    id: str
    name: str
    country: str
    sources: tuple[Source, ...]
    products: tuple[Product, ...]
    examples: tuple[Example, ...]
    aliases: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    affiliates: tuple[Affiliate, ...] = ()
    not_to_confuse: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Route:
    """A way by which other people's products are reached: a cloud, router, framework, runtime, hub or tool.

    `operator` is the vendor that runs it (empty for a library run by its user). `model_prefixes` are what it
    writes before a model's id. `aliases` are other people's ids of this route.
    """

    id: str
    name: str
    kind: RouteKind
    sources: tuple[Source, ...]
    signatures: tuple[Signature, ...]
    examples: tuple[Example, ...]
    operator: str = ""
    aliases: tuple[str, ...] = ()
    model_prefixes: tuple[str, ...] = ()
    shapes: tuple[ApiShape, ...] = ()
    note: str = ""
