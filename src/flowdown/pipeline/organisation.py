"""Put orders to a whole organisation: every contract, with the code, devices, accounts and suppliers that serve it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument
from flowdown.pipeline.check import CheckRequest, ask, choose
from flowdown.pipeline.record import Seen, homes_of, keep_scan, open_keeping, see_scan
from flowdown.report.report import Report

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.claim import Claim
    from flowdown.evidence.profile.profile import Profile, StatedProfile
    from flowdown.graph.known import Known
    from flowdown.orders.load import Library
    from flowdown.orders.order import Order
    from flowdown.reason.deadlines import Deadlines
    from flowdown.reason.determination import Check
    from flowdown.reason.place import Bench, Place
    from flowdown.reason.stated_place import Stated
    from flowdown.scan.run import Progress
    from flowdown.scan.sighting import Scan


@dataclass(frozen=True, slots=True)
class Matter:
    """An organisation with everything that was read of it, and the orders that are put to it."""

    library: Library
    orders: tuple[Order, ...]
    catalogue: Catalogue
    stated: StatedProfile
    roots: tuple[Path, ...]
    scan: Scan
    claims: tuple[Claim, ...]
    folder: Path
    seen: Seen
    """The scan by the repositories and systems of the profile."""

    @property
    def name(self) -> str:
        """Whose it is."""
        organisation = self.stated.profile.organisation
        return organisation.name or organisation.id


def check_organisation(request: CheckRequest, cache: Path | None = None, progress: Progress | None = None) -> Report:
    """Scan the repositories of the profile and decide the orders for each contract and the company's own business.

    Raises `UnusableArgument` where there is no profile, and what `check_paths` raises.
    """
    from flowdown.report import build

    matter = take_up(request, cache, progress)
    check = decide_matter(matter, request)
    report = build(matter.scan.tool, request.known_at.isoformat(), matter.scan, matter.catalogue)
    return replace(report, check=check, organisation=matter.name, deadlines=_count_clocks(matter, request))


def _count_clocks(matter: Matter, request: CheckRequest) -> Deadlines | None:
    """The clocks of the profile on the day asked about, what the log tells of reviews counted."""
    from flowdown.pipeline.deadlines import DeadlinesRequest, count_deadlines
    from flowdown.pipeline.inquiry_log import log_file

    if request.keeping is None:
        return None
    wanted = DeadlinesRequest(
        profile=request.keeping.profile,
        as_of=request.as_of,
        known_at=request.known_at,
        orders=request.orders,
        order_folders=request.order_folders,
        stance=request.stance.value,
        given=request.given,
        readings=request.readings,
        log=log_file(request.keeping.profile),
    )
    return count_deadlines(wanted, matter.library, matter.catalogue, matter.stated.profile)


def take_up(request: CheckRequest, cache: Path | None, progress: Progress | None) -> Matter:
    """Read the profile, scan its repositories, and keep both."""
    from flowdown.catalogue import load as load_catalogue
    from flowdown.evidence.from_profile import gather_profile
    from flowdown.orders.load import load as load_orders
    from flowdown.scan.run import scan

    library = load_orders(request.order_folders, cache)
    orders = choose(library, request.orders)
    ask(request, orders)
    catalogue = load_catalogue(request.catalogues, cache)
    stated = open_keeping(request.keeping, catalogue)
    if stated is None or request.keeping is None:
        raise UnusableArgument(
            "nothing to check: no PATH, and no profile that states more than waivers",
            hint="name a folder, leave out `--no-record`, or let `flowdown init` write a profile",
        )
    folder = request.keeping.profile.resolve().parent
    roots = roots_of(stated.profile, folder)
    scanned = scan(roots, catalogue, cache, progress, effort=request.effort)
    claims = gather_profile(stated, catalogue)
    seen = _place(scanned, roots, stated.profile, folder)
    # A repository may be a file (an archive): it is kept as what lies in its folder.
    keep_scan(
        request.keeping, stated, scanned, roots, catalogue, claims, seen if all(map(Path.is_dir, roots)) else None
    )
    return Matter(library, orders, catalogue, stated, roots, scanned, claims, folder, seen)


def decide_matter(matter: Matter, request: CheckRequest) -> Check:
    """The orders as they stand on the day asked about, for each contract and the own business."""
    return decide_benches(matter, request, seat(matter, request))


def decide_benches(matter: Matter, request: CheckRequest, seated: Sequence[Bench]) -> Check:
    """The same for benches that were seated before; those of other contexts than are asked about stay out."""
    from flowdown.reason.decide import decide, leaves_of

    leaves = frozenset(leaves_of(matter.library, request.contexts))
    benches = [bench for bench in seated if leaves.intersection(bench.setting.every_leaf)]
    contracts = matter.stated.profile.contracts
    asked = ask(request, matter.orders)
    return decide(matter.orders, matter.library, matter.catalogue, benches, asked, matter.scan.coverage, contracts)


def roots_of(profile: Profile, folder: Path) -> tuple[Path, ...]:
    """The folders of the profile's repositories that are there, those that lie in another one left out."""
    there = sorted({(folder / each.path).resolve() for each in profile.repositories if each.path})
    found = [path for path in there if path.exists()]
    return tuple(path for path in found if not any(other != path and other in path.parents for other in found))


