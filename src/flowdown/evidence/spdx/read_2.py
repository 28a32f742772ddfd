"""Reads a document of SPDX 2 in whichever form it is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flowdown.base.errors import Where
from flowdown.base.strict_json import decode
from flowdown.evidence.arriving.head import Head
from flowdown.evidence.arriving.incoming import Incoming
from flowdown.evidence.reader import Refused, Violation, Yield
from flowdown.evidence.spdx.fields import SHAPES
from flowdown.evidence.spdx.from_rdf import TERMS, read_rdf
from flowdown.evidence.spdx.from_xml import ROOT, read_spdx_xml
from flowdown.evidence.spdx.gather_2 import gather
from flowdown.evidence.spdx.meaning import OF_VERSION_2
from flowdown.evidence.spdx.paper import Paper
from flowdown.evidence.spdx.rules import check_shape
from flowdown.evidence.spdx.rules_of_ids import check_ids
from flowdown.evidence.spdx.rules_of_values import check_values
from flowdown.evidence.spdx.say import hide_mail, say
from flowdown.evidence.spdx.tag_value import read_tag_value
from flowdown.evidence.spdx.told_once import ToldOnce
from flowdown.evidence.spdx.triples import RDF
from flowdown.evidence.spdx.yaml_tree import read_yaml


def read_spdx_2(incoming: Incoming) -> Iterator[Yield]:
    """Every claim and violation of a document."""
    return hide_mail(_read(incoming))


def _read(incoming: Incoming) -> Iterator[Yield]:
    paper = _open(incoming)
    yield from paper.faults
    once = ToldOnce()
    yield from check_shape(paper, once)
    yield from check_values(paper, once)
    yield from check_ids(paper, once)
    yield from once.violations(paper)
    yield from say(gather(paper), incoming, OF_VERSION_2)


def _open(incoming: Incoming) -> Paper:
    content = incoming.content()
    head = Head(incoming.name, content)
    sign, name = head.first_sign, incoming.name
    if sign == "<":
        space, root = head.xml_root
        return read_rdf(content, name) if (space, root) in _RDF_ROOTS else read_spdx_xml(content, name)
    if sign in ("{", "["):
        value = incoming.json()
        if not isinstance(value, dict):
            raise Refused("is no object", incoming.where())
        return Paper(name, value)
    text = decode(content, name)
    if form_of(head) == "YAML":
        value, lines, twice = read_yaml(text, name)
        if not isinstance(value, dict):
            raise Refused("is no object", incoming.where())
        faults = (Violation(f"the key `{key[:80]}` is there twice", incoming.where()) for key in dict.fromkeys(twice))
        return Paper(name, value, lines, tuple(faults))
    paper = read_tag_value(text, name)
    if head.suffixes[-1:] == (".json",):
        named = Violation("is called `.json`, and is no JSON but tags and values", Where(name, 1))
        return replace(paper, faults=(named, *paper.faults))
    return paper


_RDF_ROOTS = frozenset({(RDF, "RDF"), (TERMS, "SpdxDocument")})
_YAML = frozenset({"---", "SPDXID", "spdxVersion", "creationInfo", "dataLicense", "documentNamespace", "%YAML"})


def form_of(head: Head) -> str:
    """In which form a document of SPDX 2 is written, as far as its start tells; empty for another kind of document."""
    sign = head.first_sign
    if head.is_binary or not sign:
        return ""
    if sign == "<":
        if head.xml_root in _RDF_ROOTS:
            return "RDF/XML" if TERMS in head.text else ""
        return "XML" if head.xml_root[1] == ROOT and "<spdxVersion" in head.text else ""
    if sign in "{[":
        keys = head.json_keys
        if head.json_is_list or "@context" in keys or "bomFormat" in keys:
            return ""
        if keys.keys() & {"spdxVersion", "SPDXID"}:
            return "JSON"
        # Some writers put the parts first, and what the document is last.
        is_one = bool(keys) and keys.keys() <= SHAPES["document"].fields.keys() and '"SPDXID"' in head.text
        return "JSON" if is_one else ""
    lines = head.first_lines
    words = {line.partition(":")[0].strip().strip("\"'") for line in lines}
    if "SPDXVersion" in words:
        return "tag-value"
    if any(line.lstrip().startswith("SPDXVersion:") for line in head.text[:65536].splitlines()):
        return "tag-value"
    if words & {"SPDXID", "spdxVersion"} and len(words & _YAML) >= 2:
        return "YAML"
    return ""
