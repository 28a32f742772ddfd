"""Replaces models' ids that stay on their route, or in their framework, where nothing but the id tells which model it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowdown.catalogue.kinds import RouteKind
from flowdown.fix.caution import find_caution
from flowdown.fix.desk import RUNS, Desk
from flowdown.fix.edit import Edit, EditKind, Refusal, Why
from flowdown.fix.left import CHOICE, by_part
from flowdown.fix.literal import SPAN
from flowdown.fix.respell import Bare, Respelled, respell
from flowdown.scan.sighting import Sighting, Strength
from flowdown.scan.trace import Role, TraceKind

_RUN_HERE = frozenset({RouteKind.RUNTIME, RouteKind.HUB})
_WORDS = frozenset({Role.DOCUMENTED, Role.COMMENTED})
_GIVEN = frozenset({Role.CONFIGURED, Role.DECLARED, Role.CALLED})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model's id that may be replaced: where it stands, and how the new one is written."""

    sighting: Sighting
    span: SPAN
    found: Respelled | Bare

    def edit(self, new: str, group: str = "") -> Edit:
        """The replacement."""
        place = self.sighting.place
        return Edit(place.path, place.line, *self.span, self.sighting.value, new, EditKind.MODEL, group)


def candidates(desk: Desk) -> Iterator[Candidate]:
    """The ids of models of the vendors to leave that stand in a literal of their own; why not is noted for the others."""
    seen: set[tuple[str, int, int]] = set()
    for sighting in desk.theirs:
        place = sighting.place
        if sighting.kind is not TraceKind.MODEL_ID or (place.path, place.line, place.column) in seen:
            continue
        seen.add((place.path, place.line, place.column))
        told = _told(desk, sighting)
        if isinstance(told, Refusal):
            desk.refuse(sighting, told)
        else:
            yield told


def _told(desk: Desk, sighting: Sighting) -> Candidate | Refusal:
    part = by_part(sighting)
    refusal = (part if part is not CHOICE else None) or _by_model(desk, sighting)
    if refusal is not None:
        return refusal
    span = desk.literal(sighting)
    if isinstance(span, Refusal):
        return span
    found = respell(sighting.value, desk.route_of(sighting), desk.target, desk.map)
    return found if isinstance(found, Refusal) else Candidate(sighting, span, found)


def _by_model(desk: Desk, sighting: Sighting) -> Refusal | None:
    value, target = sighting.value, desk.target
    if sighting.role not in _GIVEN:
        return Refusal(Why.MENTION, f"{sighting.role.value} there, not given to anything")
    if desk.map.class_of(value) != target.workload:
        word = desk.map.classes[desk.map.class_of(value)].name
        note = desk.map.classes[desk.map.class_of(value)].note
        return Refusal(
            Why.CLASS,
            f"a model for {word}, {target.model.name} is none{f': {note[0].lower()}{note[1:]}' if note else ''}",
        )
    if value.startswith("ft:") or ":ft-" in value or sighting.is_ancestor:
        return Refusal(Why.TUNED, "tuned or made from a model of it: the tuning is to be done anew")
    route = desk.known.catalogue.routes.get(sighting.route)
    if route is not None and route.kind in _RUN_HERE:
        return Refusal(Why.OWN_WEIGHTS, "weights that are run here: size, template and hardware go with them")
    facts = desk.map.routes.get(sighting.route)
    if facts is not None and facts.takes_deployments:
        return Refusal(Why.DEPLOYMENT, "the name of a deployment: it has to be made first")
    return None


def edits_in_place(desk: Desk, found: list[Candidate]) -> Iterator[Edit]:
    """The ids that keep their route; why not is noted for the others. Of settings all that are alike change, or none."""
    made = [(each, edit) for each in found for edit in _in_place(desk, [each])]
    places = {(edit.path, edit.line): edit.old for _, edit in made}
    for each, edit in made:
        beside = _stays_beside(desk, edit.path, places)
        if beside is None:
            yield edit
        else:
            words = f"`{beside.value}` at {edit.path}:{beside.place.line} stays, and may go with it"
            desk.refuse(each.sighting, Refusal(Why.FORM, words))


def _stays_beside(desk: Desk, path: str, places: Mapping[tuple[str, int], str]) -> Sighting | None:
    """An id in the same file of settings that stays, if only in another form: what it sets may belong to what the other does."""
    if desk.is_code(path):
        return None
    replaced = {old for (each, _), old in places.items() if each == path}
    for each in desk.theirs:
        if each.place.path != path or (path, each.place.line) in places or each.role in _WORDS:
            continue
        is_id = each.kind is TraceKind.MODEL_ID and each.is_use and each.strength in RUNS
        if any(old in each.value for old in replaced) or (
            is_id and desk.map.class_of(each.value) == desk.target.workload
        ):
            return each
    return None


def _in_place(desk: Desk, found: list[Candidate]) -> Iterator[Edit]:
    for each in found:
        if not isinstance(each.found, Respelled) or each.found.has_moved:
            continue
        refusal = _against(desk, each, each.found)
        if refusal is not None:
            desk.refuse(each.sighting, refusal)
        elif each.found.text != each.sighting.value:
            yield each.edit(each.found.text)


def _against(desk: Desk, each: Candidate, found: Respelled) -> Refusal | None:
    """What speaks against a replacement: names round it, and the programs that call the model."""
    sighting = each.sighting
    word = desk.naming_word(sighting, each.span[0])
    if sighting.strength is Strength.RUNTIME_OPTIONAL and (
        word or sighting.role is not Role.CONFIGURED or not desk.is_code(sighting.place.path)
    ):
        return CHOICE
    if word:
        return Refusal(Why.NAMED, f"`{word}` before it says which model it is: the name and what reads it go with it")
    return against_callers(desk, each, found.route if not found.by else "")


def against_callers(desk: Desk, each: Candidate, route: str) -> Refusal | None:
    """What in the programs that call a model speaks against another one."""
    files = desk.callers(each.sighting)
    depending = next(desk.depending(each.sighting, (file.path for file in files)), None)
    if depending is not None:
        return depending[1]
    programs = [file for file in files if desk.is_code(file.path)]
    settings = [file for file in files if file not in programs]
    return find_caution(programs, settings, route, desk.target.model)
