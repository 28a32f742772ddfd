"""The way out: scan, decide, and draw up a plan for what is forbidden, may be, or is assumed to be."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableArgument, UnusableFile
from flowdown.pipeline.check import CheckRequest, ask
from flowdown.pipeline.organisation import Matter, seat, take_up

if TYPE_CHECKING:
    from flowdown.catalogue.catalogue import Catalogue
    from flowdown.evidence.profile.profile import Profile
    from flowdown.orders.load import Library
    from flowdown.orders.order import Order
    from flowdown.plan.plan import Plan
    from flowdown.reason.place import Bench
    from flowdown.scan.run import Progress
    from flowdown.scan.sighting import Scan

_TERMS = "terms-"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What is asked of a plan besides what a check is asked: which vendor if none forbids it, by when, with whom."""

    check: CheckRequest
    vendor: str = ""
    by: datetime.date | None = None
    team_days_per_week: float = 5.0
    explains: bool = False
    effort: Path | None = None
    done: Path | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What a plan or a fix stands on: the orders, what was seen, and the settings in which it is judged."""

    library: Library
    catalogue: Catalogue
    orders: tuple[Order, ...]
    benches: tuple[Bench, ...]
    elsewhere: tuple[Bench, ...]
    profile: Profile
    scan: Scan
    name: str


def plan_way_out(request: PlanRequest, cache: Path | None = None, progress: Progress | None = None) -> Plan:
    """The plan for the organisation of the profile, or with paths and a vendor for what these trees use of it.

    Raises `UnusableArgument` for what names nothing, `Problems` for broken files.
    """
    _refuse(request)
    held = (
        ground_of_trees(request.check, cache, progress)
        if request.check.paths
        else _of_organisation(request, cache, progress)
    )
    return _draw_up(request, held)


def plan_matter(matter: Matter, benches: Sequence[Bench], request: PlanRequest) -> Plan:
    """The plan for an organisation of which everything was read and seated before."""
    _refuse(request)
    return _draw_up(request, _hold(matter, benches))


def _draw_up(request: PlanRequest, held: Held) -> Plan:
    from flowdown.catalogue.kinds import ProductClass
    from flowdown.catalogue.replacement import load_replacements
    from flowdown.plan.demand import Outlook
    from flowdown.plan.draw_up import Ground, Wish, draw_up
    from flowdown.plan.effort import load_effort
    from flowdown.plan.use import find_uses

    effort, done = load_effort(request.effort), read_done(request.done)
    vendor = _vendor(request.vendor, held.catalogue)
    asked = ask(request.check, held.orders)
    contracts = held.profile.contracts
    # Vendors' own terms ask what a use is for: nobody leaves a vendor for a question, unless that is what is asked.
    bans = [each for each in held.orders if not each.id.startswith(_TERMS) or request.check.orders]
    outlook = Outlook(bans, held.library, held.catalogue, contracts, asked)
    every = Outlook(tuple(held.library.orders.values()), held.library, held.catalogue, contracts, asked)
    replacements = load_replacements()
    makers = frozenset(brief.id for brief in held.catalogue.briefs() if ProductClass.MODEL.value in brief.classes)
    uses = find_uses(held.benches, outlook, replacements, makers, vendor)
    ground = Ground(
        held.benches, held.elsewhere, every, held.library.orders, held.catalogue, replacements, held.profile, effort
    )
    wish = Wish(held.name, vendor, request.by, request.team_days_per_week, request.explains, done)
    plan = draw_up(uses, ground, wish)
    return replace(plan, limits=tuple(_limits(request, held)))


def _refuse(request: PlanRequest) -> None:
    if request.team_days_per_week <= 0:
        raise UnusableArgument("a team has more than no days", hint="`--team-days-per-week 5` is one person's week")
    if request.by is not None and request.by < request.check.as_of:
        raise UnusableArgument(
            f"{request.by.isoformat()} has passed", hint="`--as-of` is the day on which the plan begins"
        )
    if request.vendor and request.check.orders:
        raise UnusableArgument("`--vendor` asks what if, `--order` what an order says", hint="one of them")
    if request.check.paths and not request.vendor:
        raise UnusableArgument(
            "a plan for a tree needs `--vendor`", hint="without PATH it is for the profile's contracts"
        )


def _vendor(word: str, catalogue: Catalogue) -> str:
    if not word:
        return ""
    vendor = catalogue.vendor_of(word)
    if vendor is None:
        raise UnusableArgument(f"unknown vendor `{word}`", hint="see `flowdown vendors`")
    return vendor.id


def _of_organisation(request: PlanRequest, cache: Path | None, progress: Progress | None) -> Held:
    matter = take_up(request.check, cache, progress)
    return _hold(matter, seat(matter, request.check))


def _hold(matter: Matter, benches: Sequence[Bench]) -> Held:
    profile = matter.stated.profile
    return Held(matter.library, matter.catalogue, matter.orders, tuple(benches), (), profile, matter.scan, matter.name)


def ground_of_trees(
    check: CheckRequest, cache: Path | None, progress: Progress | None, usual: tuple[str, ...] = ("own_business",)
) -> Held:
    """Trees of which no contract is known; `usual` are the contexts where none is named, all if it is empty."""
    from flowdown.catalogue import load as load_catalogue
    from flowdown.evidence import gather
    from flowdown.evidence.profile.profile import Profile
    from flowdown.graph.view import View
    from flowdown.orders.load import load as load_orders
    from flowdown.reason.decide import leaves_of
    from flowdown.reason.place import Bench
    from flowdown.reason.setting import Setting
    from flowdown.reason.tree_place import tree_places
    from flowdown.scan.run import scan

    library, catalogue = load_orders(check.order_folders, cache), load_catalogue(check.catalogues, cache)
    scanned = scan(check.paths, catalogue, cache, progress, effort=check.effort)
    places = tree_places(scanned, View(check.as_of, check.known_at, gather(scanned)), catalogue)
    leaves = leaves_of(library, check.contexts or usual)
    others = [leaf for leaf in leaves_of(library, ()) if leaf not in leaves] if not check.contexts else []
    trees = tuple(places[tree.id] for tree in scanned.trees)
    benches = tuple(Bench(leaf, Setting(leaf, (leaf,), is_open=True), trees) for leaf in leaves)
    elsewhere = tuple(Bench(leaf, Setting(leaf, (leaf,), is_open=True), ()) for leaf in others)
    orders = tuple(library.orders[name] for name in sorted(library.orders))
    names = ", ".join(tree.id for tree in scanned.trees)
    return Held(library, catalogue, orders, benches, elsewhere, Profile(), scanned, names)


def read_done(file: Path | None) -> tuple[str, ...]:
    """The ids of the steps that are done: a list, or `done:` with one; YAML or JSON."""
    from flowdown.base.strict_yaml import load

    if file is None:
        return ()
    try:
        document = load(file.read_bytes(), str(file))
    except OSError as error:
        raise UnusableFile(f"cannot be read: {error.strerror}", hint=f"`--done {file}`") from None
    value = document.value
    told = value.get("done") if isinstance(value, dict) else value
    if not isinstance(told, list) or not all(isinstance(each, str) for each in told):
        raise UnusableFile("a list of the ids of steps is expected", document.where(), hint="`done: [account:bedrock]`")
    return tuple(str(each) for each in told)


def _limits(request: PlanRequest, held: Held) -> Sequence[str]:
    from flowdown.report.words import count

    said = [
        "The days are estimates from what was seen and from assumed figures; nobody measured them. Put your own in place "
        "of them (`--effort`).",
        "It plans what the code, the configuration and the profile show: accounts, devices and suppliers that nobody "
        "stated are in no plan.",
    ]
    unread = sum(1 for gap in held.scan.gaps)
    if unread:
        said.append(f"{count(unread, 'file')} could not be read.")
    past = sorted(each.id for each in held.orders if request.check.as_of > each.checked_until)
    if past:
        said.append(
            f"{count(len(past), 'order')} were not followed up to {request.check.as_of.isoformat()} (`flowdown orders`)."
        )
    if request.check.paths:
        said.append(
            "Nothing is known of contracts: what each would lose, and which orders its clauses bring, is not told."
        )
    return said
