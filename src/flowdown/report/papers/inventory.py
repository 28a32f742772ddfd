"""Where we use what, directly and through others, for which contracts, with evidence per line."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from flowdown.catalogue.kinds import Basis
from flowdown.evidence.profile.contract import Contract
from flowdown.evidence.profile.open_point import find_open_points
from flowdown.report.deadlines_page import say_moment
from flowdown.report.dossier.dependence_paths import dependence_paths
from flowdown.report.dossier.facts import Facts
from flowdown.report.dossier.paper import Absent, Blank, Drawing, Paper, Sheet, Told, told
from flowdown.report.dossier.say import number_of_contract, place_of, say_agency
from flowdown.report.dossier.serving import resolve, served_by_supplier, served_by_tree
from flowdown.report.paths_svg import draw_paths, say_paths
from flowdown.report.words import count, place_text
from flowdown.scan.sighting import STRENGTHS, Sighting, Strength

_MOST_LINES, _MOST_GAPS, _FEW = 400, 40, 3
_RUNS = frozenset({Strength.RUNTIME_DEFAULT, Strength.RUNTIME_OPTIONAL})


@dataclass(frozen=True, slots=True)
class Seen:
    """A vendor seen in code."""

    id: str
    vendor: str
    basis: str
    tree: str
    strength: str
    routes: tuple[str, ...]
    lines: int
    first: tuple[str, ...]
    serves: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of evidence."""

    id: str
    vendor: str
    what: str
    role: str
    strength: str


@dataclass(frozen=True, slots=True)
class Stated:
    """Something that the profile states."""

    id: str
    what: str
    vendor: Told
    serves: str
    at: str


@dataclass(frozen=True, slots=True)
class SystemTold:
    """A system: where its code is, what it serves, what it holds."""

    id: str
    name: str
    code: str
    serves: str
    federal: str
    controlled: str
    at: str


@dataclass(frozen=True, slots=True)
class ContractTold:
    """A contract by the numbers under which reports name it."""

    id: str
    number: Told
    orders: tuple[str, ...]
    agency: Told
    controlled: str


@dataclass(frozen=True, slots=True)
class InventoryContext:
    """The inventory, and what it does not say."""

    seen: tuple[Seen, ...]
    systems: tuple[SystemTold, ...]
    unlisted: tuple[str, ...]
    drawn: bool
    stated: tuple[Stated, ...]
    devices: tuple[Stated, ...]
    suppliers: tuple[Stated, ...]
    lines: tuple[Line, ...]
    more_lines: int
    library_lines: int
    files: int
    read: int
    trees: tuple[str, ...]
    gaps: tuple[str, ...]
    more_gaps: int
    asks: tuple[str, ...]
    contracts: tuple[ContractTold, ...]
    finds: tuple[Stated, ...]


def _build(facts: Facts) -> tuple[Sheet, ...] | Absent:
    uses = [each for each in facts.scan.sightings if each.is_use]
    uses.sort(key=lambda each: (each.vendor is None, each.vendor or "", STRENGTHS.index(each.strength), each.order))
    # Lines in which only code of a vendor is used are many, and would push out those that orders are about.
    own = [each for each in uses if each.basis is not Basis.LIBRARY]
    gaps = [f"`{each.tree}/{each.path}`: {each.reason}" for each in facts.report.scan.gaps]
    coverage = facts.report.scan.coverage
    paths = dependence_paths(facts)
    svg = draw_paths(paths)
    context = InventoryContext(
        tuple(_seen(facts, uses)),
        tuple(_systems(facts)),
        tuple(_unlisted(facts, uses)),
        bool(svg),
        tuple(_stated(facts)),
        tuple(_devices(facts)),
        tuple(_suppliers(facts)),
        tuple(_line(facts, each) for each in own[:_MOST_LINES]),
        max(len(own) - _MOST_LINES, 0),
        len(uses) - len(own),
        coverage.files,
        coverage.read,
        tuple(
            f"{each.id}{f' at revision {each.revision[:12]}' if each.revision else ''}"
            for each in facts.report.scan.trees
        ),
        tuple(gaps[:_MOST_GAPS]),
        max(len(gaps) - _MOST_GAPS, 0),
        tuple(dict.fromkeys((*_whose(facts), *_asks(facts)))),
        tuple(map(_contract, facts.profile.contracts)),
        tuple(_finds(facts)),
    )
    drawings = {"paths": Drawing(svg, say_paths(paths))} if svg else {}
    return (Sheet("inventory", "Inventory of models, services, devices and suppliers", context, drawings),)


def _contract(contract: Contract) -> ContractTold:
    numbers = contract.order_numbers if isinstance(contract.order_numbers, tuple) else ()
    controlled = contract.controlled_information.value
    return ContractTold(contract.id, number_of_contract(contract), numbers, say_agency(contract), controlled)


def _systems(facts: Facts) -> Iterator[SystemTold]:
    for index, system in enumerate(facts.profile.systems):
        folders = ", ".join(system.paths)
        yield SystemTold(
            system.id,
            system.name or system.id,
            f"{system.repository}{f': {folders}' if folders else ''}"
            if system.repository
            else "no repository is stated",
            resolve(facts.profile, system.serves).words,
            system.federal.value,
            system.controlled_information.value,
            facts.stands_at(("systems", index)),
        )


