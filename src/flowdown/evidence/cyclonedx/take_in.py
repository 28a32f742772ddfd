"""Takes a bill in, from JSON or XML, as one kind of tree; says what it breaks."""

from __future__ import annotations

from dataclasses import dataclass

from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.cyclonedx.schema import examine_json
from flowdown.evidence.cyclonedx.shape import Mapping, text
from flowdown.evidence.reader import Refused, Violation

MOST_VALUES = 6_000_000
"""Objects and lists in a JSON document: what holds more is no bill, and would need gigabytes."""


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as a tree in the shape of its JSON."""

    tree: Mapping
    version: str
    violations: tuple[Violation, ...]


def take_in(incoming: Incoming, *, is_xml: bool) -> Bill:
    """The bill in a document. Raises `UnusableFile` or `Refused` for what holds none."""
    if not is_xml:
        return _from_json(incoming)
    from flowdown.evidence.cyclonedx.take_xml import take_xml

    return Bill(*take_xml(incoming))


def _from_json(incoming: Incoming) -> Bill:
    content = incoming.content()
    if content.count(b"{") + content.count(b"[") > MOST_VALUES:
        raise Refused(f"holds more than {MOST_VALUES:,} objects and lists", incoming.where())
    del content
    tree = incoming.json()
    if not isinstance(tree, dict):
        raise Refused("is no object, as a bill of materials is", incoming.where())
    version = text(tree, "specVersion")
    return Bill(tree, version, tuple(examine_json(tree, version, incoming.where())))