def seat(matter: Matter, request: CheckRequest) -> tuple[Bench, ...]:
    """Each contract and the own business, with the places that serve it."""
    from flowdown.graph.view import View
    from flowdown.reason.kept_place import place_kept
    from flowdown.reason.stated_place import Stated
    from flowdown.reason.tree_place import place_trees

    profile, placed, gathered = matter.stated.profile, matter.seen.placed, matter.seen.gathered
    view = View(request.as_of, request.known_at, gathered.of_uses)
    trees = place_trees(placed.scan, view, matter.catalogue, placed.gaps, placed.questions, gathered)
    lost = sorted(_trees_of(profile) - trees.keys())
    stated = Stated(profile, matter.catalogue, matter.claims, request.as_of)
    known = _known(request, stated.nodes(), needs_trees=bool(lost))
    kept = place_kept(known, lost, request.as_of.toordinal()) if known is not None and lost else {}
    trees |= {tree: kept.get(tree) or _not_there(tree) for tree in lost}
    return stated.benches(trees, _claimed(stated, matter, known, request.as_of))


def _trees_of(profile: Profile) -> set[str]:
    """The trees that the profile speaks of: its repositories, and the folders of them that are systems' own."""
    from flowdown.evidence.profile.tree_place import tree_of

    named = [tree_of(each.id) for each in profile.repositories]
    named += [
        tree_of(system.repository, path) for system in profile.systems if system.repository for path in system.paths
    ]
    return {each.removeprefix("tree:") for each in named}


def _known(request: CheckRequest, nodes: Iterable[str], *, needs_trees: bool) -> Known | None:
    """What the store holds of what these nodes lean on; None where that is nothing but what was read now."""
    from flowdown.base.errors import FlowdownError
    from flowdown.evidence.predicate import Family
    from flowdown.graph import open_store
    from flowdown.graph.leaning import read_below
    from flowdown.graph.row import last_moment_of

    if request.keeping is None:
        return None
    try:
        with open_store(request.keeping.target, writes=False) as store:
            if needs_trees:
                return store.known(request.known_at)
            if not store.has_others():
                return None
            return read_below(store.backend, nodes, last_moment_of(request.known_at), (Family.DEPENDENCE,))
    except FlowdownError as error:
        # As where it is written: what was read of the code and the profile is answered all the same.
        request.keeping.tell(f"the store was not asked: {error}")
        return None


def _claimed(stated: Stated, matter: Matter, known: Known | None, as_of: datetime.date) -> dict[str, Place]:
    """What documents in the store claim of systems, contracts, repositories and equipment."""
    from flowdown.evidence.predicate import Family
    from flowdown.evidence.profile.statement import document_of
    from flowdown.graph.leaning import lean
    from flowdown.reason.claimed_place import place_claims

    if known is None:
        return {}
    below = lean(known, as_of, (Family.DEPENDENCE,))
    trees = {each.row.document for each in below.claims() if each.row.document.startswith("tree:")}
    own = frozenset({document_of(matter.stated), *trees})
    nodes = stated.nodes()
    others = frozenset(nodes)
    places = {node: place_claims(below, node, name, own, others) for node, name in nodes.items()}
    return {node: place for node, place in places.items() if place is not None}


def _place(scanned: Scan, roots: Sequence[Path], profile: Profile, folder: Path) -> Seen:
    """The scan with each sighting under the repository or system of the profile that it lies in."""
    folders = {tree.id: root.as_posix() for tree, root in zip(scanned.trees, roots, strict=False)}
    return see_scan(scanned, folders, homes_of(profile, folder), {tree: tree for tree in folders})


def _not_there(tree: str) -> Place:
    """A tree of the profile that was not scanned, now or before: nothing is known of it."""
    from flowdown.reason.doubts import Unread
    from flowdown.reason.place import Place

    unread = Unread(tree, True, (), (), {}, frozenset())
    return Place(f"tree:{tree}", tree, {}, {}, unread.doubts)
