"""Checks a document of SPDX 3 against the model that the SPDX project publishes (`spdx-python-model`)."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from typing import Any

from flowdown.base.strict_json import JsonValue
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Violation
from flowdown.evidence.spdx.gather_3 import Member, expand, name_of, shorten
from flowdown.evidence.spdx.likeness import likeness

CONTEXT = re.compile(r"https?://spdx\.org/rdf/(v?3\.0(?:\.\d+)?)/spdx-context\.jsonld")
_NUMBER = re.compile(r" \(\d{6,}\)")
_KINDS = {"str": "a text", "int": "a whole number", "bool": "true or false", "float": "a number", "list": "a list"}
_GOT = re.compile(r"Value must be of type (\w+)\. Got \w+")
_REFERENCES = ("from", "to", "rootElement", "element", "suppliedBy", "originatedBy", "createdBy", "createdUsing")


def check_graph(
    value: Mapping[str, JsonValue], found: list[Member], incoming: Incoming, prefixes: Mapping[str, str]
) -> Iterator[Violation]:
    """Every element that breaks the model, stands twice, or refers to what is neither here nor said to be elsewhere."""
    if not context_of(value.get("@context")):
        yield Violation("`@context` is not that of SPDX 3.0", incoming.where("@context"))
    graph = value.get("@graph")
    for number, part in enumerate(graph if isinstance(graph, list) else ()):
        if not (isinstance(part, dict) and (part.get("type") or part.get("@type"))):
            yield Violation("is no element with a type", incoming.where(f"@graph/{number}"))
    yield from _check_model(found, incoming)
    yield from _check_ids(found, incoming, prefixes)
    documents = [each for each in found if each.type == "SpdxDocument"]
    for other in documents[1:]:
        yield Violation("is a second `SpdxDocument`", incoming.where(other.place))
    if not documents:
        yield Violation("has no `SpdxDocument`", incoming.where(), is_slight=True)


def context_of(context: JsonValue) -> str:
    """The version in a context of SPDX 3; empty for another."""
    for each in context if isinstance(context, list) else [context]:
        if isinstance(each, str) and (found := CONTEXT.fullmatch(each)):
            return found[1].lstrip("v")
    return ""


def _check_model(found: list[Member], incoming: Incoming) -> Iterator[Violation]:
    from spdx_python_model.bindings import v3_0_1 as model

    known = model.SHACLObject.CLASSES
    judged: dict[Hashable, str] = {}
    outer = ""
    for each in found:
        # What stands inside of another element is checked with it.
        if outer and each.place.startswith(outer):
            continue
        outer = f"{each.place}/"
        if each.type not in known:
            if "://" not in str(each.says.get("type", each.says.get("@type"))):
                yield Violation(f"there is no `{each.type[:80]}` in SPDX 3", incoming.where(each.place))
            continue
        like = likeness(each.says)
        if like not in judged:
            judged[like] = _fault(model, each)
        if judged[like]:
            yield Violation(judged[like], incoming.where(each.place))


def _fault(model: Any, each: Member) -> str:
    """What the model has against an element, the first thing of it; empty for nothing."""
    whole = model.SHACLObjectSet()
    data = {key: part for key, part in each.says.items() if key != "@context"}
    data["type"] = each.type
    data.pop("@type", None)
    try:
        made = model.SHACLExtensibleObject.decode(model.JSONLDDecoder(data), model.DecodeState(whole))
        made.encode(model.JSONLDEncoder(), model.EncodeState(whole))
    except (TypeError, ValueError, KeyError, NotImplementedError, AttributeError) as error:
        says = " ".join(_NUMBER.sub("", str(error.args[0] if error.args else error)).split())[:200]
        says = _GOT.sub(lambda match: f"a value is not {_KINDS.get(match[1], 'an object')}", says)
        return f"breaks the model of `{each.type}`: {says[:1].lower()}{says[1:]}"
    return ""


def _check_ids(found: list[Member], incoming: Incoming, prefixes: Mapping[str, str]) -> Iterator[Violation]:
    known: set[str] = set()
    for each in found:
        # An element that stands inside of others may be there as often as it is needed.
        if each.id and each.id in known and each.place.count("/") <= 1:
            yield Violation(f"`{each.id[:120]}` is there twice", incoming.where(each.place), is_slight=True)
        known.add(each.id)
    known.update(
        expand(name_of(each.says.get("externalSpdxId")), prefixes) for each in found if each.type == "ExternalMap"
    )
    missing: dict[str, tuple[str, int]] = {}
    for each in found:
        for field in _REFERENCES:
            part = each.says.get(field)
            for reference in part if isinstance(part, list) else [part]:
                id_ = expand(reference, prefixes) if isinstance(reference, str) else ""
                if id_ and id_ not in known and shorten(id_) not in ("NoneElement", "NoAssertionElement"):
                    first, times = missing.get(id_, (f"{each.place}/{field}", 0))
                    missing[id_] = first, times + 1
    for id_, (place, _) in missing.items():
        says = f"`{id_[:120]}` is neither in the document nor among what it imports"
        yield Violation(says, incoming.where(place), is_slight=True)
