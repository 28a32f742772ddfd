"""Tells of models and data: who made a model, what it was made from, whose its data are."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.evidence.arriving.names import node
from flowdown.evidence.cyclonedx.shape import Mapping, mapping, parts, properties, text, values
from flowdown.evidence.cyclonedx.telling import Telling
from flowdown.evidence.predicate import Predicate
from flowdown.evidence.reader import Yield

_P = Predicate
_BASES = frozenset({"basemodel", "basemodels", "base", "parentmodel", "finetunedfrom"})
"""Last words of properties by which tools name what a model was made from (the schema has only the pedigree)."""
_OWNERS = ("owners", "stewards", "custodians")


def tell_model(telling: Telling, place: str, part: Mapping, subject: str) -> Iterator[Yield]:
    """Tell of a component that is a model or data; nothing of any other."""
    if subject.startswith("model:"):
        yield from _line(telling, place, part, subject)
    if "modelCard" not in part and "data" not in part:
        return
    card = mapping(part, "modelCard")
    for where, data in _data_sets(telling, part, card, place):
        yield from data_set(telling, where, data, subject)


def _line(telling: Telling, place: str, part: Mapping, subject: str) -> Iterator[Yield]:
    for vendor, basis in telling.naming.names.makers_of_model(subject.partition(":")[2]):
        yield from telling.say(subject, _P.MADE_BY, vendor, place, basis=basis)
    for key, value in (*properties(part), *properties(mapping(part, "modelCard"))):
        word = "".join(each for each in key.rpartition(":")[2].casefold() if each.isalnum())
        if word in _BASES:
            for base in filter(None, (each.strip() for each in value.split(","))):
                yield from told_base(telling, f"{place}/properties", base, subject)


def told_base(telling: Telling, place: str, base: str, subject: str) -> Iterator[Yield]:
    """A model that another was made from, by its id alone."""
    other = telling.naming.names.model(base)
    yield from telling.say(subject, _P.DERIVES_FROM, other, place, basis="base-model")
    for vendor, basis in telling.naming.names.makers_of_model(base):
        yield from telling.say(other, _P.MADE_BY, vendor, place, basis=basis)


def _data_sets(telling: Telling, part: Mapping, card: Mapping, place: str) -> Iterator[tuple[str, Mapping | str]]:
    below = f"{place}/modelCard/modelParameters/datasets"
    for number, value in enumerate(values(mapping(card, "modelParameters"), "datasets")):
        if isinstance(value, dict):
            # A reference stands under `ref`, or is all that the element holds.
            yield f"{below}/{number}", text(value, "ref") or value
        elif isinstance(value, str):
            yield f"{below}/{number}", value
    if text(part, "type") == "data":
        yield from parts(part, "data", place)


def data_set(telling: Telling, place: str, data: Mapping | str, subject: str) -> Iterator[Yield]:
    """Data that a model was trained on, or that a component of data holds."""
    predicate = _P.DERIVES_FROM if subject.startswith("model:") else _P.CONTAINS
    if isinstance(data, str):
        meant, left_out = telling.look_up(data, place)
        yield from left_out
        yield from telling.say(subject, predicate, meant, place, basis="data")
        return
    if not text(data, "name"):
        return
    meant = name_data(telling, data)
    yield from telling.say(subject, predicate, meant, place, basis="data")
    yield from telling.say(meant, _P.NAMED, node("text", text(data, "name")), place)
    governance = mapping(data, "governance")
    for key in _OWNERS:
        for where, owner in parts(governance, key, f"{place}/governance"):
            yield from telling.made_by(meant, text(mapping(owner, "organization"), "name"), key[:-1], where)


def name_data(telling: Telling, data: Mapping) -> str:
    """The node of a set of data."""
    return node("product", f"{text(data, 'name')} ({telling.naming.scope})")
