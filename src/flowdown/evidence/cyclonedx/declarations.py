"""Tells what somebody attests (declarations) and who said what stands where (citations)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from flowdown.base.errors import clip
from flowdown.evidence.arriving.names import node
from flowdown.evidence.cyclonedx.components import enter_components, tell_components
from flowdown.evidence.cyclonedx.services import enter_services, tell_services
from flowdown.evidence.cyclonedx.shape import Mapping, mapping, parts, references, text, texts
from flowdown.evidence.cyclonedx.telling import LONGEST_SAID, Telling
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Unread, Yield

_MAIL = re.compile(r"[^\s<>()]+@[^\s<>()]+\.[^\s<>()]+")


def enter_declarations(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    """Note the references of those who assess and of what is spoken of."""
    declarations = mapping(tree, "declarations")
    for place, assessor in parts(declarations, "assessors", "declarations"):
        firm = telling.naming.firm(text(mapping(assessor, "organization"), "name"))
        yield from telling.enter(assessor, firm, place)
        yield from telling.enter(mapping(assessor, "organization"), firm, f"{place}/organization")
    targets, below = mapping(declarations, "targets"), "declarations/targets"
    for place, firm_part in parts(targets, "organizations", below):
        yield from telling.enter(firm_part, telling.naming.firm(text(firm_part, "name")), place)
    yield from enter_components(telling, parts(targets, "components", below))
    yield from enter_services(telling, parts(targets, "services", below))


def tell_declarations(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    """Each attested claim as a text of its target, by the mouth of those who assess it, else of those who affirm it."""
    declarations, below = mapping(tree, "declarations"), "declarations/targets"
    targets = mapping(declarations, "targets")
    for place, part in parts(targets, "organizations", below):
        yield from telling.name_firm(telling.naming.firm(text(part, "name")), text(part, "name"), place)
    yield from tell_components(telling, parts(targets, "components", below), "")
    yield from tell_services(telling, parts(targets, "services", below), "")
    assessed = _assessed(telling, declarations)
    affirmed = _affirmed(telling, declarations)
    for place, part in parts(declarations, "claims", "declarations"):
        subject, left_out = telling.look_up(text(part, "target"), f"{place}/target")
        yield from left_out
        words = _MAIL.sub("...", text(part, "predicate"))[:LONGEST_SAID]
        if not subject or not words:
            continue
        said = assessed.get(text(part, "bom-ref"), [])
        for who, requirement, score in said or [(each, "", "") for each in affirmed] or [("", "", "")]:
            yield telling.incoming.claim(
                subject,
                Predicate.DESCRIBED,
                node("text", words),
                place,
                said_by=(who,) if who else (),
                of="attested",
                requirement=requirement,
                conformance=score,
            )


def _assessed(telling: Telling, declarations: Mapping) -> dict[str, list[tuple[str, str, str]]]:
    """By the reference of a claim: who assesses it, for which requirement, and how well it meets that."""
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for _, attestation in parts(declarations, "attestations"):
        assessor = telling.refs.get(text(attestation, "assessor"), "")
        for _, line in parts(attestation, "map"):
            score = mapping(line, "conformance").get("score", "")
            for ref in references(line, "claims"):
                found[ref].append((assessor, clip(text(line, "requirement")), str(score)[:10]))
    return found


def _affirmed(telling: Telling, declarations: Mapping) -> list[str]:
    firms = (
        telling.naming.firm(text(mapping(each, "organization"), "name"))
        for _, each in parts(mapping(declarations, "affirmation"), "signatories")
    )
    return [*dict.fromkeys(filter(None, firms))]


def enter_people(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    """Note who may be named as the source of something: authors, the maker of the bill, whoever supplies."""
    metadata = mapping(tree, "metadata")
    for place, author in parts(metadata, "authors", "metadata"):
        yield from telling.enter(author, telling.naming.person(text(author, "name")), place)
    for key in ("manufacturer", "manufacture", "supplier"):
        part = mapping(metadata, key)
        yield from telling.enter(part, telling.naming.firm(text(part, "name")), f"metadata/{key}")
    tools = mapping(metadata, "tools")
    yield from enter_components(telling, parts(tools, "components", "metadata/tools"))
    yield from enter_services(telling, parts(tools, "services", "metadata/tools"))


def take_citations(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    """Note who said what stands at a place; whatever is told from there is told by their mouth."""
    for place, part in parts(tree, "citations"):
        who, left_out = telling.look_up(text(part, "attributedTo"), place) if text(part, "attributedTo") else ("", ())
        yield from left_out
        for pointer in texts(part, "pointers") if who else ():
            steps = pointer.removeprefix("#").strip("/").replace("~1", "/").replace("~0", "~")
            telling.cited[steps] = tuple(dict.fromkeys((*telling.cited.get(steps, ()), who)))
        if who and any(texts(part, "expressions")):
            yield Unread("cites by an expression, which is not worked out", telling.incoming.where(place))
