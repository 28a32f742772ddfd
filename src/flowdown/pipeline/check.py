"""Put orders to trees: scan, keep the claims, decide."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.orders.load import Library
from flowdown.orders.order import Order
from flowdown.pipeline.gate import NO_GATE, GateRequest, narrow, scan_with_gate
from flowdown.pipeline.record import Keeping, keep_scan, open_keeping
from flowdown.reason.stance import Stance
from flowdown.report.report import Report
from flowdown.scan.run import USUAL, Effort, Progress

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.reason.court import Asked
    from flowdown.reason.determination import Check
    from flowdown.scan.sighting import Scan


@dataclass(frozen=True, slots=True)
class CheckRequest:
    """What a check is asked: trees, orders, day, day of knowledge, stance, contexts and settled facts."""

    paths: tuple[Path, ...]
    orders: tuple[str, ...]
    as_of: datetime.date
    known_at: datetime.date
    stance: Stance = Stance.IN_FORCE
    contexts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    given: Mapping[str, bool] | None = None
    catalogues: tuple[Path, ...] = ()
    order_folders: tuple[Path, ...] = ()
    gate: GateRequest = NO_GATE
    effort: Effort = USUAL
    keeping: Keeping | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What is put to trees: the orders with their library, the contexts that count, what is asked and settled."""

    library: Library
    orders: tuple[Order, ...]
    leaves: tuple[str, ...]
    asked: Asked


def prepare_matter(request: CheckRequest, cache: Path | None = None) -> Matter:
    """Load what a request names. Raises `UnusableArgument` for an order, context or fact that does not exist."""
    from flowdown.orders.load import load as load_orders
    from flowdown.reason.decide import leaves_of

    library = load_orders(request.order_folders, cache)
    orders = choose(library, request.orders)
    return Matter(library, orders, tuple(leaves_of(library, request.contexts)), ask(request, orders))


def decide_scan(scanned: Scan, matter: Matter, catalogue: Catalogue) -> Check:
    """Decide the orders on what a scan shows, for each tree in every context that it may serve."""
    from flowdown.evidence import gather
    from flowdown.graph import open_store
    from flowdown.reason.decide import decide
    from flowdown.reason.place import Bench
    from flowdown.reason.setting import Setting
    from flowdown.reason.tree_place import tree_places

    asked = matter.asked
    with open_store() as store:
        store.add(gather(scanned), asked.known_at)
        view = store.view(asked.as_of, asked.known_at)
    places = tree_places(scanned, view, catalogue)
    benches = [
        Bench(tree.id, Setting(leaf, (leaf,), is_open=True), (places[tree.id],))
        for tree in scanned.trees
        for leaf in matter.leaves
    ]
    return decide(matter.orders, matter.library, catalogue, benches, asked, scanned.coverage)


def check_paths(request: CheckRequest, cache: Path | None = None, progress: Progress | None = None) -> Report:
    """Scan the trees and decide the orders on what they show, in every context that they may serve.

    Raises `UnusableArgument` for a path, order, context or fact that does not exist, `Problems` for broken files.
    """
    from flowdown.catalogue import load as load_catalogue
    from flowdown.report import build

    matter = prepare_matter(request, cache)
    catalogue = load_catalogue(request.catalogues, cache)
    stated = open_keeping(request.keeping, catalogue)
    scanned, standing = scan_with_gate(
        request.paths, catalogue, request.gate, request.known_at, cache, progress, effort=request.effort
    )
    if not request.gate.is_part:
        keep_scan(request.keeping, stated, scanned, request.paths, catalogue)
    check = decide_scan(scanned, matter, catalogue)
    if standing is not None and standing.is_part:
        check, standing = narrow(check, standing, scanned)
    report = build(scanned.tool, request.known_at.isoformat(), scanned, catalogue, standing=standing)
    return replace(report, check=check)


def ask(request: CheckRequest, orders: Sequence[Order]) -> Asked:
    """What is asked, with the facts that the asker settles or a named reading does."""
    from flowdown.reason.court import Asked

    given = {**read_as(orders, request.readings), **settle(orders, request.given or {})}
    return Asked(request.as_of, request.known_at, request.stance, request.contexts, given)


def read_as(orders: Sequence[Order], readings: Sequence[str]) -> dict[str, bool]:
    """The open points that some readings settle, by full name. Raises `UnusableArgument` for an unknown reading."""
    settled: dict[str, bool] = {}
    known = {f"{order.id}/{each.id}": (order, each) for order in orders for each in order.readings}
    for word in readings:
        found = [name for name in known if word in (name, name.split("/", 1)[1])]
        if len(found) != 1:
            raise UnusableArgument(
                f"`{word}` names no reading of these orders", hint=f"one of {', '.join(sorted(known)) or 'none'}"
            )
        order, reading = known[found[0]]
        for point in reading.given:
            settled[f"{order.id}/{point.removeprefix('not ').strip()}"] = not point.startswith("not ")
    return settled


def choose(library: Library, wanted: Sequence[str]) -> tuple[Order, ...]:
    """The orders of these ids; all of them when none is named. Raises `UnusableArgument` for an unknown id."""
    import difflib

    for name in wanted:
        if name not in library.orders:
            near = difflib.get_close_matches(name, library.orders, 1)
            hint = f"did you mean `{near[0]}`?" if near else "see `flowdown orders`"
            raise UnusableArgument(f"unknown order `{name}`", hint=hint)
    return tuple(library.orders[name] for name in sorted(set(wanted) or set(library.orders)))


def settle(orders: Sequence[Order], given: Mapping[str, bool]) -> dict[str, bool]:
    """Facts by their full names; `point` stands for `order/point` where only one order has it."""
    names = {f"{order.id}/{point.id}" for order in orders for point in order.open_points}
    settled: dict[str, bool] = {}
    for word, truth in given.items():
        found = [name for name in names if word in (name, name.split("/", 1)[1])]
        if len(found) != 1:
            raise UnusableArgument(
                f"`{word}` names no open point of these orders", hint=f"one of {', '.join(sorted(names)) or 'none'}"
            )
        settled[found[0]] = truth
    return settled
