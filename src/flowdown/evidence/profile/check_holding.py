"""Examines what is stated of systems, repositories, equipment, vendors and alternatives."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath

from flowdown.base.strict_yaml import Path
from flowdown.evidence.profile.check import Desk
from flowdown.evidence.profile.profile import OWN_BUSINESS


def check_holdings(desk: Desk) -> None:
    """Examine everything that the organisation has."""
    profile = desk.profile
    contracts = frozenset(each.id for each in profile.contracts) | {OWN_BUSINESS}
    systems = frozenset(each.id for each in profile.systems)
    repositories = frozenset(each.id for each in profile.repositories)
    for index, repository in enumerate(profile.repositories):
        _check_served(desk, repository.serves, ("repositories", index, "serves"), contracts)
    for index, system in enumerate(profile.systems):
        path: Path = ("systems", index)
        _check_served(desk, system.serves, (*path, "serves"), contracts)
        desk.reference(system.repository, (*path, "repository"), repositories, "repository")
        for other in system.depends_on:
            desk.reference(other, (*path, "depends_on"), systems - {system.id}, "other system")
        _check_paths(desk, system.paths, bool(system.repository), path)
    _check_equipment(desk, contracts, systems)
    _check_uses(desk, contracts | systems, systems)


def _check_served(desk: Desk, served: object, path: Path, known: Iterable[str]) -> None:
    for word in served if isinstance(served, tuple) else ():
        desk.reference(word, path, known, "contract")


def _check_paths(desk: Desk, paths: tuple[str, ...], has_repository: bool, path: Path) -> None:
    if paths and not has_repository:
        desk.refuse("`paths` are folders of a repository: say which", (*path, "paths"), "write `repository: ...`")
    for index, each in enumerate(paths):
        pure = PurePosixPath(each)
        if pure.is_absolute() or ".." in pure.parts or "\\" in each:
            desk.refuse(f"`{each}` does not lie in the repository", (*path, "paths", index), "as `services/search`")


def _check_equipment(desk: Desk, contracts: frozenset[str], systems: frozenset[str]) -> None:
    for index, device in enumerate(desk.profile.equipment):
        path: Path = ("equipment", index)
        _check_served(desk, device.serves, (*path, "serves"), contracts | systems)
        desk.reference(device.system, (*path, "system"), systems, "system")
        desk.period(path, device.acquired, device.removed, ("acquired", "removed"))
        if device.quantity < 1:
            desk.refuse(f"a quantity of {device.quantity} cannot be", (*path, "quantity"), "take it out of the list")
        for number, program in enumerate(device.installed):
            if not program.name:
                desk.refuse("a program without a name", (*path, "installed", number))


def _check_uses(desk: Desk, served: frozenset[str], systems: frozenset[str]) -> None:
    profile = desk.profile
    for index, use in enumerate(profile.vendors):
        path: Path = ("vendors", index)
        if not use.vendor:
            desk.refuse("says not which vendor", path, "write `vendor: ...`")
        desk.vendor(use.vendor, (*path, "vendor"))
        desk.period(path, use.since, use.until)
        _check_served(desk, use.serves, (*path, "serves"), served)
    suppliers = {each.id for each in profile.suppliers}
    for index, other in enumerate(profile.alternatives):
        path = ("alternatives", index)
        for name, word in (("to", other.to), ("vendor", other.vendor)):
            if not word:
                desk.refuse(f"`{name}` is missing", path)
            elif word not in suppliers:
                desk.vendor(word, (*path, name))
        if other.to and other.to == other.vendor and not other.what:
            desk.refuse("something is no alternative to itself", (*path, "vendor"), "name another product in `what`")
        for name, number in (("days", other.days), ("cost", other.cost)):
            if number is not None and number < 0:
                desk.refuse(f"`{name}` is below zero", (*path, name))
        for word in other.serves:
            desk.reference(word, (*path, "serves"), systems, "system")
