"""What could take a model's place: its size and inputs, the routes that offer it, how they are called and authorised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from flowdown.base.errors import FlowdownError, Problems, UnusableFile
from flowdown.base.openset import load_documents
from flowdown.base.strict_yaml import Document, load
from flowdown.base.structure import decode
from flowdown.catalogue.vendor import Source

HERE = Path(__file__).parent
USUAL = "chat"
"""The class of a model whose id tells none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A route that offers a model, under which id there; `profiles` are regions that may stand before it (`us.`)."""

    route: str
    id: str
    source: str
    profiles: tuple[str, ...] = ()
    profiles_source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitute:
    """A model that may take another's place. `matches` are beginnings of ids by which it is told; `context` 0: not told.

    `tools`, `structured`: its source says that it calls tools, and that it keeps to a schema.
    """

    id: str
    vendor: str
    name: str
    matches: tuple[str, ...]
    context: int
    inputs: tuple[str, ...]
    source: str
    routes: tuple[Offer, ...]
    open_weights: bool = False
    tools: bool = False
    structured: bool = False
    derived_from: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelClass:
    """A class of models that can stand in for one another; `words` in an id tell that a model is of it."""

    id: str
    name: str
    words: tuple[str, ...]
    sources: tuple[Source, ...]
    models: tuple[Substitute, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorisation:
    """A level at which a route is authorised, and where that holds."""

    level: str
    where: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a route is called and with which key; the first of `base_urls` is the one to write, all are read."""

    source: str
    base_urls: tuple[str, ...] = ()
    env_key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """What a framework that chooses by a model's id writes before it."""

    by: str
    prefix: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFacts:
    """How a route (`direct:` and a vendor for its own service) is called; `is_own`: it is run by its user.

    `is_uniform`: the models of all makers are called alike there. `takes_deployments`: a model is called by the name that
    its user gave its deployment.
    """

    route: str
    name: str
    wires: tuple[str, ...]
    source: str
    is_own: bool = False
    is_uniform: bool = False
    takes_deployments: bool = False
    address: Address | None = None
    spelled: tuple[Spelling, ...] = ()
    authorised: tuple[Authorisation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _RoutesFile:
    sources: tuple[Source, ...]
    routes: tuple[RouteFacts, ...]


@dataclass(frozen=True, slots=True)
class Replacements:
    """The map of what could replace what; `sources` by the place of a fact, `class/source` or `routes/source`."""

    classes: Mapping[str, ModelClass]
    routes: Mapping[str, RouteFacts]
    sources: Mapping[str, Source]

    def class_of(self, model: str) -> str:
        """The class that a model's id tells."""
        low = model.lower()
        told = (each.id for each in self.classes.values() if any(word in low for word in each.words))
        return next(told, USUAL)

    def known(self, vendor: str, model: str) -> Substitute | None:
        """What is known of a model that is used, by its id."""
        low = model.lower()
        models = [each for group in self.classes.values() for each in group.models if each.vendor == vendor]
        return next((each for each in models if any(word in low for word in each.matches)), None)


def load_replacements(
    folder: Path = HERE / "replacements", routes: Path = HERE / "replacement_routes.yaml"
) -> Replacements:
    """Read the map; raises `Problems` with every fact that names no source or no route."""
    classes = load_documents([folder], lambda document: decode(ModelClass, document))
    document = load(routes.read_bytes(), str(routes))
    ways = decode(_RoutesFile, document)
    sources = {f"{each.id}/{source.id}": source for each in classes.values() for source in each.sources}
    sources |= {f"routes/{source.id}": source for source in ways.sources}
    known = {each.route: each for each in ways.routes}
    problems = [*_unsourced(classes, known, sources), *_unsourced_routes(ways.routes, sources, document)]
    if problems:
        raise Problems(problems)
    return Replacements(classes, known, sources)


def _unsourced(
    classes: Mapping[str, ModelClass], routes: Mapping[str, RouteFacts], sources: Mapping[str, Source]
) -> list[FlowdownError]:
    problems: list[FlowdownError] = []
    for group in classes.values():
        for model in group.models:
            for offer in model.routes:
                if offer.route not in routes:
                    problems.append(UnusableFile(f"`{group.id}/{model.id}` names the unknown route `{offer.route}`"))
            told = [each for offer in model.routes for each in (offer.source, offer.profiles_source) if each]
            for source in (model.source, *told):
                if f"{group.id}/{source}" not in sources:
                    problems.append(UnusableFile(f"`{group.id}/{model.id}`: the source `{source}` is not listed"))
    return problems


def _unsourced_routes(
    routes: tuple[RouteFacts, ...], sources: Mapping[str, Source], document: Document
) -> list[FlowdownError]:
    return [
        UnusableFile(f"the source `{source}` is not listed", document.where(("routes", index)))
        for index, route in enumerate(routes)
        for source in _sources_of(route)
        if f"routes/{source}" not in sources
    ]


def _sources_of(route: RouteFacts) -> Iterator[str]:
    yield route.source
    yield from (each.source for each in route.authorised)
    yield from (each.source for each in route.spelled)
    if route.address is not None:
        yield route.address.source
