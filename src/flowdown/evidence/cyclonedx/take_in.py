"""Takes a bill in, from JSON or XML, as one kind of tree; says what it breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.cyclonedx.schema import examine_json, examine_xml
from flowdown.evidence.cyclonedx.shape import Mapping, text
from flowdown.evidence.cyclonedx.xml_tree import SPACE, to_tree
from flowdown.evidence.reader import Refused, Violation

if TYPE_CHECKING:
    from lxml.etree import _ElementTree

MOST_VALUES = 6_000_000
"""Objects and lists in a JSON document: what holds more is no bill, and would need gigabytes."""
_DOCTYPE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+<!(?:DOCTYPE|ENTITY)", re.DOTALL)

_ADVICE = re.compile(r",? (?:try|use) XML_PARSE_HUGE(?: option)?")


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill as a tree in the shape of its JSON."""

    tree: Mapping
    version: str
    violations: tuple[Violation, ...]


def take_in(incoming: Incoming, *, is_xml: bool) -> Bill:
    """The bill in a document. Raises `UnusableFile` or `Refused` for what holds none."""
    return _from_xml(incoming) if is_xml else _from_json(incoming)


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


def _from_xml(incoming: Incoming) -> Bill:
    from lxml import etree

    # NOTE: nobody needs a document type here, and what it can do (entities, files, addresses) is only harm.
    if _DOCTYPE.match(_prolog(incoming)):
        raise Refused("has a document type declaration, which is not read", incoming.where())
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        with incoming.stream() as stream:
            document = etree.parse(stream, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position or (0, 0)
        said = " ".join((error.msg or "cannot be parsed").split()).partition(", line ")[0]
        message = _ADVICE.sub("", said)[:200]
        raise UnusableFile(f"is no XML: {message}", Where(incoming.name, line or 0, column or 0)) from None
    if document.docinfo.internalDTD is not None:
        raise Refused("has a document type declaration, which is not read", incoming.where())
    root = document.getroot()
    version = root.tag[1:].partition("}")[0].removeprefix(SPACE) if root.tag[:1] == "{" else ""
    violations = tuple(_examine(document, version, incoming))
    return Bill(to_tree(root), version, violations)


def _prolog(incoming: Incoming) -> str:
    from flowdown.evidence.arriving.head import Head

    with incoming.stream() as stream:
        return Head(incoming.name, stream.read(1024**2)).text


def _examine(document: _ElementTree, version: str, incoming: Incoming) -> Iterator[Violation]:
    from flowdown.evidence.cyclonedx.extension import examine_extension

    yield from examine_xml(document, version, incoming.where())
    if version == "1.1":
        yield from examine_extension(document.getroot(), incoming.name)
