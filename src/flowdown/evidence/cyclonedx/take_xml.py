"""Takes a bill in from XML: without document types, in bounded memory, judged by the schema of its version."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from flowdown.base.errors import UnusableFile, Where
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.arriving.xml_tree import stream_xml
from flowdown.evidence.cyclonedx.extension import examine_extension
from flowdown.evidence.cyclonedx.schema import MOST_TOLD, XML_VERSIONS, tell_fault, unknown, xml_schema
from flowdown.evidence.cyclonedx.shape import Mapping
from flowdown.evidence.cyclonedx.xml_tree import SPACE, is_left_out, to_tree
from flowdown.evidence.reader import Refused, Violation

_SMALL = 256 * 1024
"""Bytes up to which a document is judged as a tree, which tells lines exactly."""
_STEP = 1024 * 1024
_DOCTYPE = re.compile(r"(?:\s|<\?.*?\?>|<!--.*?-->)*+<!(?:DOCTYPE|ENTITY)", re.DOTALL)
_OPTIONS = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_ADVICE = re.compile(r",? (?:try|use) XML_PARSE_HUGE(?: option)?")


def take_xml(incoming: Incoming) -> tuple[Mapping, str, tuple[Violation, ...]]:
    """The tree of a bill, its version, and what it breaks. Raises `UnusableFile` or `Refused` for what holds none."""
    with incoming.stream() as stream:
        head = Head(incoming.name, stream.read(_STEP))
    # NOTE: nobody needs a document type here, and what it can do (entities, files, addresses) is only harm.
    if _DOCTYPE.match(head.text):
        raise Refused("has a document type declaration, which is not read", incoming.where())
    with incoming.stream() as stream:
        root = stream_xml(stream, incoming.name, is_left_out)
    version = root.name.rpartition(" ")[0].removeprefix(SPACE)
    violations = [*_judge(incoming, version, root.line)]
    if version == "1.1":
        violations.extend(islice(examine_extension(root, incoming.name), MOST_TOLD))
    return to_tree(root), version, tuple(violations)


def _judge(incoming: Incoming, version: str, line: int) -> Iterator[Violation]:
    if version not in XML_VERSIONS:
        yield Violation(unknown(version, XML_VERSIONS), incoming.where(line=line))
    elif incoming.size <= _SMALL:
        yield from _judge_tree(incoming, version)
    elif not _conforms(incoming, version):
        yield from _list_faults(incoming, version)


def _judge_tree(incoming: Incoming, version: str) -> Iterator[Violation]:
    from lxml import etree

    try:
        with incoming.stream() as stream:
            document = etree.parse(stream, etree.XMLParser(**_OPTIONS))
    except etree.XMLSyntaxError as error:
        line, column = error.position or (0, 0)
        said = " ".join((error.msg or "cannot be parsed").split()).partition(", line ")[0]
        message = _ADVICE.sub("", said)[:200]
        raise UnusableFile(f"is no XML: {message}", Where(incoming.name, line or 0, column or 0)) from None
    schema = xml_schema(version)
    if not schema.validate(document):
        for each in islice(schema.error_log, MOST_TOLD):
            yield tell_fault(each.message, version, incoming.where(line=each.line))


class _Nothing:
    """What a parser fills that is only to judge: no tree."""

    def start(self, tag: str, attributes: object) -> None:
        """An element starts."""

    def end(self, tag: str) -> None:
        """An element ends."""

    def close(self) -> None:
        """The document ends."""


def _judging(version: str) -> Any:
    """A parser that judges as it reads, and holds nothing."""
    from lxml import etree

    return etree.XMLParser(target=_Nothing(), schema=xml_schema(version), **_OPTIONS)


def _conforms(incoming: Incoming, version: str) -> bool:
    """True if the schema allows all of it.

    NOTE: judging a tree looks for the place of each fault among all elements beside it, and lists every fault: hours
    and gigabytes, for a large document made to harm. While it streams, it can be stopped.
    """
    from lxml import etree

    parser = _judging(version)
    with incoming.stream() as stream:
        while block := stream.read(_STEP):
            _feed(parser, block)
            if len(parser.feed_error_log):
                return False
    try:
        parser.close()
    except etree.XMLSyntaxError:
        return False
    return not len(parser.feed_error_log)


def _list_faults(incoming: Incoming, version: str) -> Iterator[Violation]:
    """The first faults, each with the line that was read when it showed."""
    parser = _judging(version)
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
