"""Put orders to a whole organisation: every contract, with the code, devices, accounts and suppliers that serve it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.check import CheckRequest, ask, choose
from flowdown.pipeline.record import homes_of, keep_scan, open_keeping
from flowdown.report.report import Report

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.profile import Profile, StatedProfile
    from flowdown.reason.place import Bench, Place
    from flowdown.scan.run import Progress
    from flowdown.scan.sighting import Scan


def check_organisation(request: CheckRequest, cache: Path | None = None, progress: Progress | None = None) -> Report:
    """Scan the repositories of the profile and decide the orders for each contract and the company's own business.

    Raises `UnusableArgument` where there is no profile, and what `check_paths` raises.
    """
    from flowdown.catalogue import load as load_catalogue
    from flowdown.orders.load import load as load_orders
    from flowdown.reason.decide import decide
    from flowdown.report import build
    from flowdown.scan.run import scan

    library = load_orders(request.order_folders)
    orders = choose(library, request.orders)
    asked = ask(request, orders)
    catalogue = load_catalogue(request.catalogues, cache)
    stated = open_keeping(request.keeping, catalogue)
    if stated is None or request.keeping is None:
        raise UnusableArgument(
            "nothing to check: no PATH, and no profile that states more than waivers",
            hint="name a folder, or let `flowdown init` write a profile",
        )
    roots = roots_of(stated.profile, request.keeping.profile.resolve().parent)
    scanned = scan(roots, catalogue, cache, progress, effort=request.effort)
    keep_scan(request.keeping, stated, scanned, roots, catalogue)
    benches = seat(stated, scanned, roots, catalogue, request)
    contracts = stated.profile.contracts
    check = decide(orders, library, catalogue, benches, asked, scanned.coverage, contracts)
    report = build(scanned.tool, request.known_at.isoformat(), scanned, catalogue)
    organisation = stated.profile.organisation
    return replace(report, check=check, organisation=organisation.name or organisation.id)


def roots_of(profile: Profile, folder: Path) -> tuple[Path, ...]:
    """The folders of the profile's repositories that are there, those that lie in another one left out."""
    there = sorted({(folder / each.path).resolve() for each in profile.repositories if each.path})
    found = [path for path in there if path.exists()]
    return tuple(path for path in found if not any(other != path and other in path.parents for other in found))


def seat(
    stated: StatedProfile, scanned: Scan, roots: tuple[Path, ...], catalogue: Catalogue, request: CheckRequest
) -> tuple[Bench, ...]:
    """Each contract and the own business, with the places that serve it."""
    from flowdown.evidence import gather
    from flowdown.evidence.from_profile import gather_profile
    from flowdown.evidence.place_scan import place_scan
    from flowdown.graph.view import View
    from flowdown.reason.stated_place import Stated
    from flowdown.reason.tree_place import place_trees

    assert request.keeping is not None
    folder = request.keeping.profile.resolve().parent
    folders = {tree.id: root.as_posix() for tree, root in zip(scanned.trees, roots, strict=False)}
    placed = place_scan(scanned, folders, homes_of(stated.profile, folder), {tree: tree for tree in folders})
    view = View(request.as_of, request.known_at, gather(placed.scan))
    trees = place_trees(placed.scan, view, catalogue, placed.gaps, placed.questions)
    for repository in stated.profile.repositories:
        if repository.id not in trees:
            trees[repository.id] = _not_there(repository.id)
    return Stated(stated.profile, catalogue, gather_profile(stated, catalogue), request.as_of).benches(trees)


def _not_there(repository: str) -> Place:
    """A repository of the profile that was not scanned: nothing is known of it."""
    from flowdown.reason.doubts import Unread
    from flowdown.reason.place import Place

    unread = Unread(repository, True, (), (), {}, frozenset())
    return Place(f"tree:{repository}", repository, {}, {}, unread.doubts)
