"""Tells everything that a bill of materials says."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.names import node
from flowdown.evidence.cyclonedx.components import enter_components, tell_component, tell_components
from flowdown.evidence.cyclonedx.declarations import (
    enter_declarations,
    enter_people,
    take_citations,
    tell_declarations,
)
from flowdown.evidence.cyclonedx.naming import Naming
from flowdown.evidence.cyclonedx.relations import tell_compositions, tell_dependencies
from flowdown.evidence.cyclonedx.services import enter_services, tell_services
from flowdown.evidence.cyclonedx.shape import Mapping, mapping, parts, text
from flowdown.evidence.cyclonedx.telling import LINK, Telling
from flowdown.evidence.predicate import Predicate, kind_of
from flowdown.evidence.reader import Unread, Yield

_P = Predicate
_UUID = "urn:uuid:"
_HOLDERS = ("system", "repository", "tree", "product", "device", "service", "package", "model")


def tell_bill(incoming: Incoming, tree: Mapping) -> Iterator[Yield]:
    """Tell a bill, in the shape of its JSON."""
    serial = text(tree, "serialNumber")
    version = str(tree.get("version") or 1)
    link = f"{LINK}{serial.removeprefix(_UUID)}/{version}" if serial.startswith(_UUID) else ""
    telling = Telling(incoming, Naming(incoming.names, serial or incoming.name), link)
    main = mapping(mapping(tree, "metadata"), "component")
    root = telling.component(main) if main else ""
    yield from _enter(telling, tree)
    yield from take_citations(telling, tree)
    yield from _tell_document(telling, tree)
    yield from _tell_root(telling, tree, root, main)
    top = root or _without_root(telling)
    yield from tell_components(telling, parts(tree, "components"), top)
    yield from tell_services(telling, parts(tree, "services"), top)
    yield from _tell_making(telling, tree, top)
    yield from tell_dependencies(telling, tree)
    yield from tell_compositions(telling, tree, root)
    yield from tell_declarations(telling, tree)
    if not main and not tree.get("components") and not tree.get("services") and tree.get("vulnerabilities"):
        where = incoming.where("vulnerabilities")
        yield Unread("holds vulnerabilities only, which say nothing of who depends on whom", where)


def _enter(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    """Note what every reference means, before the first is followed."""
    metadata = mapping(tree, "metadata")
    yield from enter_components(telling, parts(metadata, "component", "metadata"))
    yield from enter_components(telling, parts(tree, "components"))
    yield from enter_services(telling, parts(tree, "services"))
    for place, formula in parts(tree, "formulation"):
        yield from enter_components(telling, parts(formula, "components", place))
        yield from enter_services(telling, parts(formula, "services", place))
    yield from enter_people(telling, tree)
    yield from enter_declarations(telling, tree)


def _tell_document(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    document, metadata = telling.incoming.node, mapping(tree, "metadata")
    if serial := text(tree, "serialNumber"):
        yield from telling.say(document, _P.IDENTIFIED_BY, node("identifier", f"serial/{serial}"), "serialNumber")
    day = text(metadata, "timestamp")[:10]
    if _is_day(day):
        yield from telling.say(document, _P.DATED, f"day:{day}", "metadata/timestamp", event="created")
    for place, each in parts(metadata, "lifecycles", "metadata"):
        yield from telling.describe(document, "lifecycle", text(each, "phase") or text(each, "name"), place)
    creator = text(mapping(metadata, "manufacturer"), "name")
    yield from telling.describe(document, "made-by", creator, "metadata/manufacturer")
    tools = mapping(metadata, "tools")
    found = [*parts(metadata, "tools", "metadata")] if not (tools.get("components") or tools.get("services")) else []
    for key in ("components", "services"):
        found += parts(tools, key, "metadata/tools")
    for place, tool in found:
        who = text(tool, "vendor") or text(tool, "group") or text(mapping(tool, "provider"), "name")
        words = " ".join(filter(None, (who, text(tool, "name"), text(tool, "version"))))
        yield from telling.describe(document, "tool", words, place)


def _tell_root(telling: Telling, tree: Mapping, root: str, main: Mapping) -> Iterator[Yield]:
    """What the bill is about: who makes it, which of our things it is in, what other bills call it by."""
    metadata, about = mapping(tree, "metadata"), telling.incoming.about
    if root:
        yield from tell_component(telling, "metadata/component", main)
        below = parts(main, "components", "metadata/component")
        yield from tell_components(telling, below, root)
    for key in ("supplier", "manufacture"):
        name = text(mapping(metadata, key), "name")
        if root:
            yield from telling.made_by(root, name, key, f"metadata/{key}")
        if key == "supplier" and kind_of(about) in ("organisation", "supplier", "vendor", "system", "repository"):
            firm = telling.naming.firm(name)
            yield from telling.say(firm, _P.SUPPLIES, about, "metadata/supplier", what=text(main, "name"))
    # Other bills may name this one by its serial number: whoever leans on it leans on what it is about.
    anchor = node("product", telling.link) if telling.link else ""
    if root and anchor:
        yield from telling.say(anchor, _P.CONTAINS, root, "serialNumber", basis="bom-link")
    if about:
        predicate = _P.CONTAINS if kind_of(about) in _HOLDERS else _P.USES
        yield from telling.say(about, predicate, root or _without_root(telling), "metadata/component", basis="about")


def _without_root(telling: Telling) -> str:
    """What holds the parts of a bill that does not say what it is about: the bill itself, if it has a number."""
    return node("product", telling.link) if telling.link else telling.incoming.about


def _tell_making(telling: Telling, tree: Mapping, top: str) -> Iterator[Yield]:
    """What the thing was built with."""
    for place, formula in parts(tree, "formulation"):
        yield from tell_components(telling, parts(formula, "components", place), top, scope="build")
        yield from tell_services(telling, parts(formula, "services", place), top, scope="build")


def _is_day(text_: str) -> bool:
    try:
        return len(text_) == 10 and bool(datetime.date.fromisoformat(text_))
    except ValueError:
        return False
