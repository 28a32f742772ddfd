"""Moves a vendor's own service to another with the same calls: address, key and models together, or nothing of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flowdown.catalogue.kinds import Basis
from flowdown.catalogue.replacement import Offer, RouteFacts
from flowdown.fix.desk import Desk
from flowdown.fix.edit import Edit, EditKind, Refusal, Why
from flowdown.fix.keys import key_of, rename_key
from flowdown.fix.left import CHOICE
from flowdown.fix.literal import find_literal
from flowdown.fix.models import Candidate, against_callers
from flowdown.fix.respell import Bare, Respelled
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import TraceKind

_WIRE = "openai"
_CHAT = "/chat/completions"
_HANDLED = frozenset({TraceKind.MODEL_ID, TraceKind.CALL, TraceKind.ENV_KEY, TraceKind.ENDPOINT, TraceKind.LOCK})


def edits_of_move(desk: Desk, vendor: str, found: Sequence[Candidate]) -> tuple[Edit, ...]:
    """All edits by which a vendor's own service is left; none, and the reason noted everywhere, if any is not certain."""
    moving = [each for each in found if each.sighting.vendor == vendor and _moves(each)]
    if not moving:
        return ()
    told = _move(desk, vendor, moving)
    if isinstance(told, Refusal):
        for each in moving:
            desk.refuse(each.sighting, told)
        for sighting in _of_service(desk, vendor):
            if sighting.kind in (TraceKind.ENDPOINT, TraceKind.ENV_KEY):
                desk.refuse(sighting, told)
        return ()
    return told


def _moves(each: Candidate) -> bool:
    return isinstance(each.found, Bare) or each.found.has_moved


def _of_service(desk: Desk, vendor: str) -> Iterator[Sighting]:
    return (each for each in desk.running if each.vendor == vendor and each.basis is not Basis.LIBRARY)


def _move(desk: Desk, vendor: str, moving: Sequence[Candidate]) -> tuple[Edit, ...] | Refusal:
    refusal = _against(desk, vendor, moving)
    if refusal is not None:
        return refusal
    named = [each for each in moving if isinstance(each.found, Respelled)]
    bare = [each for each in moving if isinstance(each.found, Bare)]
    routes = {each.found.route for each in named if isinstance(each.found, Respelled)}
    offer = _offer(desk, vendor, routes, needs_wire=bool(bare))
    if isinstance(offer, Refusal):
        return offer
    group = f"move:{vendor}"
    edits = [each.edit(each.found.text if isinstance(each.found, Respelled) else offer.id, group) for each in moving]
    facts = desk.map.routes[offer.route]
    if bare:
        addresses = _addresses(desk, vendor, facts, group)
        if isinstance(addresses, Refusal):
            return addresses
        edits += addresses
    keys = _keys(desk, vendor, facts, group, is_needed=bool(bare))
    return keys if isinstance(keys, Refusal) else (*edits, *keys)


def _against(desk: Desk, vendor: str, moving: Sequence[Candidate]) -> Refusal | None:
    """What speaks against moving at all: its own client, a choice among several, names in tables, the programs."""
    for sighting in _of_service(desk, vendor):
        where = f"{sighting.place.path}:{sighting.place.line}"
        if sighting.strength is Strength.RUNTIME_OPTIONAL:
            return Refusal(CHOICE.why, f"{CHOICE.words} ({where})")
        if sighting.kind is TraceKind.CLIENT and sighting.signature.startswith("host:"):
            continue
        if sighting.kind not in _HANDLED and not (sighting.kind is TraceKind.MODEL_ID or sighting.basis is Basis.HOST):
            return Refusal(
                Why.CALLS, f"it is also used as `{sighting.value}` at {where}, which is not moved by a literal"
            )
    for each in moving:
        file = desk.files.get(each.sighting.place.path)
        before = file.text[file.line_start(each.sighting.place.line) : each.span[0] - 1] if file else ""
        if _is_row(before, desk, each.sighting):
            return Refusal(
                Why.NAMED, f"a row of a table that names it ({each.sighting.place.path}:{each.sighting.place.line})"
            )
        refusal = against_callers(desk, each, f"{_WIRE}-wire" if isinstance(each.found, Bare) else "")
        if refusal is not None:
            return refusal
    return None


