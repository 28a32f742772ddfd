"""States systems, repositories, equipment, known uses and alternatives as claims."""

from __future__ import annotations

from flowdown.base.strict_yaml import Path
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.profile.field import Answer
from flowdown.evidence.profile.holding import Equipment, System
from flowdown.evidence.profile.profile import US
from flowdown.evidence.profile.statement import Statement, is_unknown, words_of
from flowdown.evidence.profile.tree_place import tree_of

_P = Predicate
_OF_SYSTEMS = ("federal", "national_security", "controlled_information", "note")
_OF_DEVICES = ("kind", "model", "serial", "federal", "purpose", "owner")


def state_holdings(statement: Statement) -> None:
    """State everything that the organisation has."""
    _state_repositories(statement)
    _state_systems(statement)
    for index, device in enumerate(statement.stated.profile.equipment):
        _state_device(statement, device, ("equipment", index))
    _state_uses(statement)
    _state_alternatives(statement)


def _state_repositories(statement: Statement) -> None:
    for index, repository in enumerate(statement.stated.profile.repositories):
        path: Path = ("repositories", index)
        node = f"repository:{repository.id}"
        statement.say(path, statement.stated.node, _P.HOLDS, node)
        statement.identify(path, node, url=repository.url)
        if repository.path:
            statement.say((*path, "path"), node, _P.CONTAINS, f"tree:{repository.id}")
        statement.serve(path, node, repository.serves)


def _state_systems(statement: Statement) -> None:
    for index, system in enumerate(statement.stated.profile.systems):
        path: Path = ("systems", index)
        node = f"system:{system.id}"
        statement.say(path, statement.stated.node, _P.HOLDS, node)
        if system.name:
            statement.say((*path, "name"), node, _P.NAMED, f"text:{system.name}")
        if system.repository and not system.paths:
            statement.say((*path, "repository"), node, _P.CONTAINS, f"repository:{system.repository}")
        for number, folder in enumerate(system.paths):
            below: Path = (*path, "paths", number)
            tree = tree_of(system.repository, folder)
            statement.say(below, node, _P.CONTAINS, tree)
            if tree != f"tree:{system.repository}":
                statement.say(below, f"tree:{system.repository}", _P.CONTAINS, tree)
        statement.serve(path, node, system.serves)
        for other in system.depends_on:
            statement.say((*path, "depends_on"), node, _P.DEPENDS_ON, f"system:{other}")
        for name in _OF_SYSTEMS:
            statement.describe(path, node, name, getattr(system, name))
        _state_purposes(statement, node, system, path)


def _state_device(statement: Statement, device: Equipment, path: Path) -> None:
    node, us = f"device:{device.id}", statement.stated.node
    days = (device.acquired, device.removed)
    statement.say(path, us, _P.HOLDS, node, period=days, quantity=device.quantity if device.quantity > 1 else "")
    if device.name:
        statement.say((*path, "name"), node, _P.NAMED, f"text:{device.name}")
    _state_maker(statement, node, device.maker, path)
    for name in _OF_DEVICES:
        value = getattr(device, name)
        statement.describe(path, node, name, "" if name == "owner" and value == US else value)
    _state_purposes(statement, node, device, path)
    if device.place:
        statement.say((*path, "place"), node, _P.LOCATED_IN, f"place:{device.place}")
    statement.serve(path, node, device.serves, days)
    if device.system:
        statement.say((*path, "system"), node, _P.INSTALLED_IN, f"system:{device.system}", period=days)
    for index, program in enumerate(device.installed):
        below: Path = (*path, "installed", index)
        product = f"product:{program.name}"
        statement.say(below, product, _P.INSTALLED_IN, node, period=days, version=program.version)
        _state_maker(statement, product, program.maker, below)


def _state_purposes(statement: Statement, node: str, holding: System | Equipment, path: Path) -> None:
    for number, purpose in enumerate(holding.used_for):
        statement.describe((*path, "used_for", number), node, "used_for", purpose.value)
    if holding.all_purposes_listed is not Answer.UNKNOWN:
        statement.describe(path, node, "all_purposes_listed", holding.all_purposes_listed)


def _state_maker(statement: Statement, node: str, maker: object, path: Path) -> None:
    if not isinstance(maker, str) or not maker or is_unknown(maker):
        return
    known, is_sure = statement.maker(maker)
    if known:
        present = Answer.YES if is_sure else Answer.UNKNOWN
        statement.say((*path, "maker"), node, _P.MADE_BY, known, present=present)
    if not is_sure:
        # A name that leads to nobody for sure stays a name: who that is, is for a person to judge.
        statement.describe(path, node, "maker", maker)


def _state_uses(statement: Statement) -> None:
    us = statement.stated.node
    for index, use in enumerate(statement.stated.profile.vendors):
        path: Path = ("vendors", index)
        vendor, days = statement.node(use.vendor), (use.since, use.until)
        statement.say(path, us, _P.KNOWS_USE_OF, vendor, period=days, what=use.what, account=use.account)
        for word in words_of(use.serves):
            statement.say((*path, "serves"), statement.node(word), _P.USES, vendor, period=days, product=use.what)


def _state_alternatives(statement: Statement) -> None:
    for index, other in enumerate(statement.stated.profile.alternatives):
        ready = "" if is_unknown(other.ready) else other.ready.value
        statement.say(
            ("alternatives", index),
            statement.node(other.vendor),
            _P.ALTERNATIVE_TO,
            statement.node(other.to),
            what=other.what,
            days=other.days,
            cost=other.cost,
            ready=ready,
            systems=" ".join(other.serves),
        )
