"""Tells what depends on what, and what the bill says of its own completeness."""

from __future__ import annotations

from collections.abc import Iterator

from flowdown.base.errors import clip
from flowdown.evidence.cyclonedx.shape import Mapping, parts, references, text
from flowdown.evidence.cyclonedx.telling import Telling
from flowdown.evidence.predicate import SHAPES, Predicate, kind_of
from flowdown.evidence.reader import Unread, Yield

_P = Predicate
_PARTS = frozenset(kind.value for kind in SHAPES[_P.CONTAINS].objects)
_USERS = frozenset(kind.value for kind in SHAPES[_P.DEPENDS_ON].subjects)


def tell_dependencies(telling: Telling, tree: Mapping) -> Iterator[Yield]:
    """Who needs whom; what a thing provides (a standard, an algorithm) is a part of it."""
    for place, part in parts(tree, "dependencies"):
        if not (ref := text(part, "ref")):
            continue
        subject, left_out = telling.look_up(ref, f"{place}/ref")
        yield from left_out
        for key, predicate, fit in (("dependsOn", _P.DEPENDS_ON, _USERS), ("provides", _P.CONTAINS, _PARTS)):
            for number, other in enumerate(references(part, key)):
                at = f"{place}/{key}/{number}"
                object_, left_out = telling.look_up(other, at)
                yield from left_out
                if kind_of(subject) in _USERS and kind_of(object_) in fit:
                    basis = "provides" if key == "provides" else ""
                    yield from telling.say(subject, predicate, object_, at, basis=basis)
                elif subject and object_:
                    yield Unread(
                        f"`{clip(ref)}` and `{clip(other)}` cannot depend on each other", telling.incoming.where(at)
                    )


def tell_compositions(telling: Telling, tree: Mapping, root: str) -> Iterator[Yield]:
    """How complete the parts and the dependencies are said to be, of each thing, else of the whole bill."""
    for place, part in parts(tree, "compositions"):
        aggregate = text(part, "aggregate")
        is_said = False
        for key, of in (("assemblies", "completeness-of-parts"), ("dependencies", "completeness-of-dependencies")):
            for number, ref in enumerate(references(part, key)):
                is_said = True
                at = f"{place}/{key}/{number}"
                subject, left_out = telling.look_up(ref, at)
                yield from left_out
                yield from telling.describe(subject, of, aggregate, at)
        if not is_said and not part.get("vulnerabilities"):
            yield from telling.describe(root or telling.incoming.node, "completeness", aggregate, place)