def _unlisted(facts: Facts, uses: list[Sighting]) -> Iterator[str]:
    """Whose services and models run, and who is no supplier and no account of the profile."""
    stated = {each.vendor for each in facts.profile.suppliers} | {each.vendor for each in facts.profile.vendors}
    running = {
        each.vendor for each in uses if each.vendor and each.strength in _RUNS and each.basis is not Basis.LIBRARY
    }
    yield from (facts.vendor_name(vendor) for vendor in sorted(running - stated))


def _seen(facts: Facts, uses: list[Sighting]) -> Iterator[Seen]:
    groups: dict[tuple[str, str, str], list[Sighting]] = defaultdict(list)
    for each in uses:
        if each.vendor is not None:
            groups[each.vendor, each.basis.value, each.tree].append(each)
    for (vendor, basis, tree), found in groups.items():
        yield Seen(
            f"{vendor} {basis} {tree}",
            facts.vendor_name(vendor),
            basis,
            tree,
            min((each.strength for each in found), key=STRENGTHS.index).value,
            tuple(dict.fromkeys(each.route for each in found if each.route)),
            len(found),
            tuple(place_text(each.place) for each in found[:_FEW]),
            served_by_tree(facts, tree).words,
        )


def _line(facts: Facts, each: Sighting) -> Line:
    vendor = facts.vendor_name(each.vendor) if each.vendor else "not known"
    return Line(
        place_of(each),
        vendor,
        f"`{each.value}`" if each.value else each.kind.value,
        each.role.value,
        each.strength.value,
    )


def _finds(facts: Facts) -> Iterator[Stated]:
    """What is recorded as found, with the day; a find is no stated use."""
    for each in facts.occurrences:
        index = next(place for place, one in enumerate(facts.profile.discoveries) if one.id == each.id)
        known = [moment for moment in each.moments.values() if moment is not None]
        first = min(known, key=lambda moment: (moment.day, moment.time or datetime.time())) if known else None
        when = f", {say_moment(first)}" if first is not None else ""
        yield Stated(
            each.id,
            f"{each.what}{when}",
            told(facts.vendor_name(each.maker) or each.maker_name, f"whose product {each.id} is"),
            ", ".join(each.contracts) or "not known",
            facts.stands_at(("discoveries", index)),
        )


def _stated(facts: Facts) -> Iterator[Stated]:
    for index, use in enumerate(facts.profile.vendors):
        serves = resolve(facts.profile, use.serves).words
        what = use.what or "a use of it"
        yield Stated(
            f"{use.vendor} {what}", what, facts.vendor_name(use.vendor), serves, facts.stands_at(("vendors", index))
        )


def _devices(facts: Facts) -> Iterator[Stated]:
    for index, device in enumerate(facts.profile.equipment):
        number = f"{device.quantity} " if device.quantity > 1 else ""
        what = " ".join(
            filter(None, (f"{number}{device.kind or device.name or 'device'}", device.model, f"({device.id})"))
        )
        more = f", {device.purpose}" if device.purpose else ""
        words = device.serves if isinstance(device.serves, tuple) else (device.system,) if device.system else ()
        serves = resolve(facts.profile, words).words
        maker = _maker(facts, device.maker, f"who makes {device.id}")
        yield Stated(device.id, f"{what}{more}", maker, serves, facts.stands_at(("equipment", index)))
        for program in device.installed:
            yield Stated(
                f"{device.id} {program.name}",
                f"{program.name} on {device.id}",
                _maker(facts, program.maker, f"who makes {program.name}"),
                serves,
                facts.stands_at(("equipment", index, "installed")),
            )


def _maker(facts: Facts, maker: object, what: str) -> Told:
    return (
        facts.vendor_name(maker) if isinstance(maker, str) and maker in facts.catalogue.vendors else told(maker, what)
    )


def _suppliers(facts: Facts) -> Iterator[Stated]:
    for index, supplier in enumerate(facts.profile.suppliers):
        what = ", ".join(each.what for each in supplier.supplies if each.what)
        yield Stated(
            supplier.id,
            f"{supplier.name or supplier.id}{f': {what}' if what else ''}",
            facts.vendor_name(supplier.vendor)
            if supplier.vendor
            else Blank(f"what {supplier.name or supplier.id} uses underneath"),
            served_by_supplier(facts.profile, supplier).words,
            facts.stands_at(("suppliers", index)),
        )


def _whose(facts: Facts) -> Iterator[str]:
    """Whose the models are that no line of code tells."""
    unknown = [each for each in facts.scan.sightings if each.is_use and each.vendor is None]
    if unknown:
        yield f"Whose models are used in {count(len(unknown), 'place')} where the code does not tell (last in the list of lines)?"


def _asks(facts: Facts) -> Iterator[str]:
    for each in find_open_points(facts.profile):
        if each.path[0] in ("systems", "repositories", "equipment", "vendors", "suppliers"):
            yield f"{each.asks[:1].upper()}{each.asks[1:]}"


PAPER = Paper(
    id="inventory",
    title="Inventory",
    for_whom="engineering, security, counsel",
    about="which vendor's model, service or device is used where, by which route, for which contracts; every line of evidence",
    rank=25,
    build=_build,
)
