"""Takes a bill in from XML: without document types, in bounded memory, judged by the schema of its version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.cyclonedx.extension import examine_extension
from flowdown.evidence.cyclonedx.schema import MOST_TOLD, XML_VERSIONS, tell_fault, unknown, xml_schema
from flowdown.evidence.cyclonedx.shape import Mapping
from flowdown.evidence.cyclonedx.xml_tree import SPACE, to_tree
from flowdown.evidence.reader import Refused, Violation

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_TAGS = 3_000_000
"""Tags and attributes in a document; some hundred bytes are needed for each."""
_SMALL = 256 * 1024
"""Bytes up to which a document is judged as a tree, which tells lines exactly."""
_STEP = 1024 * 1024
_DOCTYPE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+<!(?:DOCTYPE|ENTITY)", re.DOTALL)
_ADVICE = re.compile(r",? (?:try|use) XML_PARSE_HUGE(?: option)?")


def take_xml(incoming: Incoming) -> tuple[Mapping, str, tuple[Violation, ...]]:
    """The tree of a bill, its version, and what it breaks. Raises `UnusableFile` or `Refused` for what holds none."""
    with incoming.stream() as stream:
        head = Head(incoming.name, stream.read(_STEP))
    # NOTE: nobody needs a document type here, and what it can do (entities, files, addresses) is only harm.
    if _DOCTYPE.match(head.text):
        raise Refused("has a document type declaration, which is not read", incoming.where())
    if _count_tags(incoming) > MOST_TAGS:
        raise Refused(f"holds more than {MOST_TAGS:,} tags and attributes", incoming.where())
    version = head.xml_root[0].removeprefix(SPACE)
    violations: list[Violation] = []
    root = None
    if incoming.size > _SMALL and version in XML_VERSIONS:
        root = _judge_stream(incoming, version, violations)
    if root is None:
        root = _parse(incoming)
        version = root.tag[1:].partition("}")[0].removeprefix(SPACE) if root.tag[:1] == "{" else ""
        violations = violations or [*_judge_tree(root, version, incoming)]
    if version == "1.1":
        violations.extend(islice(examine_extension(root, incoming.name), MOST_TOLD))
    return to_tree(root), version, tuple(violations)


def _options() -> dict[str, bool]:
    return {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def _parse(incoming: Incoming) -> _Element:
    from lxml import etree

    try:
        with incoming.stream() as stream:
            document = etree.parse(stream, etree.XMLParser(**_options()))
    except etree.XMLSyntaxError as error:
        line, column = error.position or (0, 0)
        said = " ".join((error.msg or "cannot be parsed").split()).partition(", line ")[0]
        message = _ADVICE.sub("", said)[:200]
        raise UnusableFile(f"is no XML: {message}", Where(incoming.name, line or 0, column or 0)) from None
    if document.docinfo.internalDTD is not None:
        raise Refused("has a document type declaration, which is not read", incoming.where())
    return document.getroot()


def _judge_tree(root: _Element, version: str, incoming: Incoming) -> Iterator[Violation]:
    if version not in XML_VERSIONS:
        yield Violation(unknown(version, XML_VERSIONS), incoming.where(line=root.sourceline or 0))
        return
    schema = xml_schema(version)
    if not schema.validate(root):
        for each in islice(schema.error_log, MOST_TOLD):
            yield tell_fault(each.message, version, incoming.where(line=each.line))


def _judge_stream(incoming: Incoming, version: str, violations: list[Violation]) -> _Element | None:
    """The root of a document that conforms; else None, with what it breaks.

    NOTE: judging a tree looks for the place of each fault among all elements beside it, and lists every fault: hours
    and gigabytes, for a large document made to harm. While it streams, it can be stopped.
    """
    from lxml import etree

    parser = etree.XMLParser(schema=xml_schema(version), **_options())
    with incoming.stream() as stream:
        while block := stream.read(_STEP):
            _feed(parser, block)
            if len(parser.feed_error_log):
                break
        else:
            try:
                root: _Element = parser.close()
                return root if root.getroottree().docinfo.internalDTD is None else None
            except etree.XMLSyntaxError:
                pass
    violations.extend(_list_faults(incoming, version))
    return None


def _list_faults(incoming: Incoming, version: str) -> Iterator[Violation]:
    """The first faults, each with the line that was read when it showed."""
    from lxml import etree

    parser = etree.XMLParser(schema=xml_schema(version), **_options())
    line = told = 0
    with incoming.stream() as stream:
        while told < MOST_TOLD and (block := stream.readline(4096)):
            line += not told or block.endswith(b"\n")
            _feed(parser, block)
            if len(parser.feed_error_log) > told:
                for each in islice(parser.feed_error_log, told, MOST_TOLD):
                    if each.type_name.startswith("SCHEMA"):
                        yield tell_fault(each.message, version, incoming.where(line=each.line or line))
                told = len(parser.feed_error_log)


def _feed(parser: Any, block: bytes) -> None:
    from lxml import etree

    try:
        parser.feed(block)
    except etree.XMLSyntaxError:
        # What is no XML is told by whoever parses it whole.
        return


def _count_tags(incoming: Incoming) -> int:
    count = 0
    with incoming.stream() as stream:
        while block := stream.read(_STEP):
            count += block.count(b"<") + block.count(b"=")
    return count
