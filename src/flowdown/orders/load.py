"""Reads the order library, the forest of contexts and the table of authorities."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
from flowdown.orders.norm import Names, names
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
        problems = find_dangling(order, document, known_contexts, known_authorities)
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


def find_dangling(order: Order, document: Document, contexts: set[str], authorities: set[str]) -> list[FlowdownError]:
    """Everything that an order file names and nobody has: contexts, authorities, points, duties, norms."""
    problems: list[FlowdownError] = []
    points = {point.id for point in order.open_points}
    own = {norm.id for norm in order.norms}

    def refuse(message: str, *path: str | int) -> None:
        problems.append(UnusableFile(message, document.where(path)))

    def check_given(given: Names, *path: str | int) -> None:
        for word in names(given):
            bare = word.removeprefix("not ").strip()
            if "/" not in bare and bare not in points:
                refuse(f"unknown open point `{bare}`", *path)

    for group in ("norms", "duties"):
        for index, each in enumerate((*order.norms,) if group == "norms" else (*order.duties,)):
            for name in names(each.contexts):
                if name not in contexts:
                    refuse(f"unknown context `{name}`", group, index)
            check_given(each.given, group, index)
    for index, norm in enumerate(order.norms):
        if norm.authority is not None and norm.authority not in authorities:
            refuse(f"unknown authority `{norm.authority}`", "norms", index)
        if norm.object.purpose and norm.object.purpose not in points:
            refuse(f"unknown open point `{norm.object.purpose}`", "norms", index)
        for exception in norm.exceptions:
            check_given(exception.given, "norms", index)
    for group, acts in (("waivers", order.waivers), ("stays", order.stays)):
        for index, act in enumerate(acts):
            check_given(act.given, group, index)
            if act.by not in authorities:
                refuse(f"unknown authority `{act.by}`", group, index)
            for name in names(act.of):
                if "/" not in name and name not in own:
                    refuse(f"unknown norm `{name}`", group, index)
    duties = {duty.id for duty in order.duties}
    for index, duty in enumerate(order.duties):
        if duty.follows and duty.follows not in duties:
            refuse(f"unknown duty `{duty.follows}`", "duties", index)
    problems += _find_dangling_links(order, document, contexts, points)
    for index, reading in enumerate(order.readings):
        check_given(reading.given, "readings", index)
    for index, example in enumerate(order.examples):
        if example.context not in contexts:
            refuse(f"unknown context `{example.context}`", "examples", index)
        check_given(example.given, "examples", index)
        for name in example.because:
            if name not in own and name not in {rule.id for rule in order.unformalised}:
                refuse(f"unknown norm `{name}`", "examples", index)
    for index, clock in enumerate(order.clock_examples):
        for name in clock.due:
            if name not in duties:
                refuse(f"unknown duty `{name}`", "clock_examples", index)
    return problems


def _find_dangling_links(
    order: Order, document: Document, contexts: set[str], points: set[str]
) -> Iterator[FlowdownError]:
    """The contexts and open points that links name and nobody has."""
    for index, link in enumerate(order.links):
        acts = (act.context for act in (link.doing, link.needs) if act.context is not None)
        for name in (*names(link.contexts), *acts):
            if name not in contexts:
                yield UnusableFile(f"unknown context `{name}`", document.where(("links", index)))
        for word in names(link.given):
            bare = word.removeprefix("not ").strip()
            if "/" not in bare and bare not in points:
                yield UnusableFile(f"unknown open point `{bare}`", document.where(("links", index)))