def _is_row(before: str, desk: Desk, sighting: Sighting) -> bool:
    """Whether the literal stands behind a key that names the vendor: `"acme": "acme-large"`."""
    key = before.rstrip().removesuffix(":").rstrip()
    if not before.rstrip().endswith(":"):
        return False
    return key.rsplit(maxsplit=1)[-1].strip("\"'`{,").lower() in desk.known.names_of(sighting.vendor or "")


def _offer(desk: Desk, vendor: str, routes: set[str], *, needs_wire: bool) -> Offer | Refusal:
    """The one way to the target that every place can take."""
    home = desk.map.routes.get(f"direct:{vendor}") or next(
        (facts for facts in desk.map.routes.values() if desk.known.operator_of(facts.route) == vendor), None
    )
    if needs_wire and (home is None or _WIRE not in home.wires):
        return Refusal(
            Why.CALLS, f"how {vendor} itself is called is not the way that others are called, or is not in the map"
        )
    for offer in desk.target.offers():
        facts = desk.map.routes[offer.route]
        if routes and routes != {offer.route}:
            continue
        if not needs_wire or (_WIRE in facts.wires and facts.address is not None and facts.address.base_urls):
            return offer
    return Refusal(Why.ROUTE, f"the map knows no way to {desk.target.model.name} with the same calls")


def _addresses(desk: Desk, vendor: str, facts: RouteFacts, group: str) -> tuple[Edit, ...] | Refusal:
    """Every address of the service in a literal, replaced; without one nobody sees which client goes there."""
    edits: list[Edit] = []
    for sighting in desk.running:
        if sighting.vendor != vendor or sighting.kind is not TraceKind.ENDPOINT:
            continue
        where = f"{sighting.place.path}:{sighting.place.line}"
        file = desk.files.get(sighting.place.path)
        old = _address_at(desk, vendor, sighting) if file is not None else ""
        span = (
            find_literal(file, sighting.place.line, sighting.place.column, old, desk.lexers) if file and old else None
        )
        if span is None:
            return Refusal(
                Why.ADDRESS, f"the address at {where} is not one of those that the map knows, in a literal of its own"
            )
        assert facts.address is not None, "a way with the same calls has an address"
        if not any(
            each.kind is TraceKind.ENV_KEY and each.vendor == vendor and each.place.path == sighting.place.path
            for each in desk.running
        ):
            return Refusal(
                Why.KEY, f"which key is sent to the address at {where} was not seen: it must not go to another"
            )
        new = facts.address.base_urls[0] + (_CHAT if old.endswith(_CHAT) else "/" if old.endswith("/") else "")
        edits.append(Edit(sighting.place.path, sighting.place.line, *span, old, new, EditKind.ADDRESS, group))
    if not edits:
        return Refusal(Why.ADDRESS, "no address in a literal says which client goes there")
    return tuple(edits)


def _address_at(desk: Desk, vendor: str, sighting: Sighting) -> str:
    """The address that stands there, if it is a known one of the service, with or without the path for chats."""
    file = desk.files.get(sighting.place.path)
    assert file is not None, "asked for files that are read only"
    start = file.offset(sighting.place.line, sighting.place.column)
    for home in desk.map.routes.values():
        is_theirs = home.route == f"direct:{vendor}" or desk.known.operator_of(home.route) == vendor
        for base in home.address.base_urls if is_theirs and home.address is not None else ():
            for tail in (_CHAT, "/", ""):
                if file.text.startswith(base + tail, start) and _ends(file.text, start + len(base + tail)):
                    return base + tail
    return ""


def _ends(text: str, at: int) -> bool:
    return not text[at : at + 1].strip("\"'` \r\n,;)}]")


def _keys(desk: Desk, vendor: str, facts: RouteFacts, group: str, *, is_needed: bool) -> tuple[Edit, ...] | Refusal:
    old = key_of(desk, vendor)
    if isinstance(old, Refusal):
        return old
    new = facts.address.env_key if facts.address is not None else ""
    if not old:
        return Refusal(Why.KEY, "which key is sent there was not seen: it must not go to another") if is_needed else ()
    if not new:
        return Refusal(Why.KEY, f"which key {facts.name} takes is not in the map") if is_needed else ()
    return rename_key(desk, vendor, old, new, group)
